import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { FixedRateUnit, ScheduleSchema } from "@skein/spec/gen/flyteidl/admin/schedule_pb";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ticksOf } from "./next-tick.ts";

type Expression = NonNullable<MessageInitShape<typeof ScheduleSchema>["ScheduleExpression"]>;
const ticks = (ScheduleExpression: Expression) => ticksOf(create(ScheduleSchema, { ScheduleExpression }));
const cron = (schedule: string) => ticks({ case: "cronSchedule", value: { schedule } });

const after = (schedule: string, from: string): string | undefined => {
  const next = cron(schedule)?.(Date.parse(from));
  return next === undefined ? undefined : new Date(next).toISOString().replace(":00.000Z", "Z");
};

// The cases of github.com/robfig/cron spec_test.go, TestNext and TestActivation, without their field of seconds.
describe("§2.6 the tick after", () => {
  test.each([
    ["2012-07-09T14:45:00Z", "0/15 * * * *", "2012-07-09T15:00Z"],
    ["2012-07-09T14:59:00Z", "0/15 * * * *", "2012-07-09T15:00Z"],
    ["2012-07-09T14:59:59Z", "0/15 * * * *", "2012-07-09T15:00Z"],
    ["2012-07-09T15:45:00Z", "20-35/15 * * * *", "2012-07-09T16:20Z"],
    ["2012-07-09T23:46:00Z", "*/15 * * * *", "2012-07-10T00:00Z"],
    ["2012-07-09T23:45:00Z", "20-35/15 * * * *", "2012-07-10T00:20Z"],
    ["2012-07-09T23:35:51Z", "20-35/15 1/2 * * *", "2012-07-10T01:20Z"],
    ["2012-07-09T23:35:51Z", "20-35/15 10-12 * * *", "2012-07-10T10:20Z"],
    ["2012-07-09T23:35:51Z", "20-35/15 1/2 */2 * *", "2012-07-11T01:20Z"],
    ["2012-07-09T23:35:51Z", "20-35/15 * 9-20 * *", "2012-07-10T00:20Z"],
    ["2012-07-09T23:35:51Z", "20-35/15 * 9-20 Jul *", "2012-07-10T00:20Z"],
    ["2012-07-09T23:35:00Z", "0 0 9 Apr-Oct ?", "2012-08-09T00:00Z"],
    ["2012-07-09T23:35:00Z", "0 0 */5 Apr,Aug,Oct Mon", "2012-08-01T00:00Z"],
    ["2012-07-09T23:35:00Z", "0 0 */5 Oct Mon", "2012-10-01T00:00Z"],
    ["2012-07-09T23:35:00Z", "0 0 * Feb Mon", "2013-02-04T00:00Z"],
    ["2012-07-09T23:35:00Z", "0 0 * Feb Mon/2", "2013-02-01T00:00Z"],
    ["2012-12-31T23:59:45Z", "* * * * *", "2013-01-01T00:00Z"],
    ["2012-07-09T23:35:00Z", "0 0 29 Feb ?", "2016-02-29T00:00Z"],
    ["2012-07-09T23:35:00Z", "0 0 30 Feb ?", undefined],
    ["2012-07-09T23:35:00Z", "0 0 31 Apr ?", undefined],
    ["2012-07-09T15:00:00Z", "@hourly", "2012-07-09T16:00Z"],
    ["2012-07-09T15:00:00Z", "@daily", "2012-07-10T00:00Z"],
    ["2012-07-09T15:00:00Z", "@midnight", "2012-07-10T00:00Z"],
    ["2012-07-09T15:00:00Z", "@weekly", "2012-07-15T00:00Z"],
    ["2012-07-09T15:00:00Z", "@monthly", "2012-08-01T00:00Z"],
    ["2012-07-09T15:00:00Z", "@yearly", "2013-01-01T00:00Z"],
    ["2012-07-09T15:00:00Z", "@annually", "2013-01-01T00:00Z"],
    // Both days said: either will do. One of them a star: both must hold.
    ["2012-07-14T23:59:00Z", "* * 1,15 * Sun", "2012-07-15T00:00Z"],
    ["2012-06-14T23:59:00Z", "* * 1,15 * Sun", "2012-06-15T00:00Z"],
    ["2012-07-14T23:59:00Z", "* * * * Mon", "2012-07-16T00:00Z"],
    ["2012-07-14T23:59:00Z", "* * */10 * Sun", "2012-07-15T00:00Z"],
    ["2012-07-08T23:59:00Z", "* * 1,15 * *", "2012-07-15T00:00Z"],
    // Daylight saving of New York: 02:30 on 11 March 2012 is not there, 01:30 on 4 November comes twice.
    ["2012-03-11T05:00:00Z", "TZ=America/New_York 30 2 11 Mar ?", "2013-03-11T06:30Z"],
    ["2012-11-04T04:00:00Z", "TZ=America/New_York 30 2 04 Nov ?", "2012-11-04T07:30Z"],
    ["2012-11-04T05:45:00Z", "CRON_TZ=America/New_York 30 1 04 Nov ?", "2012-11-04T06:30Z"],
    // Midnight of 21 October 2012 is not there in São Paulo.
    ["2012-10-20T12:00:00Z", "TZ=America/Sao_Paulo 30 * 21 10 *", "2012-10-21T03:30Z"],
  ])("%s of %s is %s", (from, schedule, expected) => expect(after(schedule, from)).toBe(expected));

  test("the deprecated form is read the same way", () => {
    expect(ticks({ case: "cronExpression", value: "0 2 * * *" })?.(0)).toBe(2 * 3_600_000);
  });

  test.each([
    [{ value: 15, unit: FixedRateUnit.MINUTE }, 15 * 60_000],
    [{ value: 2, unit: FixedRateUnit.HOUR }, 2 * 3_600_000],
    [{ value: 1, unit: FixedRateUnit.DAY }, 24 * 3_600_000],
  ])("a rate of %j comes so long after the moment it is counted from, to the second", (value, length) => {
    expect(ticks({ case: "rate", value })?.(1_000_250)).toBe(1_000_000 + length);
  });

  test("@every counts as a rate does, in whole seconds", () => {
    expect(cron("@every 1h30m")?.(500)).toBe(5_400_000);
    expect(cron("@every 10ms")?.(0)).toBe(1000);
  });

  test("what says nothing, or cannot be read, has no ticks", () => {
    expect(ticksOf(undefined)).toBeUndefined();
    expect(ticks({ case: "rate", value: { value: 0 } })).toBeUndefined();
    expect(cron("soon")).toBeUndefined();
  });
});

describe("ticks of any schedule", () => {
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant("*"),
      fc.integer({ min, max }).map(String),
      fc.tuple(fc.integer({ min, max }), fc.integer({ min: 1, max: 9 })).map(([from, step]) => `${from}/${step}`),
    );
  const schedules = fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
    .map((parts) => parts.join(" "));
  const moments = fc.integer({ min: 0, max: 4_000_000_000_000 });

  test("go on, lie on whole minutes, and leave none out between them", () => {
    fc.assert(
      fc.property(schedules, moments, fc.double({ min: 0, max: 1, noNaN: true }), (schedule, from, share) => {
        const next = cron(schedule);
        const first = next?.(from);
        if (first === undefined) return;
        expect(first).toBeGreaterThan(from);
        expect(first % 60_000).toBe(0);
        // Asked from any moment on the way, the answer is the same.
        expect(next?.(from + Math.floor((first - from - 1) * share))).toBe(first);
      }),
    );
  });
});
