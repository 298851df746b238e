import { create, toBinary } from "@bufbuild/protobuf";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { nothingRegistered, type Registered, workflowFromClosure } from "./authoring/registered.ts";
import { brief, partOf, readText, specJson, target } from "./authoring/testdata/read-text.ts";
import { LaunchPlanSchema } from "./gen/flyteidl/admin/launch_plan_pb.js";
import { TaskSpecSchema } from "./gen/flyteidl/admin/task_pb.js";
import { WorkflowSpecSchema } from "./gen/flyteidl/admin/workflow_pb.js";
import { CompiledWorkflowClosureSchema } from "./gen/flyteidl/core/compiler_pb.js";
import { IdentifierSchema, ResourceType } from "./gen/flyteidl/core/identifier_pb.js";
import { ParameterMapSchema, VariableMapSchema } from "./gen/flyteidl/core/interface_pb.js";
import { TaskTemplateSchema } from "./gen/flyteidl/core/tasks_pb.js";
import { type GivenFile, readSpecs } from "./specs.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (name: string, content: string | Uint8Array): GivenFile => ({
  name,
  content: typeof content === "string" ? bytes(content) : content,
});
const read = (...files: GivenFile[]) => readSpecs(files, target, nothingRegistered);
const names = (result: ReturnType<typeof read>) =>
  result.entities.map((each) => `${each.kind} ${each.id.name}:${each.id.version}`);

const open = {
  project: "{{ registration.project }}",
  domain: "{{registration.domain}}",
  version: "{{ registration.version }}",
};
const taskPb = toBinary(
  TaskSpecSchema,
  create(TaskSpecSchema, {
    template: {
      id: { resourceType: ResourceType.TASK, name: "t", ...open },
      type: "python-task",
      interface: {},
      metadata: {},
    },
  }),
);
const workflowPb = toBinary(
  WorkflowSpecSchema,
  create(WorkflowSpecSchema, {
    template: {
      id: { resourceType: ResourceType.WORKFLOW, name: "w", ...open },
      interface: {},
      nodes: [
        {
          id: "n0",
          target: {
            case: "taskNode",
            value: {
              reference: { case: "referenceId", value: { resourceType: ResourceType.TASK, name: "t", ...open } },
            },
          },
        },
      ],
    },
  }),
);
const planPb = toBinary(
  LaunchPlanSchema,
  create(LaunchPlanSchema, {
    id: { resourceType: ResourceType.LAUNCH_PLAN, name: "w", ...open },
    spec: { workflowId: { resourceType: ResourceType.WORKFLOW, name: "w", ...open } },
  }),
);

test("a flyte package is registered in dependency order, with its templates filled in", () => {
  const archive = zipSync({
    "0_w_3.pb": planPb,
    "1_w_2.pb": workflowPb,
    "2_t_1.pb": taskPb,
    "README.md": bytes("# hello"),
  });
  const result = readSpecs([file("flyte.zip", archive)], { ...target, version: "v7" }, nothingRegistered);
  expect(result.diagnostics.map((each) => [each.severity, each.code, each.file])).toEqual([
    ["info", "IgnoredFile", "flyte.zip/README.md"],
  ]);
  expect(names(result)).toEqual(["task t:v7", "workflow w:v7", "launchPlan w:v7"]);
  const reference = partOf(
    specJson(result.entities, "workflow", "w"),
    "template",
    "nodes",
    0,
    "taskNode",
    "referenceId",
  );
  expect(reference).toEqual({
    resourceType: "TASK",
    project: "flytesnacks",
    domain: "development",
    name: "t",
    version: "v7",
  });
  expect(result.files.map((each) => [each.name, each.archive, each.format, each.entities])).toEqual([
    ["flyte.zip", undefined, "archive", 0],
    ["flyte.zip/0_w_3.pb", "flyte.zip", "protobuf", 1],
    ["flyte.zip/1_w_2.pb", "flyte.zip", "protobuf", 1],
    ["flyte.zip/2_t_1.pb", "flyte.zip", "protobuf", 1],
    ["flyte.zip/README.md", "flyte.zip", "unknown", 0],
  ]);
});

test("specs without a version get one by their content, the same each time", () => {
  const [first, second] = [
    read(file("t.pb", taskPb), file("w.pb", workflowPb)),
    read(file("w.pb", workflowPb), file("t.pb", taskPb)),
  ];
  expect(first.entities[0]?.id.version).toMatch(/^[0-9a-f]{16}$/);
  expect(names(second).sort()).toEqual(names(first).sort());
});

test("a binary spec has no range; its name says where it came from", () => {
  const [entity] = read(file("t.pb", taskPb)).entities;
  expect([entity?.file, entity?.range, entity?.rangeOf(["template"])]).toEqual(["t.pb", undefined, undefined]);
});

test.each([
  ["an empty file", file("a.yaml", ""), '"a.yaml" is empty'],
  [
    "a file that is too large",
    file("a.bin", new Uint8Array(64 * 1024 * 1024 + 1)),
    '"a.bin" has 65 MiB; at most 64 MiB are read. Split it into several files',
  ],
  ["a truncated spec", file("w.pb", workflowPb.slice(0, -8)), /truncated protobuf.*Make or upload it again/],
  [
    "something else",
    file("a.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3)),
    /is neither text nor an archive/,
  ],
  ["an empty archive", file("a.zip", zipSync({})), /holds no files/],
  ["a cut archive", file("a.zip", zipSync({ "a.yaml": bytes("tasks: {}") }).slice(0, -30)), /./],
])("%s is rejected as a whole, in a sentence and as an error", (_what, given, sentence) => {
  const { files, entities, diagnostics } = read(given);
  const [rejected] = files.flatMap((each) => each.rejected ?? []);
  if (typeof sentence === "string") expect(rejected).toBe(sentence);
  else expect(rejected).toMatch(sentence);
  expect(entities).toEqual([]);
  expect(diagnostics.map((each) => [each.severity, each.code, each.message])).toEqual([
    ["error", "RejectedFile", rejected],
  ]);
});

test("a member that leads out of its archive is rejected by name, and is an error", () => {
  const result = read(
    file("a.zip", zipSync({ "../evil.yaml": bytes("tasks: {}"), "good.yaml": bytes("tasks: { t: { image: b } }") })),
  );
  expect(result.files.find((each) => each.rejected)?.name).toContain("evil.yaml");
  expect(result.diagnostics.map((each) => each.code)).toEqual(["RejectedFile"]);
});

test("files given together refer to each other, in any order and form", () => {
  const result = read(
    file("flows.yaml", "workflows:\n  top: { nodes: { a: { workflow: low }, b: { task: t }, c: { task: shared } } }\n"),
    file("t.pb", taskPb),
    file("low.yaml", "version: v2\nworkflows:\n  low: { nodes: { a: { task: shared } } }\n"),
    file("tasks.yaml", "tasks:\n  shared: { image: b }\n"),
  );
  expect(result.diagnostics).toEqual([]);
  expect(result.entities.map((each) => `${each.kind} ${each.id.name}`)).toEqual([
    "task t",
    "task shared",
    "workflow low",
    "launchPlan low",
    "workflow top",
    "launchPlan top",
  ]);
});

test("a version by content changes with what is said and with what it refers to, and with nothing else", () => {
  const version = (text: string, ...others: GivenFile[]) =>
    read(file("w.yaml", text), ...others).entities.find((each) => each.id.name === "w")?.id.version;
  const text = "workflows:\n  w: { nodes: { a: { task: t } } }\n";
  const shared = (image: string) => file("t.yaml", `tasks: { t: { image: ${image} } }`);
  const base = version(text, shared("b"));
  expect(base).toMatch(/^[0-9a-f]{16}$/);
  expect(version(`# a comment\n${text.replace("task: t", 'task:   "t"')}`, shared("b"))).toBe(base);
  expect(version(text, shared("b"), file("z.yaml", "tasks: { z: { image: b } }"))).toBe(base);
  expect(version(text, shared("c"))).not.toBe(base);
  expect(version(text.replace("a:", "b:"), shared("b"))).not.toBe(base);
});

test("the target's version stands before the file's, the file's before the hash", () => {
  const text = "version: 1.10\ntasks: { t: { image: b } }\n";
  expect(readText(text).entities[0]?.id.version).toBe("1.10");
  expect(readText(text, { target: { ...target, version: "v9" } }).entities[0]?.id.version).toBe("v9");
});

test("the same entity twice is an error, unless it says the same", () => {
  const [one, other] = [
    file("a.yaml", "version: v1\ntasks: { t: { image: b } }"),
    file("b.yaml", "version: v1\ntasks: { t: { image: c } }"),
  ];
  const clash = read(one, other);
  expect(clash.diagnostics.map((each) => [each.severity, each.file, each.message])).toEqual([
    [
      "error",
      "b.yaml",
      "The task flytesnacks:development:t:v1 is defined in a.yaml and in b.yaml, with different content",
    ],
  ]);
  const same = read(one, { ...one, name: "copy.yaml" });
  expect(same.diagnostics.map((each) => [each.severity, each.code])).toEqual([["info", "DuplicateId"]]);
  expect(names(same)).toEqual(["task t:v1"]);
});

test("canonical documents have places for their errors and for later findings", () => {
  const text = "kind: TaskSpec\nid: { name: t, version: v1 }\ntemplate:\n  type: x\n  container:\n    imag: b\n";
  expect(readText(text).diagnostics.map(brief)).toEqual([expect.stringMatching(/^UnknownKey 6:5 /)]);
  const good = text.replace("imag:", "image:");
  const { entities, diagnostics, files } = readText(good);
  expect([diagnostics, files[0]?.format]).toEqual([[], "canonical"]);
  expect(entities[0]?.id).toMatchObject({ project: "flytesnacks", domain: "development", name: "t", version: "v1" });
  expect(entities[0]?.rangeOf(["template", "container", "image"])?.start).toEqual({ line: 6, col: 12 });
  expect(entities[0]?.rangeOf(["template", "container", "resources", "limits", 0])?.start).toEqual({ line: 5, col: 3 });
});

const id = (resourceType: ResourceType, name: string, version: string) => ({
  resourceType,
  project: "flytesnacks",
  domain: "development",
  name,
  version,
});
const registered: Registered = {
  findTask: ({ name, version = "v3" }) =>
    name === "old"
      ? create(TaskTemplateSchema, {
          id: id(ResourceType.TASK, name, version),
          interface: { inputs: { variables: { x: { type: { type: { case: "simple", value: 1 } } } } } },
        })
      : undefined,
  findWorkflow: ({ name, version = "v3" }) =>
    name === "flow"
      ? workflowFromClosure(
          create(CompiledWorkflowClosureSchema, {
            primary: {
              template: {
                id: id(ResourceType.WORKFLOW, name, version),
                interface: {},
                nodes: [{ id: "start-node" }, { id: "end-node" }, { id: "n0" }],
              },
            },
          }),
        )
      : undefined,
  findLaunchPlan: ({ name, version = "v3" }) =>
    name === "plan"
      ? {
          id: create(IdentifierSchema, id(ResourceType.LAUNCH_PLAN, name, version)),
          expectedInputs: create(ParameterMapSchema),
          expectedOutputs: create(VariableMapSchema),
        }
      : undefined,
  listNames: () => ["old", "flow", "plan"],
};

test("names that no file defines are those of registered entities, the newest or an exact version", () => {
  const { entities, diagnostics } = readText(
    "workflows:\n  w:\n    nodes:\n      a: { task: old, with: { x: 1 } }\n      b: { task: { name: old, version: v1 }, with: { x: 2 } }\n      c: { workflow: flow }\n      d: { launchPlan: plan }\n      e: { map: old, over: { x: [1, 2] } }\nlaunchPlans:\n  mine: { workflow: flow }\n",
    { registered },
  );
  expect(diagnostics).toEqual([]);
  const spec = specJson(entities, "workflow", "w");
  const version = (index: number, ...path: string[]) => partOf(spec, "template", "nodes", index, ...path, "version");
  expect(version(0, "taskNode", "referenceId")).toBe("v3");
  expect(version(1, "taskNode", "referenceId")).toBe("v1");
  expect(version(2, "workflowNode", "subWorkflowRef")).toBe("v3");
  expect(version(3, "workflowNode", "launchplanRef")).toBe("v3");
  // the ends that compiling adds are not compiled again
  expect(partOf(spec, "subWorkflows", 0, "nodes")).toEqual([{ id: "n0" }]);
  expect(entities.filter((each) => each.kind === "task").map((each) => each.id.name)).toEqual(["map_old"]);
});

test("a misspelt name is told the registered ones too", () => {
  const { diagnostics } = readText("workflows:\n  w: { nodes: { a: { task: odl } } }\n", { registered });
  expect(diagnostics[0]?.hints[0]?.text).toBe('Did you mean "old"?');
});

test("files of the same name are told apart, in what is said of them and in what comes from them", () => {
  const task = (name: string) => `tasks:\n  ${name}: { image: b }\n`;
  const result = read(
    file("dir/a.yaml", task("one")),
    file("dir/a.yaml (2)", "README"),
    file("dir/a.yaml", `\n\n${task("two")}  wrong: 5\n`),
  );
  expect(result.files.map(({ name, entities }) => [name, entities])).toEqual([
    ["dir/a.yaml", 1],
    ["dir/a.yaml (2)", 0],
    ["dir/a.yaml (3)", 1],
  ]);
  expect(result.entities.map(({ id, file: from }) => [id.name, from])).toEqual([
    ["one", "dir/a.yaml"],
    ["two", "dir/a.yaml (3)"],
  ]);
  expect(result.diagnostics.map((each) => [each.file, each.range?.start.line])).toEqual([
    ["dir/a.yaml (2)", undefined],
    ["dir/a.yaml (3)", 5],
  ]);
});

test("archives of the same name, and the suffix that says what a binary spec is, keep their sense", () => {
  const result = read(file("a.zip", zipSync({ "0_t_1.pb": taskPb })), file("a.zip", zipSync({ "0_w_3.pb": planPb })));
  expect(result.files.map(({ name, archive }) => [name, archive])).toEqual([
    ["a.zip", undefined],
    ["a.zip/0_t_1.pb", "a.zip"],
    ["a.zip (2)", undefined],
    ["a.zip (2)/0_w_3.pb", "a.zip (2)"],
  ]);
  expect(read(file("t_1.pb", taskPb), file("t_1.pb", taskPb)).files.map((each) => each.format)).toEqual([
    "protobuf",
    "protobuf",
  ]);
});
