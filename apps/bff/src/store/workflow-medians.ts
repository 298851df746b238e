import { sql } from "kysely";
import type { Database, Scope } from "./database.ts";

const VERSIONS = 3;
const LOOKED_AT = 60;
const COUNTED = 20;

/**
 * How long a workflow usually takes: the median of its last 20 executions that succeeded, in milliseconds.
 *
 * Only the newest 60 of each of its newest 3 versions are looked at; undefined when none of them succeeded.
 */
export function medianDuration(db: Database, workflow: Scope & { readonly name: string }): number | undefined {
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
  const durations = versions.flatMap(({ id }) => lastDurations(db, id));
  const last = durations
    .toSorted((a, b) => b.created_at - a.created_at)
    .slice(0, COUNTED)
    .map((row) => row.duration_ms)
    .toSorted((a, b) => a - b);
  return last[Math.floor(last.length / 2)];
}

function lastDurations(db: Database, workflowId: number): { created_at: number; duration_ms: number }[] {
  return db.all(
    db.build
      .selectFrom((inner) =>
        inner
          .selectFrom("executions")
          .select(["phase", "created_at", "duration_ms"])
          .where("workflow_id", "=", workflowId)
          .orderBy("created_at", "desc")
          .limit(LOOKED_AT)
          .as("newest"),
      )
      .select(["created_at", sql<number>`coalesce(duration_ms, 0)`.as("duration_ms")])
      .where("phase", "=", "SUCCEEDED"),
  );
}
