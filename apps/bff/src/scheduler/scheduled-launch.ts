/**
 * The launch that one tick of a schedule is: the same tick always asks for the same execution, by name.
 *
 * @see flyteadmin/scheduler/identifier/identifier.go, flyteadmin/scheduler/executor/executor_impl.go
 */
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type ExecutionCreateRequest,
  ExecutionCreateRequestSchema,
  ExecutionMetadata_ExecutionMode,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { timestampFromMillis } from "@skein/spec/timestamp";
import type { EntityName } from "../store/identity.ts";
import type { ActiveSchedule } from "../store/schedules.ts";

/** @param tick when it was due, in UTC milliseconds: also the value of the kickoff input, for cron and for rates */
export function scheduledLaunch(schedule: ActiveSchedule, tick: number): ExecutionCreateRequest {
  const { project, domain, name, version } = schedule;
  const scheduledAt = timestampFromMillis(tick);
  const kickoff = fromBinary(LaunchPlanSpecSchema, schedule.spec).entityMetadata?.schedule?.kickoffTimeInputArg ?? "";
  const datetime = { value: { case: "datetime", value: scheduledAt } } as const;
  const moment = create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: datetime } } },
  });
  return create(ExecutionCreateRequestSchema, {
    project,
    domain,
    name: scheduledName(schedule, tick),
    spec: {
      launchPlan: { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name, version },
      metadata: { mode: ExecutionMetadata_ExecutionMode.SCHEDULED, scheduledAt },
    },
    inputs: { literals: kickoff === "" ? {} : { [kickoff]: moment } },
  });
}

/** `f` and the first 19 digits of a UUID whose first half is the hash, and whose second half upstream leaves zero. */
export function scheduledName({ project, domain, name, version }: EntityName, tick: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(fnv1(`${project}:${domain}:${name}:${version}:${Math.floor(tick / 1000)}`));
  return `f${bytes.toString("hex").slice(0, 19)}`;
}

/** 64-bit FNV-1, which multiplies before it mixes in: Go's fnv.New64. */
function fnv1(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, hash * 0x100000001b3n) ^ BigInt(byte);
  return hash;
}
