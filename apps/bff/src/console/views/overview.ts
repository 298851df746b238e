/** A project and domain at a glance: what goes on, what went wrong, what comes next. */
import { create, fromBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { ticksOf } from "@skein/compiler/next-tick";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type GetOverviewRequest, type Overview, OverviewSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database, Scope } from "../../store/database.ts";
import { readExecutionError } from "../../store/execution-error.ts";
import { findExecutionById } from "../../store/executions.ts";
import {
  countInPhases,
  countLaunched,
  failureGroups,
  newestInPhases,
  type Span,
  spansSince,
  usageSince,
} from "../../store/overview-queries.ts";
import { activeSchedules } from "../../store/schedules.ts";
import { headOf } from "./error-head.ts";
import { executionRows } from "./execution-row.ts";
import { describeSchedule, nextRun } from "./schedule.ts";
import { timeField } from "./times.ts";
import { usageOf } from "./usage.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST = { running: 6, causes: 6, schedules: 5, lanes: 10, spans: 3000, bars: 300, ticks: 12 };
const live = ["QUEUED", "RUNNING"] as const;
const failed = ["FAILED", "TIMED_OUT"] as const;

export function overview(db: Database, { project, domain }: GetOverviewRequest, now: number): Overview {
  const scope = { project, domain };
  const sequence = BigInt(db.sequence());
  const [from, to] = [now - 6 * HOUR, now + HOUR];
  const spans = spansSince(db, scope, from, MOST.spans);
  const schedules = schedulesIn(db, scope, to);
  const byWorkflow = Map.groupBy(spans, ({ workflow }) => workflow);
  for (const { workflow, ticks } of schedules)
    if (ticks.length > 0 && !byWorkflow.has(workflow)) byWorkflow.set(workflow, []);
  const today = usageSince(db, scope, now - (now % DAY));
  const usage = today && usageOf([today]);
  return create(OverviewSchema, {
    now: timestampFromMs(now),
    running: executionRows(db, newestInPhases(db, scope, live, MOST.running)),
    runningTotal: BigInt(countInPhases(db, scope, live, 0)),
    failedTotal: BigInt(countInPhases(db, scope, failed, now - DAY)),
    causes: causesIn(db, scope, now - DAY),
    schedules: schedules
      .filter(({ next }) => next !== null)
      .slice(0, MOST.schedules)
      .map(({ launchPlan, workflow, words, next }) => ({
        launchPlan,
        workflow,
        schedule: words,
        ...timeField("at", next),
      })),
    lanes: [...byWorkflow].slice(0, MOST.lanes).map(([workflow, own]) => ({
      workflow,
      bars: own.slice(0, MOST.bars).map(barOf),
      ticks: schedules
        .filter((each) => each.workflow === workflow)
        .flatMap(({ ticks }) => ticks)
        .map((at) => timestampFromMs(at)),
    })),
    lanesFrom: timestampFromMs(from),
    lanesTo: timestampFromMs(to),
    launched: BigInt(countLaunched(db, scope, from)),
    ...(usage ? { usageToday: usage } : {}),
    attemptsToday: today?.attempts ?? 0,
    sequence,
  });
}

const barOf = ({ name, phase, from, to }: Span) => ({
  execution: name,
  phase: WorkflowExecution_Phase[phase],
  from: timestampFromMs(from),
  ...timeField("to", to),
});

function causesIn(db: Database, scope: Scope, since: number) {
  return failureGroups(db, scope, { phases: failed, since, limit: MOST.causes }).map(
    ({ workflow, error_code, count, newest }) => {
      const row = findExecutionById(db, newest);
      return {
        ...{ workflow, count, code: error_code ?? "" },
        errorHead: row ? headOf(readExecutionError(row.error)) : "",
        execution: row?.execution_name ?? "",
        ...timeField("at", row?.ended_at ?? null),
      };
    },
  );
}

/** Schedules that are on, the next to come first, with what they will start until then. */
function schedulesIn(db: Database, { project, domain }: Scope, until: number) {
  return activeSchedules(db)
    .filter((each) => each.project === project && each.domain === domain)
    .map((row) => {
      const spec = fromBinary(LaunchPlanSpecSchema, row.spec);
      const schedule = spec.entityMetadata?.schedule;
      const next = nextRun(schedule, row);
      const step = ticksOf(schedule);
      const ticks: number[] = [];
      for (let at = next ?? undefined; at !== undefined && at <= until && ticks.length < MOST.ticks; at = step?.(at))
        ticks.push(at);
      const { name, version } = row;
      return {
        launchPlan: { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name, version },
        workflow: spec.workflowId?.name ?? "",
        words: describeSchedule(schedule),
        ...{ next, ticks },
      };
    })
    .toSorted((a, b) => (a.next ?? Number.POSITIVE_INFINITY) - (b.next ?? Number.POSITIVE_INFINITY));
}
