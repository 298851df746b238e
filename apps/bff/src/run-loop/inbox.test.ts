import { expect, test } from "vitest";
import { openInbox } from "./inbox.ts";

test("a turn takes a quantum of each execution, in order, and the rest goes to the back", () => {
  const inbox = openInbox<string>();
  for (const event of ["a1", "a2", "a3", "a4", "a5"]) inbox.put(1, event);
  inbox.put(2, "b1");
  expect(inbox.take(2, 100)).toEqual([
    { executionId: 1, events: ["a1", "a2"] },
    { executionId: 2, events: ["b1"] },
  ]);
  inbox.put(3, "c1");
  expect(inbox.take(2, 100)).toEqual([
    { executionId: 1, events: ["a3", "a4"] },
    { executionId: 3, events: ["c1"] },
  ]);
  expect(inbox.take(2, 100)).toEqual([{ executionId: 1, events: ["a5"] }]);
  expect(inbox.isEmpty).toBe(true);
});

test("a turn is bounded as a whole, and who was not reached comes first next time", () => {
  const inbox = openInbox<number>();
  for (const executionId of [1, 2, 3]) for (const event of [1, 2]) inbox.put(executionId, event);
  expect(inbox.take(2, 3)).toEqual([
    { executionId: 1, events: [1, 2] },
    { executionId: 2, events: [1] },
  ]);
  expect(inbox.take(2, 2)).toEqual([{ executionId: 3, events: [1, 2] }]);
  expect(inbox.take(2, 2)).toEqual([{ executionId: 2, events: [2] }]);
});

test("a dropped execution's events are gone", () => {
  const inbox = openInbox<number>();
  inbox.put(1, 1);
  inbox.drop(1);
  expect(inbox.isEmpty).toBe(true);
});

test("what is held is not taken, keeps its order with what comes meanwhile, and counts for nothing until its release", () => {
  const inbox = openInbox<string>();
  inbox.put(1, "a1");
  inbox.put(2, "b1");
  inbox.hold(1);
  inbox.put(1, "a2");
  expect([inbox.size, inbox.isHeld(1), inbox.isHeld(2)]).toEqual([1, true, false]);
  expect(inbox.take(9, 9)).toEqual([{ executionId: 2, events: ["b1"] }]);
  expect(inbox.isEmpty).toBe(true);
  inbox.release(1);
  expect(inbox.take(9, 9)).toEqual([{ executionId: 1, events: ["a1", "a2"] }]);
  inbox.hold(1);
  inbox.put(1, "a3");
  inbox.drop(1);
  inbox.release(1);
  expect([inbox.isEmpty, inbox.size]).toEqual([true, 0]);
});
