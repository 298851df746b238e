/** Schedules and notifications of a launch plan → `schedule` and `notify`. */
import type { Notification } from "../../gen/flyteidl/admin/common_pb.js";
import { FixedRateUnit, type Schedule } from "../../gen/flyteidl/admin/schedule_pb.js";
import { outcomes } from "../lower-notification.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { compact, fields, type Written } from "./lift-written.ts";

/** @throws NotSayable where it is neither a cron expression nor a rate */
export function liftSchedule({ ScheduleExpression: expression, kickoffTimeInputArg }: Schedule): Written {
  const kickoffTimeInput = kickoffTimeInputArg || undefined;
  if (expression.case === "cronSchedule") {
    return compact(fields({ cron: expression.value.schedule, kickoffTimeInput }));
  }
  if (expression.case === "rate") {
    const { value, unit } = expression.value;
    // A duration has no days: their length is not fixed everywhere.
    const every = unit === FixedRateUnit.DAY ? `${value * 24}h` : `${value}${unit === FixedRateUnit.HOUR ? "h" : "m"}`;
    return compact(fields({ every, kickoffTimeInput }));
  }
  throw new NotSayable("its schedule is neither cronSchedule nor rate");
}

/** @throws NotSayable for an outcome or a way of telling that has no key */
export function liftNotification({ phases, type }: Notification): Written {
  const on = phases.map((phase) => {
    const word = Object.entries(outcomes).find(([, each]) => each === phase)?.[0];
    if (word === undefined) throw new NotSayable("a notification is for a phase that is no outcome");
    return word;
  });
  if (type.case === undefined) throw new NotSayable("a notification tells nobody");
  return compact(fields({ on: compact(on), [type.case]: compact(type.value.recipientsEmail) }));
}
