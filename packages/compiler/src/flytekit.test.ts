/** What flytekit writes is what the compiler is for: fixtures/flytekit/README.md says what is in it and why. */
import { create, fromJson, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf";
import { hasErrors } from "@skein/spec/diagnostic";
import { canonicalBytes } from "@skein/spec/digest";
import { WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { describe, expect, it, test } from "vitest";
import { checkLaunchPlan, checkTask } from "./admission.ts";
import type { Mode } from "./findings.ts";
import { compileTask } from "./task.ts";
import { resolves } from "./testdata/resolves.ts";
import { compileInputs, flytekitFiles, readFlytekit } from "./testing/flytekit.ts";
import { type CompileInput, compileWorkflow } from "./workflow.ts";

const { entities, diagnostics } = readFlytekit(flytekitFiles);
const workflows = compileInputs(entities);

/** What upstream refuses of flytekit's own output, though it would run: code, node and why. */
const refusedUpstream: Readonly<Record<string, readonly string[]>> = {
  // is_none() compares with a scalar operand, which upstream's compiler does not know.
  "everything.optional_branch": ["error ValueRequired@n1"],
  // Upstream takes the type of the whole output for a branch's input, and then refuses the field that is bound to it.
  "everything.branch_over_fields": ["error MismatchingTypes@n1"],
};

const found = (input: CompileInput, mode: Mode) =>
  compileWorkflow(input, { mode }).diagnostics.map(({ severity, code, nodeId }) => `${severity} ${code}@${nodeId}`);

test("all files are read", () => {
  expect(diagnostics).toEqual([]);
  expect(entities).toHaveLength(flytekitFiles.length);
  expect(workflows.length).toBeGreaterThanOrEqual(14);
});

describe.each(workflows)("$name", ({ name, input }) => {
  it("compiles without a finding in strict mode", () => expect(found(input, "strict")).toEqual([]));

  it("compiles in upstream's mode, unless upstream refuses it", () => {
    expect(found(input, "flyte-1.16")).toEqual(refusedUpstream[name] ?? []);
  });

  it("has a closure that compiles to itself", () => {
    const { closure } = compileWorkflow(input, { mode: "strict" });
    const bare = (given: typeof input.primary | undefined) => given && { ...given, nodes: given.nodes.slice(2) };
    const primary = bare(closure?.primary?.template);
    if (!closure || !primary) throw new Error(`${name} has no closure`);
    const subWorkflows = closure.subWorkflows.flatMap(({ template, connections }) =>
      template ? [connections ? { ...template, nodes: template.nodes.slice(2) } : template] : [],
    );
    const again = compileWorkflow({ ...input, primary, subWorkflows, tasks: closure.tasks }, { mode: "strict" });
    expect(again.closure && toBinary(CompiledWorkflowClosureSchema, again.closure)).toEqual(
      toBinary(CompiledWorkflowClosureSchema, closure),
    );
  });

  it("has the same digest whatever order its maps come in", () => {
    const turned = fromJson(WorkflowSpecSchema, reversedMaps(toJson(WorkflowSpecSchema, specOf(input))));
    if (!turned.template) throw new Error("no template");
    const digest = (given: CompileInput) => {
      const { closure } = compileWorkflow(given, { mode: "strict" });
      return closure && Buffer.from(canonicalBytes(CompiledWorkflowClosureSchema, closure)).toString("base64");
    };
    const again = digest({ ...input, primary: turned.template, subWorkflows: turned.subWorkflows });
    expect(again).toBe(digest(input));
    expect(again).toBeDefined();
  });

  it("has the same connections whatever order its nodes come in", () => {
    const connections = (given: CompileInput) =>
      compileWorkflow(given, { mode: "strict" }).closure?.primary?.connections;
    const primary = { ...input.primary, nodes: input.primary.nodes.toReversed() };
    expect(connections({ ...input, primary })).toEqual(connections(input));
  });
});

test("tasks compile, and an admin takes them", () => {
  for (const each of entities) {
    if (each.kind !== "task" || !each.spec.template) continue;
    expect([...compileTask(each.spec.template).diagnostics, ...checkTask(each.spec)]).toEqual([]);
  }
});

test("an admin takes the launch plans", () => {
  const interfaces = new Map(workflows.map(({ name, input }) => [name, input.primary.interface]));
  for (const each of entities) {
    if (each.kind !== "launchPlan") continue;
    expect(checkLaunchPlan(each.spec, interfaces.get(each.spec.workflowId?.name ?? "")).diagnostics).toEqual([]);
  }
});

test("after any of its bytes changed, a file is still read and compiled to its end", () => {
  let state = 7;
  const dice = (sides: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % sides;
  };
  let compiled = 0;
  for (let round = 0; round < 150; round++) {
    const at = dice(flytekitFiles.length);
    const files = flytekitFiles.map((file, index) => {
      if (index !== at) return file;
      const content = file.content.slice();
      for (let change = dice(3); change >= 0; change--) content[dice(content.length)] = dice(256);
      return { ...file, content };
    });
    const { entities: read } = readFlytekit(files);
    const changed = files[at]?.name.replace(/^\d+_|_\d\.pb$/g, "");
    for (const { name, input } of compileInputs(read)) {
      if (name !== changed && round % 10 > 0) continue;
      const outcome = compileWorkflow(input, { mode: round % 2 === 0 ? "strict" : "flyte-1.16" });
      expect(outcome.closure === undefined).toBe(hasErrors(outcome.diagnostics));
      const json = { ...specJson(input), tasks: input.tasks.map(() => null) };
      for (const { path, message } of outcome.diagnostics) expect(resolves(path, json), message).toBe(true);
      compiled++;
    }
  }
  expect(compiled).toBeGreaterThan(150);
});

function specOf({ primary, subWorkflows }: CompileInput) {
  return create(WorkflowSpecSchema, { template: primary, subWorkflows: [...subWorkflows] });
}

function specJson(input: CompileInput): { readonly [key: string]: JsonValue } {
  const json = toJson(WorkflowSpecSchema, specOf(input));
  return typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
}

function reversedMaps(json: JsonValue): JsonValue {
  if (Array.isArray(json)) return json.map(reversedMaps);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).map(([key, value]) => [key, reversedMaps(value)] as const);
  return Object.fromEntries(entries.reverse());
}
