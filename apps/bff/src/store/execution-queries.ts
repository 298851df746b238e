/** The executions a list shows: filtered, searched, sorted, counted, or only what changed. */
import type { FilterTerm } from "@skein/spec/execution-filter/term";
import { assertNever } from "@skein/spec/never";
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from "kysely";
import type { Database, Scope } from "./database.ts";
import { matchesTerm, storedPhases } from "./filter-terms.ts";
import type { ExecutionRow, StoredExecutionPhase, Tables } from "./tables.ts";

export interface ExecutionFilter {
  readonly project: string;
  readonly domain: string;
  /** All of these hold. Archived ones are left out unless one asks for them. */
  readonly terms: readonly FilterTerm[];
  /** UTC milliseconds: what durations and moments before now count from. */
  readonly now: number;
}

export interface ExecutionOrder {
  readonly by: "created" | "duration" | "name";
  readonly isAscending: boolean;
}

const newestFirst: ExecutionOrder = { by: "created", isAscending: false };

export interface ExecutionsPage {
  readonly limit: number;
  readonly after: Pick<ExecutionRow, "created_at" | "id"> | undefined;
}

/**
 * Newest first, unless an order is given.
 *
 * @param page from the row after which it starts, so that new executions do not move it
 */
export function findExecutions(
  db: Database,
  filter: ExecutionFilter,
  page: ExecutionsPage,
  order: ExecutionOrder = newestFirst,
): ExecutionRow[] {
  const column = columnOf(order);
  const direction = order.isAscending ? "asc" : "desc";
  // The ids alone are sorted and looked through; rows, which carry their inputs, are read for the page.
  const ids = idsOfPage(db, filter, page, order);
  return db.all(
    db.build
      .selectFrom("executions")
      .selectAll("executions")
      .where("executions.id", "in", ids)
      .orderBy(column, direction)
      .orderBy("executions.id", direction),
  );
}

/** The rows that end just before the page's `after`, in the order of the list; fewer where there are fewer. */
export function findExecutionsBefore(
  db: Database,
  filter: ExecutionFilter,
  page: ExecutionsPage,
  order: ExecutionOrder = newestFirst,
): ExecutionRow[] {
  return findExecutions(db, filter, page, turned(order)).reverse();
}

/** How many there are of those, at most a page. */
export function countExecutionsBefore(
  db: Database,
  filter: ExecutionFilter,
  page: ExecutionsPage,
  order: ExecutionOrder = newestFirst,
): number {
  return db.all(idsOfPage(db, filter, page, turned(order))).length;
}

const turned = (order: ExecutionOrder): ExecutionOrder => ({ ...order, isAscending: !order.isAscending });

function idsOfPage(db: Database, filter: ExecutionFilter, { limit, after }: ExecutionsPage, order: ExecutionOrder) {
  const direction = order.isAscending ? "asc" : "desc";
  const isBeyond = after && beyond(order, after);
  return db.build
    .selectFrom("executions")
    .select("executions.id")
    .where((each) => (isBeyond ? each.and([isBeyond, matches(each, filter)]) : matches(each, filter)))
    .orderBy(columnOf(order), direction)
    .orderBy("executions.id", direction)
    .limit(limit);
}

/** The names of those that match, the newest first. */
export function executionNames(db: Database, filter: ExecutionFilter, limit: number): string[] {
  const rows = db.all(
    db.build
      .selectFrom("executions")
      .select("executions.execution_name")
      .where((each) => matches(each, filter))
      .orderBy("executions.created_at", "desc")
      .orderBy("executions.id", "desc")
      .limit(limit),
  );
  return rows.map((row) => row.execution_name);
}

/** What goes on has no duration yet: it counts as the shortest, for nothing sorts before anything. */
function columnOf({ by }: ExecutionOrder): RawBuilder<unknown> {
  switch (by) {
    case "created":
      return sql`executions.created_at`;
    case "duration":
      return sql`executions.duration_ms`;
    case "name":
      return sql`executions.execution_name`;
    default:
      return assertNever(by, "order");
  }
}

function beyond(order: ExecutionOrder, after: Pick<ExecutionRow, "created_at" | "id">): RawBuilder<SqlBool> {
  const compared = order.isAscending ? sql`>` : sql`<`;
  if (order.by === "created")
    return sql<SqlBool>`(executions.created_at, executions.id) ${compared} (${after.created_at}, ${after.id})`;
  // Nothing compares with nothing: here it has to be a number.
  const valueIn = (table: string) =>
    order.by === "name" ? sql.ref(`${table}.execution_name`) : sql`coalesce(${sql.ref(`${table}.duration_ms`)}, -1)`;
  return sql<SqlBool>`(${valueIn("executions")}, executions.id) ${compared} (
    select ${valueIn("last")}, last.id from executions as last where last.id = ${after.id}
  )`;
}

/** How many match in each phase; the filter's own phases are not applied, so that each can be offered. */
export function countExecutionsByPhase(
  db: Database,
  filter: ExecutionFilter,
): { phase: StoredExecutionPhase; count: number }[] {
  const terms = filter.terms.filter((term) => term.kind !== "status" || term.negated);
  return db.all(
    db.build
      .selectFrom("executions")
      .select(["executions.phase", (count) => count.fn.countAll<number>().as("count")])
      .where((each) => matches(each, { ...filter, terms }))
      .groupBy("executions.phase"),
  );
}

/** How many match that are archived. */
export function countArchived(db: Database, filter: ExecutionFilter): number {
  const archived: FilterTerm = { kind: "archived", negated: false };
  const row = db.first(
    db.build
      .selectFrom("executions")
      .select((count) => count.fn.countAll<number>().as("count"))
      .where((each) => matches(each, { ...filter, terms: [...filter.terms, archived] })),
  );
  return row?.count ?? 0;
}

/** When the first one was launched, archived ones left out. */
export function oldestExecution(db: Database, { project, domain }: Scope): number | undefined {
  return db.first(
    db.build
      .selectFrom("executions")
      .select("created_at")
      .where("execution_project", "=", project)
      .where("execution_domain", "=", domain)
      .orderBy("created_at")
      .orderBy("id")
      .limit(1),
  )?.created_at;
}

/** How many were launched in each span of time, by phase; spans without one are left out. */
export function countExecutionsOverTime(
  db: Database,
  filter: ExecutionFilter,
  { from, spanMs, spans }: { readonly from: number; readonly spanMs: number; readonly spans: number },
): { span: number; phase: StoredExecutionPhase; count: number }[] {
  // Each count walks a piece of the index by phase; grouping all rows by span takes seven times as long.
  const bars = sql<{ span: number }>`(
    with recursive bars(span) as (select 0 union all select span + 1 from bars where span + 1 < ${spans}) select span from bars
  )`;
  const phases = sql<{ phase: StoredExecutionPhase }>`(
    select value as phase from json_each(${JSON.stringify(Object.values(storedPhases).flat())})
  )`;
  const start = sql<number>`${from} + bars.span * ${spanMs}`;
  const counted = db.build
    .selectFrom([bars.as("bars"), phases.as("phases")])
    .select(["bars.span", "phases.phase"])
    .select((each) =>
      each
        .selectFrom("executions")
        .select((count) => count.fn.countAll<number>().as("count"))
        .where((own) => matches(own, filter))
        .whereRef("executions.phase", "=", "phases.phase")
        .where("executions.created_at", ">=", start)
        .where("executions.created_at", "<", sql<number>`${start} + ${spanMs}`)
        .as("count"),
    );
  return db.all(
    db.build
      .selectFrom(counted.as("counted"))
      .select(["span", "phase", sql<number>`counted.count`.as("count")])
      .where("counted.count", ">", 0),
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

function matches(each: ExpressionBuilder<Tables, "executions">, filter: ExecutionFilter): Expression<SqlBool> {
  const { project, domain, terms } = filter;
  const all: Expression<SqlBool>[] = [
    each("executions.execution_project", "=", project),
    each("executions.execution_domain", "=", domain),
  ];
  if (!terms.some(({ kind }) => kind === "archived")) all.push(each("executions.state", "=", 0));
  for (const term of terms) all.push(matchesTerm(each, term, filter));
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
