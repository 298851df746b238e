import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AttemptSpec } from "../../runner/runner.ts";
import { findLaunchPlan } from "../../store/launch-plans.ts";
import { turnScheduleOn } from "../../store/schedules.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  endless,
  eventually,
  failing,
  scope,
} from "../testing/console-under-test.ts";

const sources = `version: v1
tasks:
  good: { image: "busybox:1.36", script: "true" }
  bad: { image: "busybox:1.36", script: "false" }
  long: { image: "busybox:1.36", script: sleep 99 }
workflows:
  good: { nodes: { n: { task: good } } }
  bad: { nodes: { n: { task: bad } } }
  long: { nodes: { n: { task: long } } }
launchPlans:
  often: { workflow: good, schedule: { every: 20m } }
`;
const script = ({ template }: AttemptSpec) => {
  if (template.id?.name === "long") return endless();
  return template.id?.name === "bad" ? failing("no such order") : { endsAfterMs: 1 };
};

let console: ConsoleUnderTest;
beforeEach(async () => {
  console = await consoleUnderTest(script);
});
afterEach(() => console.close());

test("of an empty project everything is nothing", async () => {
  const view = await console.client.getOverview(scope);
  expect(view).toMatchObject({ running: [], runningTotal: 0n, failedTotal: 0n, causes: [], schedules: [], lanes: [] });
  expect(view.usageToday).toBeUndefined();
});

test("what goes on, what failed and why, what comes next, and how the hours were", async () => {
  await console.register(sources);
  const good = await console.launch("good");
  const bad = [await console.launch("bad"), await console.launch("bad")];
  for (const name of [good, ...bad]) await console.ended(name);
  const long = await console.launch("long");
  const often = findLaunchPlan(console.db, { ...scope, name: "often", version: "v1" });
  turnScheduleOn(console.db, often?.id ?? 0, Date.now());
  await eventually(async () => (await console.client.getOverview(scope)).runningTotal > 0n);
  const view = await console.client.getOverview(scope);

  expect(view.running.map(({ id }) => id?.name)).toEqual([long]);
  expect(view.runningTotal).toBe(1n);
  expect(view.failedTotal).toBe(2n);
  expect(view.causes).toHaveLength(1);
  expect(view.causes[0]).toMatchObject({ workflow: "bad", count: 2, execution: bad[1] });
  expect(view.causes[0]?.errorHead).toContain("no such order");
  const phases = Object.fromEntries(
    view.lanes.map(({ workflow, bars }) => [workflow, bars.map(({ phase }) => Phase[phase])]),
  );
  expect(phases).toEqual({
    long: [expect.stringMatching(/QUEUED|RUNNING/)],
    bad: ["FAILED", "FAILED"],
    good: ["SUCCEEDED"],
  });
  expect(view.schedules).toMatchObject([
    { launchPlan: { name: "often" }, workflow: "good", schedule: "every 20 minutes" },
  ]);
  // The next hour's: at 20, 40 and perhaps 60 minutes from now.
  expect(view.lanes.find(({ workflow }) => workflow === "good")?.ticks.length).toBeGreaterThanOrEqual(2);
  expect(view.launched).toBe(4n);
});

test("what has gone on for a day is in the lanes, what ended before them is not", async () => {
  await console.register(sources);
  const [good, long] = [await console.launch("good"), await console.launch("long")];
  await console.ended(good);
  await eventually(async () => (await console.client.getOverview(scope)).runningTotal > 0n);
  const dayMs = 86_400_000;
  const { db } = console;
  db.run(
    db.build.updateTable("executions").set((each) => ({
      created_at: each("created_at", "-", dayMs),
      started_at: each("started_at", "-", dayMs),
      updated_at: each("updated_at", "-", dayMs),
      ended_at: each("ended_at", "-", dayMs),
    })),
  );
  const view = await console.client.getOverview(scope);
  expect(view.lanes.map(({ workflow }) => workflow)).toEqual(["long"]);
  expect(view.lanes[0]?.bars.map(({ execution }) => execution)).toEqual([long]);
  expect(view.launched).toBe(0n);
});
