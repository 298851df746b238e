import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type TaskMetadataSchema, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { NodeMetadataSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { expect, test } from "vitest";
import { cacheOf } from "./cache-plan.ts";

type Task = Pick<
  MessageInitShape<typeof TaskMetadataSchema>,
  "discoverable" | "discoveryVersion" | "cacheSerializable"
>;
type Node = Pick<
  MessageInitShape<typeof NodeMetadataSchema>,
  "cacheableValue" | "cacheVersionValue" | "cacheSerializableValue"
>;

const planOf = (metadata: Task, node: Node = {}, outputs = ["o"]) =>
  cacheOf(
    create(TaskTemplateSchema, {
      metadata,
      interface: { outputs: { variables: Object.fromEntries(outputs.map((name) => [name, {}])) } },
    }),
    create(NodeMetadataSchema, node),
  );

const cached: Task = { discoverable: true, discoveryVersion: "1" };

test.each<[string, ReturnType<typeof planOf>, ReturnType<typeof planOf>]>([
  ["a task that is not cached", planOf({}), undefined],
  ["one that is", planOf(cached), { version: "1", isSerializable: false }],
  ["one without outputs", planOf(cached, {}, []), undefined],
  ["serialized", planOf({ ...cached, cacheSerializable: true }), { version: "1", isSerializable: true }],
  ["not at this node", planOf(cached, { cacheableValue: { case: "cacheable", value: false } }), undefined],
  [
    "at this node only",
    planOf(
      {},
      { cacheableValue: { case: "cacheable", value: true }, cacheVersionValue: { case: "cacheVersion", value: "n" } },
    ),
    { version: "n", isSerializable: false },
  ],
  [
    "with the node's version and way",
    planOf(cached, {
      cacheVersionValue: { case: "cacheVersion", value: "n" },
      cacheSerializableValue: { case: "cacheSerializable", value: true },
    }),
    { version: "n", isSerializable: true },
  ],
])("§8 %s", (_, plan, expected) => {
  expect(plan).toEqual(expected);
});
