import { expect, test } from "vitest";
import { fnv32a, shardOf, taskName, uniqueNodeId } from "./node-id.ts";

// Published test vectors of FNV-1a, 32 bits.
test.each([
  ["", 0x811c9dc5],
  ["a", 0xe40c292c],
  ["foobar", 0xbf9cf968],
])("the hash of %j is the published one", (text, hash) => {
  expect(fnv32a(text)).toBe(hash);
});

test.each([
  [undefined, "n1", "n1"],
  [undefined, "twenty-characters-ab", "twenty-characters-ab"],
  [{ key: "n1", attempt: 0 }, "n0", "n1-0-n0"],
  [{ key: "n0", attempt: 2 }, "start-node", "n0-2-start-node"],
])("inside %j node %s is %s", (parent, id, key) => {
  expect(uniqueNodeId(parent, id)).toBe(key);
});

test("§1.2 a longer id becomes a hash of eight characters", () => {
  // From flyteplugins' encoder_test.go: the hash of 24 x is fuaa3aji.
  expect(uniqueNodeId(undefined, "x".repeat(24))).toBe("fuaa3aji");
  expect(uniqueNodeId({ key: "fuaa3aji", attempt: 0 }, "n0")).toBe("fuaa3aji-0-n0");
});

test("§1.2 a parent with an empty id leaves no separator", () => {
  expect(uniqueNodeId({ key: "", attempt: 0 }, "n0")).toBe("0-n0");
});

test("§1.2 task names may have 50 characters", () => {
  expect(taskName("f1", "n1-0-n0", 1)).toBe("f1-n1-0-n0-1");
  expect(taskName("e".repeat(45), "n0", 0)).toHaveLength(50);
  expect(taskName("e".repeat(46), "n0", 0)).toMatch(/^f[a-z1-6]{7}$/);
});

test("§3.1 shards are two characters and depend on nothing but the name", () => {
  expect(shardOf("f1-n0-0")).toMatch(/^[a-z0-9]{2}$/);
  expect(shardOf("f1-n0-0")).toBe(shardOf("f1-n0-0"));
  expect(new Set(Array.from({ length: 500 }, (_, i) => shardOf(`f1-n${i}-0`))).size).toBeGreaterThan(300);
});
