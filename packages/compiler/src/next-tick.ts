/**
 * When a schedule comes round next: the first tick after a moment, as upstream's scheduler counts.
 *
 * Cron fields without a time zone are read in UTC. In a zone with daylight saving, an hour that is skipped has no tick
 * and one that comes twice has two, as in the library upstream uses.
 * @see github.com/robfig/cron spec.go Next, constantdelay.go; flyteadmin/scheduler/core/gocron_scheduler.go
 */
import { FixedRateUnit, type Schedule } from "@skein/spec/gen/flyteidl/admin/schedule_pb";
import { assertNever } from "@skein/spec/never";
import { type CronSchedule, parseCron } from "./cron.ts";
import { type LocalTime, localTimes } from "./local-time.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A schedule further off than this many years never comes, such as 30 February. */
const FARTHEST_YEARS = 5;

/** @returns the first tick after the given moment, both in UTC milliseconds; undefined when there is none */
export type NextTick = (after: number) => number | undefined;

/** How to step through a schedule; undefined when it says nothing, or nothing that can be read. */
export function ticksOf(schedule: Schedule | undefined): NextTick | undefined {
  const expression = schedule?.ScheduleExpression;
  switch (expression?.case) {
    case "cronSchedule":
      return cronTicks(expression.value.schedule);
    case "cronExpression":
      return cronTicks(expression.value);
    case "rate":
      return everyTicks(expression.value.value * unitMs[expression.value.unit]);
    case undefined:
      return undefined;
    default:
      return assertNever(expression, "schedule expression");
  }
}

const unitMs = {
  [FixedRateUnit.MINUTE]: MINUTE,
  [FixedRateUnit.HOUR]: HOUR,
  [FixedRateUnit.DAY]: 24 * HOUR,
} as const satisfies Record<FixedRateUnit, number>;

function cronTicks(text: string): NextTick | undefined {
  const { schedule } = parseCron(text);
  if (!schedule) return undefined;
  return schedule.kind === "every" ? everyTicks(schedule.everyMs) : fieldTicks(schedule);
}

/** Counted from the moment given, to the second. A rate of nothing never comes. */
function everyTicks(everyMs: number): NextTick | undefined {
  return everyMs > 0 ? (after) => Math.floor((after + everyMs) / SECOND) * SECOND : undefined;
}

type CronFields = CronSchedule & { kind: "fields" };

function fieldTicks(fields: CronFields): NextTick {
  const { localTimeAt, midnight } = localTimes(fields.timeZone);
  return (after) => {
    let at = Math.floor(after / MINUTE) * MINUTE + MINUTE;
    const lastYear = localTimeAt(at).year + FARTHEST_YEARS;
    for (;;) {
      const local = localTimeAt(at);
      if (local.year > lastYear) return undefined;
      if (!fields.months.has(local.month)) at = midnight(local.year, local.month + 1, 1);
      else if (!isDay(fields, local)) at = midnight(local.year, local.month, local.day + 1);
      else if (!fields.hours.has(local.hour)) at += HOUR - local.minute * MINUTE;
      else if (!fields.minutes.has(local.minute)) at += MINUTE;
      else return at;
    }
  };
}

function isDay({ daysOfMonth, daysOfWeek, isEitherDay }: CronFields, { day, weekday }: LocalTime): boolean {
  const [isOfMonth, isOfWeek] = [daysOfMonth.has(day), daysOfWeek.has(weekday)];
  return isEitherDay ? isOfMonth || isOfWeek : isOfMonth && isOfWeek;
}
