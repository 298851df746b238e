/** What the terms of the list's filter mean to the rows of executions. */

import {
  type Bound,
  type Comparison,
  type Condition,
  type FilterTerm,
  resolveMoment,
  type Trigger,
} from "@skein/spec/execution-filter/term";
import { ExecutionMetadata_ExecutionMode as Mode } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { assertNever } from "@skein/spec/never";
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from "kysely";
import type { StoredExecutionPhase, Tables } from "./tables.ts";

export interface TermContext {
  readonly project: string;
  readonly domain: string;
  readonly now: number;
}

type Each = ExpressionBuilder<Tables, "executions">;

export function matchesTerm(each: Each, term: FilterTerm, context: TermContext): Expression<SqlBool> {
  const condition = matchesCondition(each, term, context);
  // A comparison with nothing is neither true nor false; what does not match is what is not true.
  return term.negated ? sql<SqlBool>`(${condition}) is not true` : condition;
}

function matchesCondition(each: Each, condition: Condition, context: TermContext): Expression<SqlBool> {
  switch (condition.kind) {
    case "text":
      return matchesText(each, condition.text, context);
    case "status":
      return each(
        "executions.phase",
        "in",
        condition.phases.flatMap((phase) => storedPhases[phase] ?? []),
      );
    case "name":
      return matchesName(each, condition, context);
    case "trigger":
      return each(
        "executions.mode",
        "in",
        condition.triggers.map((trigger) => modes[trigger]),
      );
    case "label": {
      const { key, patterns } = condition;
      const tagged = each.selectFrom("execution_tags").select("execution_id").where("key", "=", key);
      return each(
        "executions.id",
        "in",
        patterns.length === 0 ? tagged : tagged.where((tag) => tag.or(patterns.map((it) => isLike("value", it)))),
      );
    }
    case "time": {
      const column = condition.field === "started" ? "executions.created_at" : "executions.ended_at";
      const bounds = condition.bounds.map(({ comparison, value }) =>
        compares(sql.ref(column), comparison, resolveMoment(value, context.now)),
      );
      return each.and(bounds);
    }
    case "duration":
      return inBounds(each, lasts(context.now), condition.bounds);
    case "error": {
      const holds = (part: string) =>
        sql<SqlBool>`(instr(lower(cast(executions.error as text)), ${part.toLowerCase()}) > 0)`;
      return each.and([each("executions.error", "is not", null), each.or(condition.parts.map(holds))]);
    }
    case "value": {
      const { side, name, patterns, bounds } = condition;
      const valued = each
        .selectFrom("execution_values")
        .select("execution_id")
        .where("side", "=", side)
        .where("name", "=", name)
        .$if(patterns.length > 0, (query) => query.where((it) => it.or(patterns.map((one) => isLike("text", one)))));
      const compared = bounds.reduce(
        (query, { comparison, value }) => query.where(compares(sql.ref("number"), comparison, value)),
        valued,
      );
      return each("executions.id", "in", compared);
    }
    case "archived":
      return each("executions.state", "=", 1);
    default:
      return assertNever(condition, "filter condition");
  }
}

/** Part of the execution's or its workflow's name. */
function matchesText(each: Each, text: string, { project, domain }: TermContext): Expression<SqlBool> {
  const holds = (column: string) => sql<SqlBool>`(instr(lower(${sql.ref(column)}), ${text.toLowerCase()}) > 0)`;
  return each.or([
    holds("executions.execution_name"),
    each(
      "executions.workflow_id",
      "in",
      each
        .selectFrom("workflows")
        .select("workflows.id")
        .where("project", "=", project)
        .where("domain", "=", domain)
        .where(holds("workflows.name")),
    ),
  ]);
}

function matchesName(
  each: Each,
  { field, patterns }: Extract<Condition, { kind: "name" }>,
  { project, domain }: TermContext,
): Expression<SqlBool> {
  const like = (column: string) => each.or(patterns.map((pattern) => isLike(column, pattern)));
  switch (field) {
    case "name":
      return like("executions.execution_name");
    case "by":
      return like("executions.user");
    case "workflow":
    case "version": {
      const named = each
        .selectFrom("workflows")
        .select("workflows.id")
        .where("project", "=", project)
        .where("domain", "=", domain)
        .where(like(field === "workflow" ? "workflows.name" : "workflows.version"));
      return each("executions.workflow_id", "in", named);
    }
    case "launchPlan": {
      const named = each
        .selectFrom("launch_plans")
        .select("launch_plans.id")
        .where("project", "=", project)
        .where("domain", "=", domain)
        .where(like("launch_plans.name"));
      return each("executions.launch_plan_id", "in", named);
    }
    default:
      return assertNever(field, "name field");
  }
}

/** `*` stands for any characters; ASCII letters match in either case. */
const isLike = (column: string, pattern: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(lower(${sql.ref(column)}) like ${pattern
    .toLowerCase()
    .replaceAll(/[%_\\]/g, "\\$&")
    .replaceAll("*", "%")} escape '\\')`;

/** How long it took, or has taken until now. */
const lasts = (now: number) =>
  sql`coalesce(executions.duration_ms, coalesce(executions.ended_at, ${now}) - coalesce(executions.started_at, executions.created_at))`;

function inBounds(each: Each, value: RawBuilder<unknown>, bounds: readonly Bound<number>[]): Expression<SqlBool> {
  return each.and(bounds.map((bound) => compares(value, bound.comparison, bound.value)));
}

function compares(left: RawBuilder<unknown>, comparison: Comparison, right: number): RawBuilder<SqlBool> {
  switch (comparison) {
    case "<":
      return sql<SqlBool>`(${left} < ${right})`;
    case "<=":
      return sql<SqlBool>`(${left} <= ${right})`;
    case ">":
      return sql<SqlBool>`(${left} > ${right})`;
    case ">=":
      return sql<SqlBool>`(${left} >= ${right})`;
    default:
      return assertNever(comparison, "comparison");
  }
}

const modes = {
  manual: Mode.MANUAL,
  scheduled: Mode.SCHEDULED,
  system: Mode.SYSTEM,
  relaunch: Mode.RELAUNCH,
  "child workflow": Mode.CHILD_WORKFLOW,
  recovered: Mode.RECOVERED,
  trigger: Mode.TRIGGER,
} as const satisfies Record<Trigger, Mode>;

/** What rows hold for a phase. */
export const storedPhases = {
  [Phase.UNDEFINED]: ["UNDEFINED"],
  [Phase.QUEUED]: ["QUEUED"],
  [Phase.RUNNING]: ["RUNNING"],
  [Phase.SUCCEEDING]: ["SUCCEEDING"],
  [Phase.SUCCEEDED]: ["SUCCEEDED"],
  [Phase.FAILING]: ["FAILING"],
  [Phase.FAILED]: ["FAILED"],
  [Phase.ABORTED]: ["ABORTED"],
  [Phase.TIMED_OUT]: ["TIMED_OUT"],
  [Phase.ABORTING]: ["ABORTING"],
} as const satisfies Record<Phase, readonly StoredExecutionPhase[]>;
