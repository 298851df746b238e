/** What holds for every workflow, whatever is in it. */
import {
  create,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonValue,
  type MessageShape,
  ScalarType,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { hasErrors } from "@skein/spec/diagnostic";
import { type WorkflowSpec, WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { CompiledWorkflowClosureSchema, ConnectionSetSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { Node, WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCompat } from "./compat-text.ts";
import type { Mode } from "./findings.ts";
import { getRequirements } from "./requirements.ts";
import { compileTask } from "./task.ts";
import { resolves } from "./testdata/resolves.ts";
import { aWorkflow, compile, inline, int, run, tasks } from "./testdata/samples.ts";
import { compileWorkflow } from "./workflow.ts";

const names = ["a", "b", "c", "d", "e", "start-node", "end-node", ""];

const anyName = fc.constantFrom(...names);
const anyMode = fc.constantFrom<Mode>("flyte-1.16", "strict");

const anyNode: fc.Arbitrary<Node> = fc
  .record({
    id: anyName,
    task: fc.constantFrom("inc", "say", "sum", "ints", "half", "quiet", "pair", "nope"),
    inputs: fc.dictionary(
      fc.constantFrom("x", "s", "xs", "a", "b"),
      fc.oneof(
        anyName.map((id) => `${id}.o`),
        fc.constantFrom("inputs.n", "inputs.nope", "ints.[0].o"),
        fc.integer().map((value) => int(value)),
      ),
      { maxKeys: 3 },
    ),
    upstreamNodeIds: fc.array(anyName, { maxLength: 2 }),
  })
  .map(({ id, task, inputs, upstreamNodeIds }) => run(id, task, inputs, { upstreamNodeIds }));

const anyWorkflow: fc.Arbitrary<WorkflowTemplate> = fc
  .record({
    nodes: fc.array(anyNode, { maxLength: 6 }),
    returns: fc.dictionary(
      fc.constantFrom("r", "q"),
      anyName.map((id) => `${id}.o`),
    ),
  })
  .map(({ nodes, returns }) => aWorkflow(nodes, { inputs: { n: "int" }, outputs: { r: "int" }, returns }));

/** Workflows that compile: every node reads earlier ones or constants. */
const goodWorkflow: fc.Arbitrary<WorkflowTemplate> = fc
  .array(fc.array(fc.nat(), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 12 })
  .map((reads) => {
    const source = (index: number, pick: number) => (index === 0 || pick % 5 === 0 ? "inputs.n" : `n${pick % index}.o`);
    const nodes = reads.map(([left = 0, right = 0], index) =>
      run(
        `n${index}`,
        "pair",
        { a: source(index, left), b: source(index, right) },
        { upstreamNodeIds: index > 1 ? ["n1", "n0"] : [] },
      ),
    );
    return aWorkflow(nodes, { inputs: { n: "int" }, outputs: { r: "int" }, returns: { r: "n0.o" } });
  });

const shuffled = (workflow: WorkflowTemplate) =>
  fc
    .shuffledSubarray(workflow.nodes, { minLength: workflow.nodes.length })
    .map((nodes): WorkflowTemplate => ({ ...workflow, nodes }));

const hasUniqueIds = ({ nodes }: WorkflowTemplate) => new Set(nodes.map(({ id }) => id)).size === nodes.length;

test("the order of the node list never changes the verdict", () => {
  const pairs = anyWorkflow
    .filter(hasUniqueIds)
    .chain((workflow) => fc.tuple(fc.constant(workflow), shuffled(workflow), anyMode));
  fc.assert(
    fc.property(pairs, ([workflow, other, mode]) => {
      const [one, two] = [compile(workflow, { mode }), compile(other, { mode })];
      const listed = ({ diagnostics }: typeof one) =>
        diagnostics.map(({ code, nodeId, message }) => `${code} ${nodeId} ${message}`).sort();
      expect(listed(two)).toEqual(listed(one));
    }),
    { numRuns: 200 },
  );
});

test("the order of the node list never changes the connections", () => {
  const pairs = goodWorkflow.chain((workflow) => fc.tuple(fc.constant(workflow), shuffled(workflow)));
  fc.assert(
    fc.property(pairs, (both) => {
      const [one, two] = both.map((each) => compile(each).closure?.primary?.connections);
      if (!one || !two) throw new Error("a good workflow was refused");
      expect(toBinary(ConnectionSetSchema, two)).toEqual(toBinary(ConnectionSetSchema, one));
    }),
  );
});

test("a closure compiles to itself once start-node and end-node are taken out", () => {
  fc.assert(
    fc.property(goodWorkflow, anyMode, (workflow, mode) => {
      const { closure } = compile(workflow, { mode });
      const template = closure?.primary?.template;
      if (!closure || !template) throw new Error("a good workflow was refused");
      const again = compile({ ...template, nodes: template.nodes.slice(2) }, { mode, tasks: closure.tasks }).closure;
      expect(again && toBinary(CompiledWorkflowClosureSchema, again)).toEqual(
        toBinary(CompiledWorkflowClosureSchema, closure),
      );
    }),
  );
});

test("every finding's path exists in what was compiled, and nothing compiled is changed", () => {
  fc.assert(
    fc.property(anyWorkflow, anyWorkflow, anyMode, (workflow, inner, mode) => {
      const sub: WorkflowTemplate = { ...inner, id: { ...(inner.id ?? fail()), name: "sub" } };
      const template = { ...workflow, nodes: [...workflow.nodes, inline("u", "sub", { n: int(1) })] };
      const spec: WorkflowSpec = create(WorkflowSpecSchema, { template, subWorkflows: [sub] });
      const before = toBinary(WorkflowSpecSchema, spec);
      const json = toJson(WorkflowSpecSchema, spec);
      for (const { path, hints, related, message } of compile(template, { subWorkflows: [sub], mode }).diagnostics) {
        for (const each of [path, ...related.map((other) => other.path)])
          expect(resolves(each, json), `${message}: ${each.join(".")}`).toBe(true);
        for (const { edit } of hints) if (edit && "path" in edit) expect(resolves(edit.path, json)).toBe(true);
      }
      expect(toBinary(WorkflowSpecSchema, spec)).toEqual(before);
    }),
    { numRuns: 200 },
  );
});

test("there is a closure exactly if there is no error, and the compat text counts lines", () => {
  fc.assert(
    fc.property(anyWorkflow, anyMode, (workflow, mode) => {
      const { closure, diagnostics } = compile(workflow, { mode });
      expect(closure === undefined).toBe(hasErrors(diagnostics));
      const [head = "", ...lines] = formatCompat(diagnostics).trimEnd().split("\n");
      expect(head).toBe(`Collected Errors: ${lines.length}`);
    }),
  );
});

test("what strict mode accepts, upstream's mode accepts", () => {
  fc.assert(
    fc.property(anyWorkflow, (workflow) => {
      if (compile(workflow, { mode: "strict" }).closure) expect(compile(workflow).closure).toBeDefined();
    }),
  );
});

/** Fields the compiler does not look into: left out, so that what it reads is filled the more. */
const unread = new Set([
  "overrides", "metadata", "description", "metadataDefaults", "annotation", "artifactPartialId", "artifactTag",
  "securityContext", "extendedResources",
]); // biome-ignore format: a list

/** Random JSON for a message: any field may be there, with values of its kind, to some depth. */
function randomJson(schema: DescMessage, depth: number, dice: () => number): JsonValue {
  const pick = <T>(...values: readonly [T, ...T[]]): T => values[Math.floor(dice() * values.length)] ?? values[0];
  if (schema.typeName === "google.protobuf.Struct") return pick<JsonValue>({}, { type: "object" }, { properties: [] });
  if (schema.typeName === "google.protobuf.Duration") return "3s";
  if (schema.typeName === "google.protobuf.Timestamp") return "2020-01-01T00:00:00Z";
  if (schema.typeName === "google.protobuf.BoolValue") return dice() < 0.5;
  if (depth <= 0 || schema.typeName.startsWith("google.protobuf.")) return {};
  const one = (field: DescField): JsonValue => {
    if (field.message) return randomJson(field.message, depth - 1, dice);
    if (field.enum) return Math.floor(dice() * field.enum.values.length);
    if (field.scalar === ScalarType.STRING) return pick("", "a", "b", "start-node", "x");
    if (field.scalar === ScalarType.BOOL) return dice() < 0.5;
    return field.scalar === ScalarType.BYTES ? "AA==" : Math.floor(dice() * 3);
  };
  const chosen = new Map(schema.oneofs.map((oneof) => [oneof, pick(undefined, ...oneof.fields)]));
  const json: Record<string, JsonValue> = {};
  for (const field of schema.fields) {
    if (unread.has(field.jsonName) || dice() < 0.25 || (field.oneof && chosen.get(field.oneof) !== field)) continue;
    if (field.fieldKind === "list")
      json[field.jsonName] = Array.from({ length: Math.floor(dice() * 4) }, () => one(field));
    else if (field.fieldKind === "map")
      json[field.jsonName] = dice() < 0.5 ? { a: one(field) } : { a: one(field), x: one(field) };
    else json[field.jsonName] = one(field);
  }
  return json;
}

/** Made from a seed without arbitraries: these messages are too large for fast-check to build and shrink. */
function any<Desc extends DescMessage>(schema: Desc, depth: number): fc.Arbitrary<MessageShape<Desc>> {
  return fc.nat().map((seed) => {
    let state = seed;
    const dice = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    return fromJson(schema, randomJson(schema, depth, dice));
  });
}

test("no workflow and no task makes the compiler throw, and their findings' paths exist", () => {
  fc.assert(
    fc.property(any(WorkflowSpecSchema, 9), anyMode, (spec, mode) => {
      const { template: primary, subWorkflows } = spec;
      if (!primary) return;
      getRequirements(primary, subWorkflows);
      const { diagnostics } = compileWorkflow({ primary, subWorkflows, tasks, launchPlans: [] }, { mode });
      const json = toJson(WorkflowSpecSchema, spec);
      for (const { path, message } of diagnostics)
        expect(resolves(path, json), `${message}: ${path.join(".")}`).toBe(true);
      formatCompat(diagnostics);
    }),
    { numRuns: 500, endOnFailure: true },
  );
  fc.assert(
    fc.property(any(TaskTemplateSchema, 5), (template) => {
      const json: JsonValue = { template: toJson(TaskTemplateSchema, template) };
      for (const { path } of compileTask(template).diagnostics) expect(resolves(path, json)).toBe(true);
    }),
    { numRuns: 500, endOnFailure: true },
  );
});

test("a hundred layers of a hundred nodes compile", () => {
  const layers = 100;
  const nodes = Array.from({ length: layers * layers }, (_, index) => {
    const [layer, place] = [Math.floor(index / layers), index % layers];
    const above = (offset: number) => `n${(layer - 1) * layers + ((place + offset) % layers)}.o`;
    return run(`n${index}`, "pair", layer === 0 ? { a: "inputs.n", b: int(1) } : { a: above(0), b: above(7) });
  });
  expect(compile(aWorkflow(nodes, { inputs: { n: "int" } })).diagnostics).toEqual([]);
});

test("a chain of ten thousand nodes compiles, and so does the loop made of it", () => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    run(`n${index}`, "inc", { x: index === 0 ? int(0) : `n${index - 1}.o` }),
  );
  expect(compile(aWorkflow(chain)).diagnostics).toEqual([]);
  const loop = [run("n0", "inc", { x: "n9999.o" }), ...chain.slice(1)];
  expect(compile(aWorkflow(loop)).diagnostics).toMatchObject([{ code: "CycleDetected" }]);
});

function fail(): never {
  throw new Error("a sample has no id");
}
