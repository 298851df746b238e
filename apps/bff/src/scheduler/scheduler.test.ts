import { create, fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { ExecutionMetadata_ExecutionMode, ExecutionSpecSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { LaunchPlanSpecSchema, LaunchPlanState } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { FixedRateUnit, ScheduleSchema } from "@skein/spec/gen/flyteidl/admin/schedule_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { BindingSchema, type Literal, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { timestampFromMillis, timestampToMillis } from "@skein/spec/timestamp";
import { beforeEach, describe, expect, test } from "vitest";
import { nextRun } from "../console/views/schedule.ts";
import { createLog } from "../log.ts";
import { type AdminUnderTest, adminUnderTest } from "../rpc/testing/admin-client.ts";
import { addTask, addWorkflow, int, launchPlanId, taskId, workflowId } from "../rpc/testing/specs.ts";
import { handClock } from "../run-loop/testing/hand-clock.ts";
import { liveExecutions } from "../store/executions.ts";
import { findLaunchPlan } from "../store/launch-plans.ts";
import { findSchedule, saveFiredUntil } from "../store/schedules.ts";
import { openScheduler, type Scheduler } from "./scheduler.ts";

type Schedule = MessageInitShape<typeof ScheduleSchema>;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 1 January 2026, noon, and a quarter of a second. */
const noon = Date.UTC(2026, 0, 1, 12);
const start = noon + 250;

const hourly: Schedule = { ScheduleExpression: { case: "cronSchedule", value: { schedule: "@hourly" } } };
const every = (value: number, unit: FixedRateUnit): Schedule => ({
  ScheduleExpression: { case: "rate", value: { value, unit } },
});

let admin: AdminUnderTest;
let clock: ReturnType<typeof handClock>;
let scheduler: Scheduler;
let logged: string[];

beforeEach(async () => {
  admin = adminUnderTest();
  clock = handClock(start);
  logged = [];
  await admin.client.createTask({ id: taskId("add"), spec: addTask() });
  await admin.client.createWorkflow({ id: workflowId("sum"), spec: addWorkflow() });
  scheduler = begin();
});

/** As a process that starts at what the clock says. */
function begin({ catchesUp = true, launcher = admin.launcher } = {}): Scheduler {
  const log = createLog("warn", (line) => logged.push(line));
  const begun = openScheduler({ db: admin.db, launcher, clock: clock.clock, log, catchesUp });
  begun.start();
  return begun;
}

/** `literals` are its fixed inputs: a schedule leaves nothing open. */
async function register(
  schedule: Schedule,
  { version = "v1", workflow = workflowId("sum"), literals = { n: int(1) } as Record<string, Literal> } = {},
) {
  const spec = { workflowId: workflow, fixedInputs: { literals }, entityMetadata: { schedule } };
  await admin.client.createLaunchPlan({ id: launchPlanId("nightly", version), spec });
}

async function set(state: LaunchPlanState, version = "v1") {
  admin.at(clock.clock.now());
  await admin.client.updateLaunchPlan({ id: launchPlanId("nightly", version), state });
}

/** When the launches so far were due, in minutes after noon, with the launch plan's version where it is not v1. */
const fired = () =>
  liveExecutions(admin.db).map((row) => {
    const { metadata, launchPlan } = fromBinary(ExecutionSpecSchema, row.spec);
    expect(metadata?.mode).toBe(ExecutionMetadata_ExecutionMode.SCHEDULED);
    const due = metadata?.scheduledAt ? (timestampToMillis(metadata.scheduledAt) - noon) / MINUTE : Number.NaN;
    return launchPlan?.version === "v1" ? due : `${due} ${launchPlan?.version}`;
  });

describe("§2.6 an active launch plan", () => {
  test("is started at each tick, and not before it is active", async () => {
    await register(hourly);
    clock.moveTo(noon + 2 * HOUR);
    expect(fired()).toEqual([]);
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + 5 * HOUR);
    expect(fired()).toEqual([180, 240, 300]);
  });

  test.each<[string, Schedule, readonly number[]]>([
    [
      "five fields",
      { ScheduleExpression: { case: "cronSchedule", value: { schedule: "*/20 * * * *" } } },
      [20, 40, 60],
    ],
    ["the deprecated form", { ScheduleExpression: { case: "cronExpression", value: "30 * * * *" } }, [30]],
    ["a rate, counted from its activation", every(25, 0), [25, 50]],
    ["hours", every(1, 1), [60]],
  ])("by %s", async (_, schedule, expected) => {
    await register(schedule);
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + HOUR + 500);
    expect(fired()).toEqual(expected);
  });

  test("stops when it is deactivated", async () => {
    await register(hourly);
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + HOUR);
    await set(LaunchPlanState.INACTIVE);
    clock.moveTo(noon + 9 * HOUR);
    expect(fired()).toEqual([60]);
    await set(LaunchPlanState.ACTIVE); // and does not make up for what it was off for
    clock.moveTo(noon + 10 * HOUR);
    expect(fired()).toEqual([60, 600]);
  });

  test("hands over to another version at once, and keeps its rhythm when it is activated again", async () => {
    await register(every(60, 0));
    await register(every(60, 0), { version: "v2" });
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + 90 * MINUTE);
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + 150 * MINUTE);
    await set(LaunchPlanState.ACTIVE, "v2");
    clock.moveTo(noon + 210 * MINUTE + 250);
    expect(fired()).toEqual([60, 120, "210 v2"]);
  });

  test("that has no schedule is left alone", async () => {
    await register({});
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + 48 * HOUR);
    expect(fired()).toEqual([]);
  });

  test.each<[string, Schedule]>([
    ["cron", hourly],
    ["rates", every(1, 1)],
  ])("gets the time it was due, with %s", async (_, schedule) => {
    const datetime = { type: { case: "simple", value: SimpleType.DATETIME } } as const;
    const typed = { inputs: { variables: { when: { type: datetime } } }, outputs: { variables: {} } };
    const task = addTask((template) => Object.assign(template, { interface: create(TypedInterfaceSchema, typed) }));
    await admin.client.createTask({ id: taskId("add", "timed"), spec: task });
    const workflow = addWorkflow(taskId("add", "timed"));
    const [node] = workflow.template?.nodes ?? [];
    if (workflow.template && node) {
      workflow.template.interface = create(TypedInterfaceSchema, typed);
      workflow.template.outputs = [];
      node.inputs = [
        create(BindingSchema, {
          var: "when",
          binding: { value: { case: "promise", value: { nodeId: "", var: "when" } } },
        }),
      ];
    }
    await admin.client.createWorkflow({ id: workflowId("sum", "timed"), spec: workflow });
    await register(
      { ...schedule, kickoffTimeInputArg: "when" },
      { workflow: workflowId("sum", "timed"), literals: {} },
    );
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + HOUR + 250);
    const [row] = liveExecutions(admin.db);
    const given = row && fromBinary(LiteralMapSchema, row.inputs).literals.when;
    const value = timestampFromMillis(noon + HOUR);
    expect(given?.value.value).toMatchObject({ value: { value: { value: { case: "datetime", value } } } });
  });
});

describe("§2.6 across restarts", () => {
  test("what was missed is made up for, oldest first, a few at a time, and nothing twice", async () => {
    await register({ ScheduleExpression: { case: "cronSchedule", value: { schedule: "* * * * *" } } });
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + 2 * MINUTE);
    scheduler.close();
    clock.moveTo(noon + 60 * MINUTE);
    expect(fired()).toEqual([1, 2]);
    scheduler = begin();
    clock.moveTo(noon + 60 * MINUTE);
    expect(fired()).toHaveLength(22);
    clock.moveTo(noon + 61 * MINUTE);
    expect(fired()).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
  });

  test("what was missed is passed over where the settings say so, and a rate keeps its rhythm", async () => {
    await register(every(25, 0));
    await set(LaunchPlanState.ACTIVE);
    scheduler.close();
    clock.moveTo(noon + 110 * MINUTE);
    begin({ catchesUp: false });
    clock.moveTo(noon + 130 * MINUTE);
    expect(fired()).toEqual([125]);
    // The machine slept: of several ticks, the last.
    clock.jumpTo(noon + 210 * MINUTE);
    expect(fired()).toEqual([125, 200]);
  });

  test("killed between launching a tick and marking it, launches it once", async () => {
    await register(hourly);
    await set(LaunchPlanState.ACTIVE);
    const id = findLaunchPlan(admin.db, launchPlanId("nightly"))?.id ?? 0;
    const before = findSchedule(admin.db, id)?.fired_until ?? 0;
    clock.moveTo(noon + HOUR);
    scheduler.close();
    saveFiredUntil(admin.db, id, before);
    begin();
    clock.moveTo(noon + 2 * HOUR);
    expect(fired()).toEqual([60, 120]);
    expect(logged).toEqual([]);
  });
});

describe("§2.6 a tick that cannot be launched", () => {
  test("is passed over when it is refused, and the log says why", async () => {
    await register(hourly);
    await set(LaunchPlanState.ACTIVE);
    await admin.client.updateProject({ id: "flytesnacks", name: "flytesnacks", state: 1 });
    clock.moveTo(noon + HOUR);
    await admin.client.updateProject({ id: "flytesnacks", name: "flytesnacks", state: 0 });
    clock.moveTo(noon + 2 * HOUR);
    expect(fired()).toEqual([120]);
    expect(logged.join()).toContain("project [flytesnacks] is not active");
  });

  test("is tried again when it failed for a reason of ours", async () => {
    scheduler.close();
    let failures = 2;
    begin({
      launcher: {
        ...admin.launcher,
        launch(request) {
          if (failures-- > 0) throw new Error("disk I/O error");
          return admin.launcher.launch(request);
        },
      },
    });
    await register(hourly);
    await set(LaunchPlanState.ACTIVE);
    clock.moveTo(noon + HOUR + 2 * MINUTE);
    expect(fired()).toEqual([60]);
    expect(logged).toHaveLength(2);
  });
});

test("the console knows when a schedule starts something next", async () => {
  await register(hourly);
  const schedule = create(LaunchPlanSpecSchema, { entityMetadata: { schedule: hourly } }).entityMetadata?.schedule;
  const row = () => findSchedule(admin.db, findLaunchPlan(admin.db, launchPlanId("nightly"))?.id ?? 0);
  expect(nextRun(schedule, row())).toBeNull();
  await set(LaunchPlanState.ACTIVE);
  expect(nextRun(schedule, row())).toBe(noon + HOUR);
  clock.moveTo(noon + HOUR);
  expect(nextRun(schedule, row())).toBe(noon + 2 * HOUR);
});
