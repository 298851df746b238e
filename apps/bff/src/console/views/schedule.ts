import { ticksOf } from "@skein/compiler/next-tick";
import { FixedRateUnit, type Schedule } from "@skein/spec/gen/flyteidl/admin/schedule_pb";
import { assertNever } from "@skein/spec/never";
import type { ScheduleRow } from "../../store/tables.ts";

const units = {
  [FixedRateUnit.MINUTE]: "minute",
  [FixedRateUnit.HOUR]: "hour",
  [FixedRateUnit.DAY]: "day",
} as const satisfies Record<FixedRateUnit, string>;

/** A launch plan's schedule in words; empty when it has none. */
export function describeSchedule(schedule: Schedule | undefined): string {
  const expression = schedule?.ScheduleExpression;
  switch (expression?.case) {
    case "cronExpression":
      return `cron ${expression.value}`;
    case "cronSchedule":
      return `cron ${expression.value.schedule}`;
    case "rate": {
      const { value, unit } = expression.value;
      return value === 1 ? `every ${units[unit]}` : `every ${value} ${units[unit]}s`;
    }
    case undefined:
      return "";
    default:
      return assertNever(expression, "schedule expression");
  }
}

/** When it starts something next, in UTC milliseconds; null when it does not: it is off, or has no ticks to come. */
export const nextRun = (schedule: Schedule | undefined, on: ScheduleRow | undefined): number | null =>
  (on && ticksOf(schedule)?.(on.fired_until)) ?? null;
