/** What the concise form has no words for is written in canonical form, after a line that says what. */
import { clone, create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { AnnotationsSchema } from "../../gen/flyteidl/admin/common_pb.js";
import type { LaunchPlanSpec } from "../../gen/flyteidl/admin/launch_plan_pb.js";
import { IdentifierSchema } from "../../gen/flyteidl/core/identifier_pb.js";
import { ParameterSchema } from "../../gen/flyteidl/core/interface_pb.js";
import { KeyValuePairSchema } from "../../gen/flyteidl/core/literals_pb.js";
import { SqlSchema, type TaskTemplate } from "../../gen/flyteidl/core/tasks_pb.js";
import { TypeAnnotationSchema } from "../../gen/flyteidl/core/types_pb.js";
import type { Node, WorkflowTemplate } from "../../gen/flyteidl/core/workflow_pb.js";
import type { SpecEntity } from "../../spec-entity.ts";
import { contentOf } from "../testdata/lifted.ts";
import { readText, target } from "../testdata/read-text.ts";
import { lift } from "./lift.ts";

const text = `version: v1
tasks:
  t: { image: b, inputs: { x: string }, outputs: { y: int }, script: run, env: { A: b } }
workflows:
  w:
    inputs: { s: { type: string, default: d } }
    nodes:
      a: { task: t, with: { x: "\${inputs.s}" } }
      b: { sleep: 1s, name: n }
      c:
        switch: [{ when: "\${a.y} > 1", then: { task: t, with: { x: q } } }]
        else: { fail: none }
      d: { map: t, over: { x: [p, q] } }
    outputs: { y: "\${a.y}" }
launchPlans:
  l: { workflow: w, schedule: { cron: "@daily" }, notify: [{ on: [failed], email: [a@b.c] }], labels: { a: b } }
`;

/** The entities of `text` after a change, lifted: the law, and the notes. */
function liftChanged(change: (entities: readonly SpecEntity[]) => void): readonly string[] {
  const { entities } = readText(text);
  change(entities);
  const { text: lifted, notes } = lift(entities, { target });
  const again = readText(lifted);
  expect(again.diagnostics).toEqual([]);
  expect(contentOf(again.entities)).toMatchObject(contentOf(entities));
  for (const note of notes) expect(lifted).toContain(`# ${note}\n`);
  return notes;
}

test("the text itself has words for everything", () => {
  expect(liftChanged(() => {})).toEqual([]);
});

function taskOf(entities: readonly SpecEntity[]): TaskTemplate {
  const task = entities.find((each) => each.kind === "task" && each.id.name === "t");
  if (task?.kind !== "task" || !task.spec.template) throw new Error("no task");
  return task.spec.template;
}

test.each<[what: string, change: (task: TaskTemplate) => void, note: string]>([
  ["tags", (task) => Object.assign(task.metadata ?? {}, { tags: { a: "b" } }), "template.metadata.tags has no place"],
  [
    "no data loading",
    ({ target: { value } }) => Object.assign(value ?? {}, { dataConfig: undefined }),
    "template.container.dataConfig is not set, and the concise form always sets it",
  ],
  [
    "a variable set twice",
    ({ target: { value } }) =>
      Object.assign(value ?? {}, { env: [0, 1].map(() => create(KeyValuePairSchema, { key: "A", value: "b" })) }),
    "its container sets an environment variable twice",
  ],
  [
    "a version without a cache",
    (task) => Object.assign(task.metadata ?? {}, { discoveryVersion: "1" }),
    "discoveryVersion",
  ],
  [
    "SQL",
    (task) => Object.assign(task, { target: { case: "sql", value: create(SqlSchema, { statement: "s" }) } }),
    "it is an SQL statement",
  ],
  [
    "an annotation",
    (task) => {
      const type = task.interface?.inputs?.variables.x?.type;
      Object.assign(type ?? {}, { annotation: create(TypeAnnotationSchema, { annotations: { a: 1 } }) });
    },
    "the variable x: its type string has an annotation",
  ],
  ["a name with a slash", (task) => Object.assign(task.id ?? {}, { name: "a/b" }), "its name holds more than letters"],
  ["an organisation", (task) => Object.assign(task.id ?? {}, { org: "o" }), "it belongs to the organisation o"],
  ["another project", (task) => Object.assign(task.id ?? {}, { project: "p" }), "it belongs to p/development"],
])("a task with %s", (_what, change, note) => {
  const notes = liftChanged((entities) => change(taskOf(entities)));
  expect(notes.filter((each) => each.includes(note) && each.startsWith("The task"))).toHaveLength(1);
});

function workflowOf(entities: readonly SpecEntity[]): WorkflowTemplate {
  const workflow = entities.find((each) => each.kind === "workflow");
  if (workflow?.kind !== "workflow" || !workflow.spec.template) throw new Error("no workflow");
  return workflow.spec.template;
}

const node = (workflow: WorkflowTemplate, index: number): Node => {
  const found = workflow.nodes[index];
  if (!found) throw new Error(`no node ${index}`);
  return found;
};

test.each<[what: string, change: (workflow: WorkflowTemplate) => void, note: string]>([
  [
    "a node's config",
    (w) => Object.assign(node(w, 1).metadata ?? {}, { config: { a: "b" } }),
    "node b: metadata.config has no place",
  ],
  ["a policy of services", (w) => Object.assign(w.metadata ?? {}, { tags: { a: "b" } }), "template.metadata.tags"],
  ["a node id with dots", (w) => Object.assign(node(w, 1), { id: "b.c" }), '"b.c" cannot be a node\'s id'],
  ["a node twice", (w) => Object.assign(node(w, 1), { id: "a" }), "two of its nodes have the same id"],
  ["a binding twice", ({ nodes: [a] }) => a?.inputs.push(...a.inputs), "node a: it binds x twice"],
  [
    "a branch with an id of its own",
    (w) => nameCase(node(w, 2)),
    'node c: its branch case0 has an id of its own, "n7"',
  ],
  [
    "a task nobody knows",
    (w) => nameTask(node(w, 0)),
    "node a: nothing is known of the task flytesnacks:development:u:v1",
  ],
  [
    "an array of its own",
    (w) => Object.assign(node(w, 3).target.value ?? {}, { dataMode: 0 }),
    "node d: arrayNode.dataMode",
  ],
  [
    "an empty promise",
    ({ outputs: [y] }) => emptyPromise(y?.binding?.value),
    "output y: it refers to the workflow's input y by an empty node id",
  ],
  [
    "a node that is nothing",
    (w) => Object.assign(node(w, 1), { target: { case: undefined } }),
    "node b: it does not say",
  ],
])("a workflow with %s", (_what, change, note) => {
  const notes = liftChanged((entities) => change(workflowOf(entities)));
  expect(notes).toEqual([expect.stringMatching(/^The workflow w is in canonical form: /)]);
  expect(notes[0]).toContain(note);
});

function nameCase({ target: of }: Node): void {
  const child = of.case === "branchNode" ? of.value.ifElse?.case?.thenNode : undefined;
  if (child) child.id = "n7";
}

function nameTask({ target: of }: Node): void {
  if (of.case !== "taskNode" || of.value.reference.case !== "referenceId") throw new Error("no task node");
  const id = clone(IdentifierSchema, of.value.reference.value); // the task's own id is the same object
  id.name = "u";
  of.value.reference = { case: "referenceId", value: id };
}

function emptyPromise(value: { case?: string | undefined; value?: object | undefined } | undefined): void {
  Object.assign(value?.value ?? {}, { nodeId: "" });
}

test.each<[what: string, change: (plan: LaunchPlanSpec) => void, note: string]>([
  ["annotations", (plan) => Object.assign(plan.annotations ?? {}, { values: { a: "b" } }), "spec.annotations.values"],
  ["a role", (plan) => Object.assign(plan, { role: "r" }), "spec.role has no place in the concise form"],
  [
    "an offset",
    ({ entityMetadata }) => Object.assign(entityMetadata?.schedule?.ScheduleExpression.value ?? {}, { offset: "PT1H" }),
    "spec.entityMetadata.schedule.cronSchedule.offset",
  ],
  [
    "an input required again",
    ({ defaultInputs }) => {
      const { var: variable } = defaultInputs?.parameters.s ?? {};
      if (!defaultInputs || !variable) throw new Error("no input s");
      const behavior = { case: "required", value: true } as const;
      defaultInputs.parameters.s = create(ParameterSchema, { var: variable, behavior });
    },
    "input s: it asks for what has a default in the workflow",
  ],
  ["an input fewer", ({ defaultInputs }) => delete defaultInputs?.parameters.s, "input s: it leaves out an input"],
])("a launch plan with %s", (_what, change, note) => {
  const notes = liftChanged((entities) => {
    const plan = entities.find((each) => each.kind === "launchPlan" && each.id.name === "l");
    if (plan?.kind === "launchPlan") change(plan.spec);
  });
  expect(notes).toEqual([expect.stringMatching(/^The launch plan l is in canonical form: /)]);
  expect(notes[0]).toContain(note);
});

test("a default launch plan in canonical form takes its workflow with it", () => {
  const notes = liftChanged((entities) => {
    const plan = entities.find((each) => each.kind === "launchPlan" && each.id.name === "w");
    if (plan?.kind === "launchPlan") plan.spec.annotations = create(AnnotationsSchema, { values: { a: "b" } });
  });
  expect(notes).toEqual([
    "The workflow w is in canonical form: its launch plan of the same name is in canonical form",
    "The launch plan w is in canonical form: spec.annotations.values has no place in the concise form",
  ]);
});

test("a second version of the same thing is in canonical form", () => {
  const { entities } = readText(text);
  const { entities: others } = readText(text.replace("v1", "v2"));
  const tasks = [...entities, ...others].filter((each) => each.kind === "task");
  const { text: lifted, notes } = lift(tasks);
  expect(notes).toHaveLength(2);
  expect(contentOf(readText(lifted).entities)).toEqual(contentOf(tasks));
});

test("what JSON cannot hold is left out, and the text says so", () => {
  const { entities } = readText(text);
  taskOf(entities).custom = { a: Number.NaN };
  const { text: lifted, notes } = lift(entities.filter((each) => each.id.name === "t"));
  expect(notes).toEqual([expect.stringMatching(/^The task t cannot be written as text: /)]);
  expect(lifted).toBe(`# ${notes[0]}\n`);
});

test("what is registered elsewhere is named in full, by its exact version", () => {
  const { entities } = readText(text);
  const task = taskOf(entities);
  const registered = {
    findTask: (name: { name: string }) => (name.name === "t" ? task : undefined),
    findWorkflow: () => undefined,
    findLaunchPlan: () => undefined,
  };
  const rest = entities.filter((each) => each.kind !== "task");
  const { text: lifted, notes } = lift(rest, { registered });
  expect(notes).toEqual([
    "The workflow w is in canonical form: node d: nothing is known of the task flytesnacks:development:map_t:v1, which it uses",
  ]);
  const map = entities.filter((each) => each.id.name === "map_t");
  const whole = lift([...map, ...rest], { registered });
  expect(whole.notes).toEqual([]);
  expect(whole.text).toContain("map: { name: t, version: v1 }");
  expect(contentOf(readText(whole.text, { registered }).entities)).toEqual(contentOf([...map, ...rest]));
  expect(lifted).toContain("kind: WorkflowSpec");
});

test("nothing at all is an empty text", () => {
  expect(lift([])).toEqual({ text: "", notes: [] });
});
