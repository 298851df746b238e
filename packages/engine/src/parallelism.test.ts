import { expect, test } from "vitest";
import { commandText, failed, startedDrive, succeeded } from "./testing/drive.ts";

const starts = (commands: Parameters<typeof commandText>[0][]) =>
  commands.map(commandText).filter((each) => each.startsWith("startTask"));

test("§1.8 §10.8 no more task nodes are under way than there are places; each end frees one", () => {
  const drive = startedDrive({ nodes: ["a", "b", "c", "d"].map((id) => ({ id })) }, { maxParallelism: 2 });
  expect(starts(drive.commands)).toEqual(["startTask a#0", "startTask b#0"]);
  expect(starts(drive.send(succeeded("b")).commands)).toEqual(["startTask c#0"]);
  expect(starts(drive.send(succeeded("a")).commands)).toEqual(["startTask d#0"]);
});

test("§1.8 0 is unlimited", () => {
  const drive = startedDrive({ nodes: Array.from({ length: 40 }, (_, i) => ({ id: `n${i}` })) });
  expect(starts(drive.commands)).toHaveLength(40);
});

test("§1.8 a retry keeps its place", () => {
  const drive = startedDrive({ nodes: [{ id: "a", retries: 1 }, { id: "b" }] }, { maxParallelism: 1 });
  expect(starts(drive.send(failed("a")).commands)).toEqual(["startTask a#1"]);
  expect(starts(drive.send(succeeded("a", 1)).commands)).toEqual(["startTask b#0"]);
});

test("§1.8 places are the whole execution's, and a sub-workflow node takes none itself", () => {
  const inside = (id: string) => ({ id, inside: { nodes: [{ id: "x" }, { id: "y" }] } });
  const drive = startedDrive({ nodes: [inside("n0"), inside("n1")] }, { maxParallelism: 3 });
  expect(starts(drive.commands)).toEqual(["startTask n0-0-x#0", "startTask n0-0-y#0", "startTask n1-0-x#0"]);
  expect(starts(drive.send(succeeded("n0-0-x")).commands)).toEqual(["startTask n1-0-y#0"]);
});

test("§1.8 a place that a failing sub-workflow frees goes to another node, never to one of its own", () => {
  const inside = { nodes: [{ id: "x" }, { id: "y" }, { id: "z" }] };
  const drive = startedDrive({ nodes: [{ id: "n0", inside }, { id: "n1" }] }, { maxParallelism: 2 });
  expect(starts(drive.commands)).toEqual(["startTask n1#0", "startTask n0-0-x#0"]);
  expect(starts(drive.send(succeeded("n1")).commands)).toEqual(["startTask n0-0-y#0"]);
  expect(starts(drive.send(failed("n0-0-x")).commands)).toEqual([]);
});
