import { create } from "@bufbuild/protobuf";
import { TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { topicKey } from "./topic-key.ts";

const execution = (name: string) => ({ project: "flytesnacks", domain: "development", name });
const scope = { project: "p", domain: "d" };

it.each([
  [{ case: "execution", value: execution("f1") }, "execution/flytesnacks/development/f1"],
  [{ case: "executions", value: scope }, "executions/p/d"],
  [{ case: "entities", value: scope }, "entities/p/d"],
  [
    { case: "log", value: { execution: execution("f1"), nodeId: "n0", attempt: 2 } },
    "log/flytesnacks/development/f1/n0/2",
  ],
  [{ case: "runner", value: {} }, "runner"],
  [{ case: undefined }, ""],
] as const)("a topic %j is known by %s", (kind, key) => {
  expect(topicKey(create(TopicSchema, { kind }))).toBe(key);
});

it("does not mix up names that hold the separator", () => {
  const key = (project: string, domain: string) =>
    topicKey(create(TopicSchema, { kind: { case: "executions", value: { project, domain } } }));
  expect(key("a/b", "c")).not.toBe(key("a", "b/c"));
});
