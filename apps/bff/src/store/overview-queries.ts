/** What an overview of a project and domain is made of; each query is bounded by a time or a number. */
import type { Database, Scope } from "./database.ts";
import type { ExecutionRow, StoredExecutionPhase } from "./tables.ts";

const livePhases: readonly StoredExecutionPhase[] = [
  "UNDEFINED",
  "QUEUED",
  "RUNNING",
  "SUCCEEDING",
  "FAILING",
  "ABORTING",
];

const inScope = (db: Database, { project, domain }: Scope) =>
  db.build
    .selectFrom("executions")
    .where("execution_project", "=", project)
    .where("execution_domain", "=", domain)
    .where("state", "=", 0);

/** The newest ones in these phases. */
export function newestInPhases(
  db: Database,
  scope: Scope,
  phases: readonly StoredExecutionPhase[],
  limit: number,
): ExecutionRow[] {
  return db.all(
    inScope(db, scope)
      .selectAll()
      .where("phase", "in", phases)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(limit),
  );
}

/** @param since UTC milliseconds of their launch; 0 for all */
export function countInPhases(
  db: Database,
  scope: Scope,
  phases: readonly StoredExecutionPhase[],
  since: number,
): number {
  const row = db.first(
    inScope(db, scope)
      .select((each) => each.fn.countAll<number>().as("count"))
      .where("phase", "in", phases)
      .where("created_at", ">=", since),
  );
  return row?.count ?? 0;
}

export interface FailureGroup {
  readonly workflow: string;
  readonly error_code: string | null;
  readonly count: number;
  /** Row id of the newest one. */
  readonly newest: number;
}

/** Executions in these phases that were launched since then, by workflow and code: the most frequent first. */
export function failureGroups(
  db: Database,
  scope: Scope,
  { phases, since, limit }: { phases: readonly StoredExecutionPhase[]; since: number; limit: number },
): FailureGroup[] {
  return db.all(
    inScope(db, scope)
      .innerJoin("workflows", "workflows.id", "executions.workflow_id")
      .select(["workflows.name as workflow", "executions.error_code"])
      .select((each) => [each.fn.countAll<number>().as("count"), each.fn.max("executions.id").as("newest")])
      .where("phase", "in", phases)
      .where("executions.created_at", ">=", since)
      .groupBy(["workflows.name", "executions.error_code"])
      .orderBy("count", "desc")
      .orderBy("newest", "desc")
      .limit(limit),
  );
}

export interface Span {
  readonly workflow: string;
  readonly name: string;
  readonly phase: StoredExecutionPhase;
  readonly from: number;
  readonly to: number | null;
}

/** Executions of which some part lies after then: those that go on, however long they have, then the last to end. */
export function spansSince(db: Database, scope: Scope, since: number, limit: number): Span[] {
  const spans = inScope(db, scope)
    .innerJoin("workflows", "workflows.id", "executions.workflow_id")
    .select((each) => [
      "workflows.name as workflow",
      "executions.execution_name as name",
      "executions.phase",
      each.fn.coalesce("executions.started_at", "executions.created_at").as("from"),
      "executions.ended_at as to",
    ])
    .limit(limit);
  const live = db.all(spans.where("executions.phase", "in", livePhases).orderBy("executions.created_at", "desc"));
  // Who ended after then was changed after then, which there is an index for.
  const ended = db.all(
    spans
      .where("executions.updated_at", ">=", since)
      .where("executions.ended_at", ">=", since)
      .orderBy("executions.updated_at", "desc"),
  );
  return [...live, ...ended];
}

/** How many were launched since then. */
export function countLaunched(db: Database, scope: Scope, since: number): number {
  const row = db.first(
    inScope(db, scope)
      .select((each) => each.fn.countAll<number>().as("count"))
      .where("created_at", ">=", since),
  );
  return row?.count ?? 0;
}

/** What attempts in containers have used that ended since then, also those of archived executions. */
export function usageSince(db: Database, { project, domain }: Scope, since: number) {
  const anyState = db.build
    .selectFrom("executions")
    .select("id")
    .where("execution_project", "=", project)
    .where("execution_domain", "=", domain);
  const candidates = anyState
    .where("updated_at", ">=", since)
    .union(anyState.where("state", "in", [0, 1]).where("phase", "in", livePhases));
  return db.first(
    db.build
      .selectFrom("task_executions")
      .select((each) => [
        each.fn.sum<number | null>("cpu_seconds").as("cpu_seconds"),
        each.fn.max("peak_memory_bytes").as("peak_memory_bytes"),
        each.fn.sum<number | null>("wall_ms").as("wall_ms"),
        each.fn.count<number>("wall_ms").as("attempts"),
        each.fn.max("ended_at").as("ended_at"),
      ])
      .where("execution_id", "in", candidates)
      .where("ended_at", ">=", since),
  );
}
