import { create } from "@bufbuild/protobuf";
import {
  type Subscription,
  SubscriptionSchema,
  TopicSchema,
  type WatchMessage,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import fc from "fast-check";
import { expect, it } from "vitest";
import { topicKey } from "./topic-key.ts";
import { TopicRegistry } from "./topic-registry.ts";

const topic = (name: string) =>
  create(TopicSchema, { kind: { case: "execution", value: { project: "p", domain: "d", name } } });
const log = create(TopicSchema, { kind: { case: "log", value: { nodeId: "n0", attempt: 0 } } });
const wants = (name: string, since: bigint): Subscription => create(SubscriptionSchema, { topic: topic(name), since });
const message = (name: string, sequence: bigint): WatchMessage =>
  create(WatchMessageSchema, { topic: topic(name), sequence, kind: { case: "execution", value: {} } });
const standing = (registry: TopicRegistry) =>
  registry.subscriptions().map((each) => `${each.topic ? topicKey(each.topic).split("/").at(-1) : ""}@${each.since}`);

it("carries a topic once however many tabs want it, until the last one leaves", () => {
  const registry = new TopicRegistry();
  expect(registry.setTopics("tab1", [wants("a", 5n)])).toBe(true);
  expect(registry.setTopics("tab2", [wants("a", 7n)])).toBe(false);
  expect(standing(registry)).toEqual(["a@5"]);
  expect(registry.removeTab("tab1")).toBe(false);
  expect(registry.removeTab("tab2")).toBe(true);
  expect(standing(registry)).toEqual([]);
});

it("resumes each topic from the last sequence that came for it", () => {
  const registry = new TopicRegistry();
  registry.setTopics("tab", [wants("a", 5n), wants("b", 5n)]);
  registry.receive(message("a", 9n));
  registry.receive(message("a", 8n)); // sent again: going back would be wrong
  expect(standing(registry)).toEqual(["a@9", "b@5"]);
});

it("hands a message to the tabs that asked and to no other", () => {
  const registry = new TopicRegistry();
  registry.setTopics("tab1", [wants("a", 0n)]);
  registry.setTopics("tab2", [wants("a", 0n), wants("b", 0n)]);
  expect([...registry.receive(message("a", 1n))]).toEqual(["tab1", "tab2"]);
  expect([...registry.receive(message("b", 1n))]).toEqual(["tab2"]);
  expect([...registry.receive(message("c", 1n))]).toEqual([]);
});

it("goes back for a tab whose view is older, and does not skip the gap for what was under way", () => {
  const registry = new TopicRegistry();
  registry.setTopics("tab1", [wants("a", 5n)]);
  registry.receive(message("a", 20n));
  expect(registry.setTopics("tab2", [wants("a", 10n)])).toBe(true);
  registry.receive(message("a", 21n));
  expect(standing(registry)).toEqual(["a@10"]);
  registry.settle();
  registry.receive(message("a", 22n));
  expect(standing(registry)).toEqual(["a@22"]);
});

it("leaves a topic alone that the server cannot carry, until a tab asks anew", () => {
  const registry = new TopicRegistry();
  registry.setTopics("tab1", [wants("a", 0n)]);
  const failed = create(WatchMessageSchema, {
    topic: topic("a"),
    kind: { case: "failed", value: { message: "gone" } },
  });
  expect([...registry.receive(failed)]).toEqual(["tab1"]);
  expect(standing(registry)).toEqual([]);
  expect(registry.setTopics("tab1", [wants("a", 0n)])).toBe(false);
  expect(registry.setTopics("tab2", [wants("a", 0n)])).toBe(true);
  expect(standing(registry)).toEqual(["a@0"]);
});

it("counts a log by its lines, not by the store's sequence", () => {
  const registry = new TopicRegistry();
  registry.setTopics("tab", [create(SubscriptionSchema, { topic: log, since: 3n })]);
  registry.receive(
    create(WatchMessageSchema, {
      topic: log,
      sequence: 900n,
      kind: { case: "log", value: { lines: [{ number: 3n }, { number: 4n }], total: 5n } },
    }),
  );
  expect(registry.subscriptions()[0]?.since).toBe(5n);
});

it("carries exactly the union of what the tabs want, whatever they do", () => {
  const names = fc.uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 3 });
  const act = fc.record({ tab: fc.constantFrom("1", "2", "3"), names: fc.option(names) });
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const registry = new TopicRegistry();
      const wanted = new Map<string, readonly string[]>();
      for (const { tab, names } of acts) {
        if (names) {
          wanted.set(tab, names);
          registry.setTopics(
            tab,
            names.map((name) => wants(name, 0n)),
          );
        } else {
          wanted.delete(tab);
          registry.removeTab(tab);
        }
      }
      const carried = registry.subscriptions().map((each) => (each.topic?.kind.value as { name?: string })?.name);
      expect(carried.sort()).toEqual([...new Set([...wanted.values()].flat())].sort());
    }),
  );
});
