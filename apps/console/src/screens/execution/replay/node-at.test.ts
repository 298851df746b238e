import { create } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { describe, expect, test } from "vitest";
import { nodeAt } from "./node-at.ts";

const at = timestampFromMs;
const change = (phase: TaskPhase, ms: number) => ({ phase, at: at(ms) });

/** Queued at 10; a first attempt that failed at 40, a second one that pulled, ran and succeeded at 90. */
const retried = create(NodeSummarySchema, {
  id: "n0",
  path: "n0",
  phase: Phase.SUCCEEDED,
  taskPhase: TaskPhase.SUCCEEDED,
  attempt: 1,
  maxAttempts: 2,
  queuedAt: at(10),
  startedAt: at(20),
  endedAt: at(90),
  attempts: [
    {
      attempt: 0,
      phase: TaskPhase.FAILED,
      createdAt: at(15),
      startedAt: at(30),
      endedAt: at(40),
      history: [change(TaskPhase.QUEUED, 15), change(TaskPhase.RUNNING, 30), change(TaskPhase.FAILED, 40)],
    },
    {
      attempt: 1,
      phase: TaskPhase.SUCCEEDED,
      createdAt: at(50),
      startedAt: at(70),
      endedAt: at(90),
      history: [change(TaskPhase.INITIALIZING, 55), change(TaskPhase.RUNNING, 70), change(TaskPhase.SUCCEEDED, 90)],
    },
  ],
});

describe("a node at a time", () => {
  test.each([
    [9, undefined],
    [10, "QUEUED UNDEFINED 0"],
    [15, "QUEUED QUEUED 0"],
    [20, "RUNNING QUEUED 0"],
    [35, "RUNNING RUNNING 0"],
    [45, "RUNNING FAILED 0"],
    [52, "RUNNING UNDEFINED 1"],
    [60, "RUNNING INITIALIZING 1"],
    [89, "RUNNING RUNNING 1"],
    [90, "SUCCEEDED SUCCEEDED 1"],
    [500, "SUCCEEDED SUCCEEDED 1"],
  ])("%i ms", (ms, expected) => {
    const then = nodeAt(retried, ms);
    expect(then && `${Phase[then.phase]} ${TaskPhase[then.taskPhase]} ${then.attempt}`).toBe(expected);
  });

  test("what was under way stands still, what had ended is as it ended", () => {
    const then = nodeAt(retried, 60);
    expect([then?.endedAt, then?.attempts[1]?.endedAt].map((time) => time && timestampMs(time))).toEqual([60, 60]);
    expect(then?.attempts[0]).toBe(retried.attempts[0]);
    expect(nodeAt(retried, 90)).toBe(retried);
  });

  test("one that was skipped, or passed at once, is not there before", () => {
    const skipped = create(NodeSummarySchema, { path: "n1", phase: Phase.SKIPPED, endedAt: at(50) });
    expect([nodeAt(skipped, 49), nodeAt(skipped, 50)]).toEqual([undefined, skipped]);
  });
});
