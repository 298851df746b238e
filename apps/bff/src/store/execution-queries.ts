/** The executions a list shows: filtered, searched, counted, or only what changed. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Database, Scope } from "./database.ts";
import type { ExecutionRow, StoredExecutionPhase, Tables } from "./tables.ts";

export interface ExecutionFilter {
  readonly project: string;
  readonly domain: string;
  /** Empty: all phases. */
  readonly phases: readonly StoredExecutionPhase[];
  /** Part of the execution's or the workflow's name, in any case; empty: all. */
  readonly search: string;
  /** The workflow's name, whole; empty: all. */
  readonly workflow: string;
}

/**
 * Newest first. Archived ones are left out.
 *
 * @param page from the row after which it starts, so that new executions do not move it
 */
export function findExecutions(
  db: Database,
  filter: ExecutionFilter,
  page: { readonly limit: number; readonly after: Pick<ExecutionRow, "created_at" | "id"> | undefined },
): ExecutionRow[] {
  const { limit, after } = page;
  const isOlder = after && sql<SqlBool>`(executions.created_at, executions.id) < (${after.created_at}, ${after.id})`;
  return db.all(
    db.build
      .selectFrom("executions")
      .selectAll("executions")
      .where((each) => (isOlder ? each.and([isOlder, matches(each, filter)]) : matches(each, filter)))
      .orderBy("executions.created_at", "desc")
      .orderBy("executions.id", "desc")
      .limit(limit),
  );
}

/** How many match in each phase; the filter's own phases are not applied, so that each can be offered. */
export function countExecutionsByPhase(
  db: Database,
  filter: ExecutionFilter,
): { phase: StoredExecutionPhase; count: number }[] {
  return db.all(
    db.build
      .selectFrom("executions")
      .select(["executions.phase", (count) => count.fn.countAll<number>().as("count")])
      .where((each) => matches(each, { ...filter, phases: [] }))
      .groupBy("executions.phase"),
  );
}

/** Executions of a project and domain that changed after the given sequence, oldest change first. */
export function executionsSince(db: Database, scope: Scope, sequence: number, limit: number): ExecutionRow[] {
  return db.all(
    db.build
      .selectFrom("executions")
      .selectAll()
      .where("seq", ">", sequence)
      // The plus keeps SQLite from the index on names, which would read the whole history.
      .where(sql<SqlBool>`+execution_project = ${scope.project}`)
      .where(sql<SqlBool>`+execution_domain = ${scope.domain}`)
      .orderBy("seq")
      .orderBy("id")
      .limit(limit),
  );
}

function matches(
  each: ExpressionBuilder<Tables, "executions">,
  { project, domain, phases, search, workflow }: ExecutionFilter,
): Expression<SqlBool> {
  const all: Expression<SqlBool>[] = [
    each("executions.execution_project", "=", project),
    each("executions.execution_domain", "=", domain),
    each("executions.state", "=", 0),
  ];
  if (phases.length > 0) all.push(each("executions.phase", "in", phases));
  const named = each.selectFrom("workflows").select("workflows.id");
  if (workflow !== "") all.push(each("executions.workflow_id", "in", named.where("workflows.name", "=", workflow)));
  if (search !== "") {
    const wanted = search.toLowerCase();
    const holds = (column: string) => sql<SqlBool>`instr(lower(${sql.ref(column)}), ${wanted}) > 0`;
    all.push(
      each.or([
        holds("executions.execution_name"),
        each("executions.workflow_id", "in", named.where(holds("workflows.name"))),
      ]),
    );
  }
  return each.and(all);
}

/** How many executions of a launch plan, whichever version, are queued or running. */
export function countLiveOfLaunchPlan(db: Database, launchPlan: Scope & { readonly name: string }): number {
  const row = db.first(
    db.build
      .selectFrom("executions")
      .innerJoin("launch_plans", "launch_plans.id", "executions.launch_plan_id")
      .select((count) => count.fn.countAll<number>().as("count"))
      .where("launch_plans.project", "=", launchPlan.project)
      .where("launch_plans.domain", "=", launchPlan.domain)
      .where("launch_plans.name", "=", launchPlan.name)
      .where("executions.phase", "in", ["QUEUED", "RUNNING"]),
  );
  return row?.count ?? 0;
}

/** Live executions with a signal that nobody has set; undefined asks for those of all projects. */
export function executionsWithOpenSignals(db: Database, scope: Scope | undefined): ExecutionRow[] {
  const open = db.build
    .selectFrom("executions")
    .selectAll("executions")
    .where("executions.ended_at", "is", null)
    .where("executions.id", "in", (signals) =>
      signals.selectFrom("signals").select("execution_id").where("value", "is", null),
    )
    .orderBy("executions.id");
  if (!scope) return db.all(open);
  return db.all(open.where("execution_project", "=", scope.project).where("execution_domain", "=", scope.domain));
}
