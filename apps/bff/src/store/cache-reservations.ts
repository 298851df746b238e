/**
 * Rows of reservations: who makes the result of a cache key now, where others wait for it (execution.md §8).
 *
 * A reservation needs no heartbeat: it counts for as long as its owner's row does not say that it is over, and there is
 * one process only, which knows.
 */
import type { CacheKey } from "@skein/engine/cache-key";
import type { Database } from "./database.ts";
import { findExecutionById } from "./executions.ts";
import { findNodeExecution } from "./node-executions.ts";
import { isSubNodeOver } from "./sub-nodes.ts";
import type { CacheReservationRow } from "./tables.ts";
import { isNodeEnd } from "./terminal.ts";

export interface ReservationOwner {
  readonly executionId: number;
  readonly nodeId: string;
}

/** Takes the key for a node, as part of a transaction; returns who has it instead. */
export function reserve(
  db: Database,
  key: CacheKey,
  owner: ReservationOwner,
  now: number,
): CacheReservationRow | undefined {
  const held = findReservation(db, key);
  if (held && !isOf(held, owner) && !isOver(db, held)) return held;
  const { project, domain, name, version } = key.dataset;
  const taken = { execution_id: owner.executionId, node_id: owner.nodeId, reserved_at: now };
  db.run(
    db.build
      .insertInto("cache_reservations")
      .values({ project, domain, name, version, tag: key.tag, ...taken })
      .onConflict((conflict) => conflict.columns(["project", "domain", "name", "version", "tag"]).doUpdateSet(taken)),
  );
  return undefined;
}

/** The keys that were given back: those a node has, or all of its execution's. */
export function release(db: Database, executionId: number, nodeId?: string): CacheKey[] {
  const owned = db.build.selectFrom("cache_reservations").selectAll().where("execution_id", "=", executionId);
  const rows = db.all(nodeId === undefined ? owned : owned.where("node_id", "=", nodeId));
  if (rows.length === 0) return [];
  const left = db.build.deleteFrom("cache_reservations").where("execution_id", "=", executionId);
  db.run(nodeId === undefined ? left : left.where("node_id", "=", nodeId));
  return rows.map(({ project, domain, name, version, tag }) => ({ dataset: { project, domain, name, version }, tag }));
}

function findReservation(db: Database, { dataset, tag }: CacheKey): CacheReservationRow | undefined {
  return db.first(
    db.build
      .selectFrom("cache_reservations")
      .selectAll()
      .where("project", "=", dataset.project)
      .where("domain", "=", dataset.domain)
      .where("name", "=", dataset.name)
      .where("version", "=", dataset.version)
      .where("tag", "=", tag),
  );
}

const isOf = (row: CacheReservationRow, { executionId, nodeId }: ReservationOwner): boolean =>
  row.execution_id === executionId && row.node_id === nodeId;

/** Whether its owner can no longer give it back. A node that is not yet visible has no row. */
function isOver(db: Database, { execution_id: executionId, node_id: nodeId }: CacheReservationRow): boolean {
  if (findExecutionById(db, executionId)?.ended_at !== null) return true;
  const node = findNodeExecution(db, executionId, nodeId);
  if (node) return isNodeEnd(node.phase);
  return isSubNodeOver(db, executionId, nodeId);
}
