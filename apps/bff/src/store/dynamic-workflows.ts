/**
 * What dynamic nodes ran: closures by digest, each stored once, and which attempt of which node ran which.
 *
 * A closure is stored when it was compiled, before any event names it; the attempt's row comes with the record that
 * shows it (apply-records.ts).
 */
import { createHash } from "node:crypto";
import type { NodeRecord } from "@skein/engine/record";
import type { ClosureRef } from "@skein/engine/run";
import type { Database } from "./database.ts";
import { idList } from "./id-list.ts";
import type { DynamicWorkflowRow } from "./tables.ts";

/**
 * Stores a closure, unless it is there.
 *
 * @param closure core.CompiledWorkflowClosure in binary
 * @param nodeCount of all levels, start and end nodes left out
 */
export function storeDynamicClosure(db: Database, closure: Uint8Array, nodeCount: number): ClosureRef {
  const digest = createHash("sha256").update(closure).digest("hex");
  db.run(
    db.build
      .insertInto("dynamic_closures")
      .values({ digest, closure, node_count: nodeCount })
      .onConflict((conflict) => conflict.column("digest").doNothing()),
  );
  return digest;
}

/** core.CompiledWorkflowClosure in binary. */
export function readDynamicClosure(db: Database, ref: ClosureRef): Uint8Array | undefined {
  return db.first(db.build.selectFrom("dynamic_closures").select("closure").where("digest", "=", ref))?.closure;
}

/** Notes what an attempt runs. */
export function saveDynamicWorkflow(
  db: Database,
  executionId: number,
  { node, attempt }: Pick<NodeRecord, "node" | "attempt">,
  { closure, futures }: NonNullable<NodeRecord["dynamic"]>,
): void {
  const key = { execution_id: executionId, node_id: node, attempt };
  const row = { ...key, digest: closure, futures_uri: futures };
  db.run(
    db.build
      .insertInto("dynamic_workflows")
      .values(row)
      .onConflict((conflict) => conflict.columns(["execution_id", "node_id", "attempt"]).doNothing()),
  );
}

/** A place in the graph of an execution, and what runs there. */
export interface DynamicWorkflowAt {
  readonly path: string;
  readonly digest: string;
}

/** What the dynamic nodes of an execution run, one for each place: of the newest attempt that asked. */
export function dynamicWorkflowsOf(db: Database, executionId: number): DynamicWorkflowAt[] {
  const rows = db.all(
    db.build
      .selectFrom("dynamic_workflows")
      .innerJoin("node_executions", (on) =>
        on
          .onRef("node_executions.execution_id", "=", "dynamic_workflows.execution_id")
          .onRef("node_executions.node_id", "=", "dynamic_workflows.node_id"),
      )
      .select(["node_executions.path", "dynamic_workflows.digest"])
      .where("dynamic_workflows.execution_id", "=", executionId)
      .orderBy("node_executions.id")
      .orderBy("dynamic_workflows.attempt"),
  );
  return [...new Map(rows.map((row) => [row.path, row])).values()];
}

/** How many nodes the dynamic nodes of each execution have asked for so far, over all attempts, as there are rows. */
export function countDynamicNodes(db: Database, executionIds: readonly number[]): ReadonlyMap<number, number> {
  if (executionIds.length === 0) return new Map();
  const rows = db.all(
    db.build
      .selectFrom("dynamic_workflows")
      .innerJoin("dynamic_closures", "dynamic_closures.digest", "dynamic_workflows.digest")
      .select(["execution_id", (sum) => sum.fn.sum<number>("node_count").as("count")])
      .where("execution_id", "in", idList(executionIds))
      .groupBy("execution_id"),
  );
  return new Map(rows.map((row) => [row.execution_id, row.count]));
}

/** What the newest attempt that asked for nodes runs, or ran; undefined for a node that is not dynamic. */
export function findDynamicWorkflow(
  db: Database,
  { execution_id: executionId, node_id: nodeId }: Pick<DynamicWorkflowRow, "execution_id" | "node_id">,
): DynamicWorkflowRow | undefined {
  return db.first(
    db.build
      .selectFrom("dynamic_workflows")
      .selectAll()
      .where("execution_id", "=", executionId)
      .where("node_id", "=", nodeId)
      .orderBy("attempt", "desc")
      .limit(1),
  );
}
