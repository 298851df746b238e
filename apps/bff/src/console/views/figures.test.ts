/** Small words and figures of the views: schedules, times, usage. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { FixedRateUnit, ScheduleSchema } from "@skein/spec/gen/flyteidl/admin/schedule_pb";
import { describe, expect, test } from "vitest";
import { describeSchedule } from "./schedule.ts";
import { timeField } from "./times.ts";
import { usageOf } from "./usage.ts";

type Expression = NonNullable<MessageInitShape<typeof ScheduleSchema>["ScheduleExpression"]>;
const { MINUTE, HOUR, DAY } = FixedRateUnit;

test.each<[Expression | undefined, string]>([
  [{ case: "cronSchedule", value: { schedule: "0 2 * * *" } }, "cron 0 2 * * *"],
  [{ case: "cronExpression", value: "@daily" }, "cron @daily"],
  [{ case: "rate", value: { value: 1, unit: DAY } }, "every day"],
  [{ case: "rate", value: { value: 15, unit: MINUTE } }, "every 15 minutes"],
  [{ case: "rate", value: { value: 2, unit: HOUR } }, "every 2 hours"],
  [undefined, ""],
])("the schedule %j reads %j", (ScheduleExpression, expected) => {
  const schedule = create(ScheduleSchema, ScheduleExpression ? { ScheduleExpression } : {});
  expect(describeSchedule(schedule)).toBe(expected);
});

test("no schedule has no words", () => {
  expect(describeSchedule(undefined)).toBe("");
});

test("a time that is not there leaves its field unset", () => {
  expect(timeField("endedAt", null)).toEqual({});
  expect(timeField("endedAt", 1500)).toMatchObject({ endedAt: { seconds: 1n, nanos: 500_000_000 } });
});

describe("usage", () => {
  const measured = (cpu: number, peak: number, wall: number) => ({
    ended_at: 1,
    cpu_seconds: cpu,
    peak_memory_bytes: peak,
    wall_ms: wall,
  });
  const running = { ended_at: null, cpu_seconds: null, peak_memory_bytes: null, wall_ms: null };
  const unmeasured = { ...running, ended_at: 1 };

  test("is not there before an attempt has ended", () => {
    expect(usageOf([])).toBeUndefined();
    expect(usageOf([running])).toBeUndefined();
  });

  test("adds up seconds, and takes the highest peak", () => {
    const usage = usageOf([measured(0.25, 10, 1500), measured(0.5, 30, 500), running, unmeasured]);
    expect(usage).toMatchObject({ measured: true, cpuSeconds: 0.75, peakMemoryBytes: 30n, wall: { seconds: 2n } });
  });

  test("says when the host gave no figures", () => {
    expect(usageOf([unmeasured])?.measured).toBe(false);
  });
});
