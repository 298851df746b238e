/**
 * `schedule` → Schedule: a cron expression or a fixed rate. The expression itself is checked by the compiler.
 *
 * @see flyteidl/admin/schedule.proto
 */
import { create } from "@bufbuild/protobuf";
import { durationToNanos } from "../duration.ts";
import { FixedRateUnit, type Schedule, ScheduleSchema } from "../gen/flyteidl/admin/schedule_pb.js";
import type { ParameterMap } from "../gen/flyteidl/core/interface_pb.js";
import { SimpleType } from "../gen/flyteidl/core/types_pb.js";
import { formatLiteralType } from "../literal-type.ts";
import type { DocScalar } from "./document.ts";
import type { Findings } from "./findings.ts";
import { lowerDuration } from "./lower-metadata.ts";
import type { ScheduleDoc } from "./schema.ts";
import type { SourceMap } from "./source-map.ts";

export function lowerSchedule(
  doc: ScheduleDoc,
  parameters: ParameterMap,
  map: SourceMap,
  findings: Findings,
): Schedule | undefined {
  const path = ["entityMetadata", "schedule"];
  if (doc.cron && doc.every) {
    findings.add({
      code: "ConflictingKeys",
      message: "A schedule has cron or every, not both",
      span: doc.every,
      hints: [{ text: "Remove one of them, or make two launch plans" }],
    });
    return undefined;
  }
  if (doc.kickoffTimeInput) checkKickoff(doc.kickoffTimeInput, parameters, map, findings);
  const kickoffTimeInputArg = doc.kickoffTimeInput?.text ?? "";
  if (doc.cron) {
    map.set([...path, "cronSchedule"], doc.cron);
    const value = { schedule: doc.cron.text };
    return create(ScheduleSchema, { kickoffTimeInputArg, ScheduleExpression: { case: "cronSchedule", value } });
  }
  if (doc.every) {
    map.set([...path, "rate"], doc.every);
    const value = lowerRate(doc.every, findings);
    return value && create(ScheduleSchema, { kickoffTimeInputArg, ScheduleExpression: { case: "rate", value } });
  }
  findings.add({
    code: "ValueRequired",
    message: "A schedule needs cron or every",
    span: doc.head,
    hints: [{ text: 'Write { cron: "0 2 * * *" } or { every: 15m }' }],
  });
  return undefined;
}

/** The largest unit that divides the period, as a person would say it: 90m, 2 hours, 1 day. */
function lowerRate(scalar: DocScalar, findings: Findings): { value: number; unit: FixedRateUnit } | undefined {
  const duration = lowerDuration(scalar, { what: "every", head: scalar }, findings);
  if (!duration) return undefined;
  const nanosPerMinute = 60_000_000_000n;
  const nanos = durationToNanos(duration);
  const minutes = nanos / nanosPerMinute;
  if (nanos % nanosPerMinute !== 0n || minutes > 4_294_967_295n) {
    findings.add({
      code: "InvalidValue",
      message: `A schedule runs every so many whole minutes, hours or days; ${scalar.text} is none`,
      span: scalar,
      hints: [{ text: "Round it to minutes, such as 1m or 15m" }],
    });
    return undefined;
  }
  if (minutes % 1440n === 0n) return { value: Number(minutes / 1440n), unit: FixedRateUnit.DAY };
  if (minutes % 60n === 0n) return { value: Number(minutes / 60n), unit: FixedRateUnit.HOUR };
  return { value: Number(minutes), unit: FixedRateUnit.MINUTE };
}

function checkKickoff(scalar: DocScalar, parameters: ParameterMap, map: SourceMap, findings: Findings): void {
  map.set(["entityMetadata", "schedule", "kickoffTimeInputArg"], scalar);
  const all = Object.entries(parameters.parameters);
  const isDatetime = (name: string) => {
    const type = parameters.parameters[name]?.var?.type?.type;
    return type?.case === "simple" && type.value === SimpleType.DATETIME;
  };
  const type = all.find(([name]) => name === scalar.text)?.[1].var?.type;
  if (type && isDatetime(scalar.text)) return;
  const fitting = all.map(([name]) => name).filter(isDatetime);
  const near = findings.didYouMean(scalar.text, fitting, scalar);
  findings.add({
    code: type ? "MismatchingTypes" : "VariableNameNotFound",
    message: type
      ? `The scheduled time is a datetime; the input ${scalar.text} is ${formatLiteralType(type)}`
      : `The workflow has no input "${scalar.text}"`,
    span: scalar,
    hints:
      near.length > 0
        ? near
        : [
            {
              text:
                fitting.length > 0 ? `Datetime inputs: ${fitting.join(", ")}` : "Give the workflow a datetime input",
            },
          ],
  });
}
