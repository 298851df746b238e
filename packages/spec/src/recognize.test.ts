import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { gzipSync, zipSync } from "fflate";
import { describe, expect, it, test } from "vitest";
import { LaunchPlanSchema, LaunchPlanSpecSchema } from "./gen/flyteidl/admin/launch_plan_pb.js";
import { TaskSpecSchema } from "./gen/flyteidl/admin/task_pb.js";
import { WorkflowSpecSchema } from "./gen/flyteidl/admin/workflow_pb.js";
import { ResourceType } from "./gen/flyteidl/core/identifier_pb.js";
import { TaskTemplateSchema } from "./gen/flyteidl/core/tasks_pb.js";
import { WorkflowTemplateSchema } from "./gen/flyteidl/core/workflow_pb.js";
import { formatIdentifier } from "./identifier.ts";
import { recognize } from "./recognize.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const id = (resourceType: ResourceType, name = "app.word_count") => ({
  resourceType,
  project: "flytesnacks",
  domain: "development",
  name,
  version: "v1",
});

const int = { type: { case: "simple", value: 1 } } as const;
const taskTemplate: MessageInitShape<typeof TaskTemplateSchema> = {
  id: id(ResourceType.TASK, "app.split"),
  type: "raw-container",
  metadata: { runtime: { type: 1, version: "1.16.0", flavor: "python" }, retries: { retries: 2 } },
  interface: { inputs: { variables: { n: { type: int, description: "how many" } } } },
  target: { case: "container", value: { image: "busybox:1.36", command: ["sh", "-c"], args: ["echo hello"] } },
};
const workflowTemplate: MessageInitShape<typeof WorkflowTemplateSchema> = {
  id: id(ResourceType.WORKFLOW),
  interface: { inputs: { variables: { n: { type: int } } } },
  nodes: [
    {
      id: "n0",
      target: {
        case: "taskNode",
        value: { reference: { case: "referenceId", value: id(ResourceType.TASK, "app.split") } },
      },
      inputs: [{ var: "n", binding: { value: { case: "promise", value: { var: "n" } } } }],
    },
  ],
};
const launchPlanSpec: MessageInitShape<typeof LaunchPlanSpecSchema> = {
  workflowId: id(ResourceType.WORKFLOW),
  defaultInputs: { parameters: { n: { var: { type: int }, behavior: { case: "required", value: true } } } },
};

const taskBytes = toBinary(TaskSpecSchema, create(TaskSpecSchema, { template: taskTemplate }));
const workflowBytes = toBinary(WorkflowSpecSchema, create(WorkflowSpecSchema, { template: workflowTemplate }));
const launchPlanBytes = toBinary(
  LaunchPlanSchema,
  create(LaunchPlanSchema, { id: id(ResourceType.LAUNCH_PLAN), spec: launchPlanSpec }),
);

const specs = [
  ["task", taskBytes, "flytesnacks:development:app.split:v1"],
  ["workflow", workflowBytes, "flytesnacks:development:app.word_count:v1"],
  ["launchPlan", launchPlanBytes, "flytesnacks:development:app.word_count:v1"],
] as const;

describe("specs in binary form", () => {
  it.each(specs)("a %s is known by its content, under any name", (kind, bytes, name) => {
    for (const file of ["", "x.bin", "0_app_1.pb", "0_app_2.pb", "0_app_3.pb", "notes.yaml"]) {
      const found = recognize(bytes, file);
      expect(found.kind === "spec" && [found.entity.kind, formatIdentifier(found.entity.id)]).toEqual([kind, name]);
    }
  });

  it("a task alone, as small as it can be, is not taken for text", () => {
    const small = toBinary(
      TaskSpecSchema,
      create(TaskSpecSchema, { template: { id: { resourceType: 1, name: "t" } } }),
    );
    expect(recognize(small)).toMatchObject({ kind: "spec", entity: { kind: "task" } });
  });

  it.each(specs)("a %s cut off anywhere is never taken for a whole one", (_, bytes) => {
    for (let length = 1; length < bytes.length; length++) {
      const found = recognize(bytes.subarray(0, length), "a_1.pb");
      // The first bytes alone may be anything, even a line of text.
      if (length > 2) expect(found.kind, `${length} of ${bytes.length}`).toBe("unknown");
    }
  });

  it("says whose truncated protobuf it is, and what is missing", () => {
    const found = recognize(workflowBytes.subarray(0, workflowBytes.length - 20), "wf.pb");
    expect(found).toEqual({
      kind: "unknown",
      message:
        '"wf.pb" is truncated protobuf of workflow flytesnacks:development:app.word_count:v1: at least 20 bytes are missing at its end. Make or upload it again',
    });
    const plan = recognize(launchPlanBytes.subarray(0, launchPlanBytes.length - 5));
    expect(plan).toMatchObject({ message: expect.stringContaining("protobuf of launch plan") });
  });

  it.each([
    [
      "LaunchPlanSpec",
      toBinary(LaunchPlanSpecSchema, create(LaunchPlanSpecSchema, launchPlanSpec)),
      "has no id of its own",
    ],
    [
      "TaskTemplate",
      toBinary(TaskTemplateSchema, create(TaskTemplateSchema, taskTemplate)),
      "give the TaskSpec around it",
    ],
    [
      "WorkflowTemplate",
      toBinary(WorkflowTemplateSchema, create(WorkflowTemplateSchema, workflowTemplate)),
      "give the WorkflowSpec around it",
    ],
  ])("a bare %s is named, with the remedy", (name, bytes, words) => {
    const found = recognize(bytes);
    expect(found).toMatchObject({ kind: "unknown", message: expect.stringContaining(name) });
    expect(found).toMatchObject({ message: expect.stringContaining(words) });
  });

  it("a spec with fields we do not know is not silently cut down to those we know", () => {
    const newer = Uint8Array.from([...taskBytes, 0xfa, 0x3e, 2, 65, 66]); // field 1007
    expect(recognize(newer)).toMatchObject({
      kind: "unknown",
      message: expect.stringContaining("fields this program does not know"),
    });
  });
});

describe("archives and text", () => {
  it.each([
    ["tar.gz", gzipSync(encode("x"))],
    ["zip", zipSync({ a: encode("x") })],
  ])("%s is known by its first bytes, whatever it is called", (format, bytes) => {
    expect(recognize(bytes, "x.yaml")).toEqual({ kind: "archive", format });
  });

  it.each([
    ["tasks:\n  a: 1\n", "yaml"],
    ['  {"kind": "TaskSpec"}', "json"],
    ["[1]", "json"],
    ["größe: 😀\r\n\ttab", "yaml"],
    [" \n", "yaml"],
  ])("%j is text, probably %s", (text, language) => {
    expect(recognize(encode(text), "x_1.pb")).toEqual({ kind: "text", language, text });
  });

  it("leaves out byte order marks and reads UTF-16", () => {
    const utf16 = Uint8Array.from([0xff, 0xfe, ...Buffer.from("tasks: {}", "utf16le")]);
    expect(recognize(utf16)).toEqual({ kind: "text", language: "yaml", text: "tasks: {}" });
    expect(recognize(Uint8Array.from([0xef, 0xbb, 0xbf, ...encode("{}")]))).toMatchObject({
      language: "json",
      text: "{}",
    });
  });
});

describe("anything else", () => {
  it.each([
    ["", "The file is empty"],
    ["photo.png", '"photo.png" is neither text nor an archive nor the protobuf'],
  ])("%j gets words", (name, words) => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
    const found = recognize(name === "" ? new Uint8Array() : png, name);
    expect(found).toMatchObject({ kind: "unknown", message: expect.stringContaining(words) });
  });

  test("no bytes make it throw, and random ones are no spec", () => {
    const damage = fc.tuple(fc.constantFrom(taskBytes, workflowBytes, launchPlanBytes), fc.nat(), fc.nat(255));
    const damaged = damage.map(([bytes, at, byte]) => bytes.with(at % bytes.length, byte));
    fc.assert(
      fc.property(damaged, (bytes) => void recognize(bytes)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(recognize(bytes).kind).not.toBe("spec");
      }),
    );
  });
});
