import type { Database } from "./database.ts";
import type { ExecutionRow, StoredExecutionPhase } from "./tables.ts";

/**
 * The newest execution of the same workflow, whichever version, that was created before this one.
 *
 * @param phase only one that ended so
 */
export function findEarlierExecution(
  db: Database,
  { id, workflow_id, created_at }: Pick<ExecutionRow, "id" | "workflow_id" | "created_at">,
  phase?: StoredExecutionPhase,
): ExecutionRow | undefined {
  const versions = db.build
    .selectFrom("workflows")
    .innerJoin("workflows as own", (on) =>
      on
        .onRef("workflows.project", "=", "own.project")
        .onRef("workflows.domain", "=", "own.domain")
        .onRef("workflows.name", "=", "own.name"),
    )
    .select("workflows.id")
    .where("own.id", "=", workflow_id);
  const query = db.build
    .selectFrom("executions")
    .selectAll()
    .where("workflow_id", "in", versions)
    .where("created_at", "<=", created_at)
    .where("id", "<", id)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(1);
  return db.first(phase === undefined ? query : query.where("phase", "=", phase));
}
