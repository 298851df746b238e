import { sql } from "kysely";
import type { Database, Scope } from "./database.ts";
import { idList } from "./id-list.ts";

const VERSIONS = 3;
const LOOKED_AT = 60;
const COUNTED = 20;

type Name = Scope & { readonly name: string };

interface Run {
  readonly id: number;
  readonly created_at: number;
  readonly duration_ms: number;
}

/**
 * How long a workflow usually takes: the median of its last 20 executions that succeeded, in milliseconds.
 *
 * Only the newest 60 of each of its newest 3 versions are looked at; undefined when none of them succeeded.
 */
export function medianDuration(db: Database, workflow: Name): number | undefined {
  return median(lastSuccesses(db, workflow).map((run) => run.duration_ms));
}

/** The same of each of its nodes, by path; of those that ran themselves, without the execution `except`. */
export function medianNodeDurations(
  db: Database,
  workflow: Name,
  except: number,
): { readonly runs: number; readonly byPath: ReadonlyMap<string, number> } {
  const runs = lastSuccesses(db, workflow, except);
  const rows = db.all(
    db.build
      .selectFrom("node_executions")
      .select(["path", sql<number>`coalesce(duration_ms, 0)`.as("duration_ms")])
      .where("execution_id", "in", idList(runs.map(({ id }) => id)))
      .where("phase", "=", "SUCCEEDED")
      .where((is) => is.or([is("cache_status", "is", null), is("cache_status", "!=", "CACHE_HIT")])),
  );
  const durations = Map.groupBy(rows, ({ path }) => path);
  return {
    runs: runs.length,
    byPath: new Map([...durations].map(([path, found]) => [path, median(found.map((row) => row.duration_ms)) ?? 0])),
  };
}

/** The newest first, at most 20. */
function lastSuccesses(db: Database, workflow: Name, except?: number): Run[] {
  const versions = db.all(
    db.build
      .selectFrom("workflows")
      .select("id")
      .where("project", "=", workflow.project)
      .where("domain", "=", workflow.domain)
      .where("name", "=", workflow.name)
      .orderBy("created_at", "desc")
      .limit(VERSIONS),
  );
  return versions
    .flatMap(({ id }) => successesOf(db, id))
    .filter(({ id }) => id !== except)
    .sort((a, b) => b.created_at - a.created_at)
    .slice(0, COUNTED);
}

function successesOf(db: Database, workflowId: number): Run[] {
  return db.all(
    db.build
      .selectFrom((inner) =>
        inner
          .selectFrom("executions")
          .select(["id", "phase", "created_at", "duration_ms"])
          .where("workflow_id", "=", workflowId)
          .orderBy("created_at", "desc")
          .limit(LOOKED_AT)
          .as("newest"),
      )
      .select(["id", "created_at", sql<number>`coalesce(duration_ms, 0)`.as("duration_ms")])
      .where("phase", "=", "SUCCEEDED"),
  );
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
