import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { TaskExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { AttemptSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { waitsOf } from "./waits.ts";

const at = (ms: number) => timestampFromMs(ms);
const changes = (...all: readonly (readonly [phase: Phase, ms: number, reason: string])[]) =>
  all.map(([phase, ms, reason]) => ({ phase, at: at(ms), reason }));

test("what an attempt waited for stands in order, each with its time and its last word", () => {
  const attempt = create(AttemptSchema, {
    createdAt: at(0),
    startedAt: at(9000),
    endedAt: at(20_000),
    history: changes(
      [Phase.QUEUED, 10, "task submitted to Docker"],
      [Phase.INITIALIZING, 1000, "pulling busybox:1.36"],
      [Phase.INITIALIZING, 2000, "pulling busybox:1.36, 38 %"],
      [Phase.WAITING_FOR_RESOURCES, 4000, "waits for CPU: wants 2, 0.5 free"],
      [Phase.INITIALIZING, 8000, "starting the container"],
      [Phase.RUNNING, 9000, "started"],
      [Phase.FAILED, 20_000, "no"],
    ),
  });
  expect(waitsOf(attempt).map(({ word, reason, from, to }) => [word, reason, from, to])).toEqual([
    ["Queued", "task submitted to Docker", 0, 1000],
    ["Pulled the image", "pulling busybox:1.36, 38 %", 1000, 4000],
    ["Waited for resources", "waits for CPU: wants 2, 0.5 free", 4000, 8000],
    ["Started the container", "starting the container", 8000, 9000],
  ]);
});

test("what it waits for now has no end, and an engine that is away is one of those", () => {
  const history = changes([Phase.QUEUED, 5, "waits for the Docker engine: no socket"]);
  const waits = waitsOf(create(AttemptSchema, { createdAt: at(0), history }));
  expect(waits).toEqual([
    { kind: "engine", word: "Waited for the engine", reason: "waits for the Docker engine: no socket", from: 0 },
  ]);
});

test("one that never ran waited until its end; one without a history waited for nothing known", () => {
  const history = changes([Phase.QUEUED, 0, ""], [Phase.ABORTED, 700, "enough"]);
  expect(waitsOf(create(AttemptSchema, { createdAt: at(0), endedAt: at(700), history }))).toMatchObject([{ to: 700 }]);
  expect(waitsOf(create(AttemptSchema, {}))).toEqual([]);
});
