/** Lifting a closure gives a text that compiles to the same closure, byte for byte. */
import { readdirSync, readFileSync } from "node:fs";
import { type LiftOptions, liftClosure } from "@skein/spec/authoring/lift/lift";
import { nothingRegistered, type Registered } from "@skein/spec/authoring/registered";
import { canonicalBytes } from "@skein/spec/digest";
import { type CompiledWorkflowClosure, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { identifierKey } from "@skein/spec/identifier";
import { type ReadEntity, readSpecs } from "@skein/spec/specs";
import { expect, test } from "vitest";
import { compileInputs, flytekitFiles, readFlytekit } from "./testing/flytekit.ts";
import { type CompileInput, compileWorkflow } from "./workflow.ts";

const examples = new URL("../../../examples/", import.meta.url);
const target = { project: "p", domain: "d" };

const readText = (text: string, registered: Registered = nothingRegistered) =>
  readSpecs([{ name: "file.yaml", content: new TextEncoder().encode(text) }], target, registered).entities;

function compile(input: CompileInput): CompiledWorkflowClosure {
  const { closure, diagnostics } = compileWorkflow(input, { mode: "flyte-1.16" });
  if (!closure) throw new Error(diagnostics.map((each) => each.message).join("\n"));
  return closure;
}

/** Lifts the closure of each workflow with the plans of it and of what is inside it; expects the same from the text. */
function expectSameClosures(entities: readonly ReadEntity[], isCompiled: (name: string) => boolean = () => true) {
  const notes: string[] = [];
  for (const { name, input } of compileInputs(entities).filter((each) => isCompiled(each.name))) {
    const closure = compile(input);
    const inside = new Set([closure.primary, ...closure.subWorkflows].map((each) => keyOf(each?.template?.id)));
    const plans = entities.flatMap((each) =>
      each.kind === "launchPlan" && inside.has(keyOf(each.spec.workflowId)) ? [{ id: each.id, spec: each.spec }] : [],
    );
    // What launch plan nodes name is no part of a closure.
    const registered: Registered = {
      ...nothingRegistered,
      findLaunchPlan: ({ name: wanted }) => input.launchPlans.find((each) => each.id.name === wanted),
    };
    const options: LiftOptions = { target, registered };
    const lifted = liftClosure(closure, plans, options);
    const again = compileInputs(readText(lifted.text, registered)).find((each) => each.name === name);
    if (!again) throw new Error(`${name} is not in\n${lifted.text}`);
    // A closure keeps its tasks in the order in which they were given.
    const order = closure.tasks.map((each) => keyOf(each.template?.id));
    const place = (task: CompileInput["tasks"][number]) => order.indexOf(keyOf(task.template?.id));
    const tasks = again.input.tasks.toSorted((left, right) => place(left) - place(right));
    const same = compile({ ...again.input, tasks, launchPlans: input.launchPlans });
    expect(hexOf(same), lifted.text).toBe(hexOf(closure));
    notes.push(...lifted.notes);
  }
  return notes;
}

const keyOf = (id: Parameters<typeof identifierKey>[0] | undefined) => (id ? identifierKey(id) : "");
const hexOf = (closure: CompiledWorkflowClosure) =>
  Buffer.from(canonicalBytes(CompiledWorkflowClosureSchema, closure)).toString("hex");

test.each(readdirSync(examples).filter((name) => name.endsWith(".yaml")))("the workflows of %s", (name) => {
  expect(expectSameClosures(readText(readFileSync(new URL(name, examples), "utf8")))).toEqual([]);
});

test("branches in branches, maps, gates, sub-workflows, launch plans and failure nodes", () => {
  const text = `version: v1
tasks:
  t: { image: b, inputs: { x: int, s: string? }, outputs: { y: int }, script: run }
  clean_up: { image: b, inputs: { err: error? }, script: run }
workflows:
  low:
    inputs: { x: { type: int, default: 2 } }
    nodes: { a: { task: t, with: { x: "\${inputs.x}" } } }
    outputs: { y: "\${a.y}" }
  mid:
    inputs: { x: int }
    nodes: { z: { workflow: low, with: { x: "\${inputs.x}" } } }
    outputs: { y: "\${z.y}" }
  top:
    inputs: { k: int, ks: "list[int]" }
    nodes:
      z: { task: t, with: { x: "\${inputs.k}" } }
      a: { workflow: mid, with: { x: "\${z.y}" }, after: [z] }
      each: { map: t, over: { x: "\${inputs.ks}" }, with: { s: q }, minSuccessRatio: 0.3, after: [z, a] }
      own: { task: t, with: { x: 1 }, env: { A: b } }
      ask: { approve: "Go on?", after: [z, each] }
      choose:
        switch:
          - when: \${z.y} > 1 and (\${a.y} < 2 or \${inputs.k} == 3)
            then: { task: t, with: { x: "\${a.y}" }, after: [own] }
          - when: \${a.y} > 5
            then:
              switch: [{ when: "\${z.y} != 2", then: { workflow: mid, with: { x: "\${own.y}" } } }]
              else: { task: t, with: { x: "\${a.y}" } }
        else: { task: t, with: { x: 3 } }
        after: [ask]
      far: { launchPlan: low, with: { x: "\${choose.y}" } }
      rest: { sleep: 1m, after: [far, ask, choose] }
    outputs: { y: "\${choose.y}", ys: "\${each.y}" }
    onFailure: { task: clean_up, with: { err: "\${error}" } }
`;
  expect(expectSameClosures(readText(text))).toEqual([]);
});

test("what flytekit writes, which has no concise form", () => {
  const { entities } = readFlytekit(flytekitFiles);
  const compiled = (name: string) => {
    const input = compileInputs(entities).find((each) => each.name === name)?.input;
    return input !== undefined && compileWorkflow(input, { mode: "flyte-1.16" }).closure !== undefined;
  };
  expect(expectSameClosures(entities, compiled).length).toBeGreaterThan(0);
}, 60_000);
