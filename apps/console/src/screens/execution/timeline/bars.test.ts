import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { describe, expect, test } from "vitest";
import { shortWords, wholeWords } from "./bar-words.ts";
import { barsOf, joinsOf } from "./bars.ts";

const at = (seconds: number) => timestampFromMs(seconds * 1000);
const change = (phase: TaskPhase, seconds: number) => ({ phase, at: at(seconds) });

const retried = create(NodeSummarySchema, {
  phase: Phase.RUNNING,
  queuedAt: at(0),
  startedAt: at(1),
  attempts: [
    {
      attempt: 0,
      phase: TaskPhase.FAILED,
      createdAt: at(1),
      endedAt: at(10),
      history: [
        change(TaskPhase.QUEUED, 1),
        change(TaskPhase.WAITING_FOR_RESOURCES, 2),
        change(TaskPhase.INITIALIZING, 4),
        change(TaskPhase.RUNNING, 5),
        change(TaskPhase.FAILED, 10),
      ],
    },
    {
      attempt: 1,
      phase: TaskPhase.RUNNING,
      createdAt: at(12),
      history: [change(TaskPhase.QUEUED, 12), change(TaskPhase.RUNNING, 13)],
    },
  ],
});
const seen = (...given: Parameters<typeof barsOf>) =>
  barsOf(...given).map(({ kind, from, to, attempt, isOpen, look }) =>
    `${attempt} ${kind} ${from / 1000}-${to / 1000}${isOpen ? "…" : ""} ${kind === "ran" ? look.word : ""}`.trim(),
  );

describe("the bars of a node", () => {
  test("are its attempts' phases; what goes on reaches to now", () => {
    expect(seen(retried, 20_000)).toEqual([
      "0 queued 0-1",
      "0 queued 1-2",
      "0 waiting 2-4",
      "0 pulling 4-5",
      "0 ran 5-10 Failed",
      "1 queued 12-13",
      "1 ran 13-20… Running",
    ]);
    expect(joinsOf(barsOf(retried, 20_000))).toEqual([{ from: 10_000, to: 12_000 }]);
  });

  test("of an attempt that failed before it ran end in a mark of the failure", () => {
    const history = [change(TaskPhase.INITIALIZING, 2), change(TaskPhase.FAILED, 10)];
    const summary = create(NodeSummarySchema, {
      phase: Phase.FAILED,
      attempts: [{ phase: TaskPhase.FAILED, createdAt: at(2), endedAt: at(10), history }],
    });
    expect(seen(summary, 20_000)).toEqual(["0 pulling 2-10", "0 ran 10-10 Failed"]);
  });

  test("of a node without attempts are its own times", () => {
    const parent = create(NodeSummarySchema, {
      phase: Phase.SUCCEEDED,
      queuedAt: at(1),
      startedAt: at(2),
      endedAt: at(9),
    });
    expect(seen(parent, 20_000)).toEqual(["0 queued 1-2", "0 ran 2-9 Succeeded"]);
    const queued = create(NodeSummarySchema, { phase: Phase.QUEUED, queuedAt: at(1) });
    expect(seen(queued, 20_000)).toEqual(["0 queued 1-20…"]);
  });

  test.each([
    ["that was skipped", create(NodeSummarySchema, { phase: Phase.SKIPPED, queuedAt: at(1) })],
    ["that has no row yet", undefined],
  ])("of a node %s are none", (_, summary) => {
    expect(barsOf(summary, 20_000)).toEqual([]);
  });

  test("never run backwards when the clocks disagree", () => {
    expect(seen(retried, 1000).at(-1)).toBe("1 ran 13-13… Running");
  });
});

describe("in words", () => {
  test("every attempt is told, and the last as going on", () => {
    expect(wholeWords(retried, barsOf(retried, 20_000))).toBe(
      "Attempt 1: queued 1.0 s, queued 1.0 s, waiting for resources 2.0 s, initialising 1.0 s, running 5.0 s, Failed. Attempt 2: queued 1.0 s, running 7 s so far.",
    );
  });

  test("the short ones are the fact that matters: what it waits for, how long, of what it failed", () => {
    const waiting = create(NodeSummarySchema, {
      phase: Phase.QUEUED,
      queuedAt: at(1),
      reason: "waits for 2 of 8 CPUs",
    });
    expect(shortWords(waiting, barsOf(waiting, 5000))).toEqual(["waits for 2 of 8 CPUs", "Queued", "4 s"]);
    expect(shortWords(retried, barsOf(retried, 20_000))).toEqual(["7 s"]);
    const failed = create(NodeSummarySchema, {
      phase: Phase.FAILED,
      startedAt: at(1),
      endedAt: at(3),
      errorHead: `Exit code 3: ${"x".repeat(60)}`,
    });
    expect(shortWords(failed, barsOf(failed, 5000))[0]).toMatch(/^2\.0 s · Exit code 3: x+…$/);
    const skipped = create(NodeSummarySchema, { phase: Phase.SKIPPED, reason: "Not taken: 0.31 > 0.2" });
    expect(shortWords(skipped, [])).toEqual(["Not taken: 0.31 > 0.2", "Skipped"]);
  });
});
