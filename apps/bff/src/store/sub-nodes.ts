/** Elements of array nodes: one row per attempt of each that has begun, kept apart from the node's own. */
import type { SubNodeChange, SubNodeCounts, TaskPhaseName } from "@skein/engine/record";
import { sql } from "kysely";
import type { Facts } from "../runner/runner.ts";
import type { Change, Database } from "./database.ts";
import { toErrorBytes } from "./execution-error.ts";
import { idList } from "./id-list.ts";
import { findNodeExecution } from "./node-executions.ts";
import { builder, query } from "./query.ts";
import type { NodeExecutionRow, SubNodeRow } from "./tables.ts";
import { isNodeEnd, isTaskEnd } from "./terminal.ts";

const ends = ["SUCCEEDED", "FAILED", "ABORTED"] as const;

const upsert = query(
  (
    nodeId: number,
    arrayAttempt: number,
    item: number,
    attempt: number,
    phase: TaskPhaseName,
    error: Uint8Array | null,
    cacheStatus: SubNodeRow["cache_status"],
    createdAt: number,
    startedAt: number | null,
    endedAt: number | null,
  ) =>
    builder
      .insertInto("sub_nodes")
      .values({
        node_execution_id: nodeId,
        array_attempt: arrayAttempt,
        item,
        attempt,
        phase,
        error,
        cache_status: cacheStatus,
        created_at: createdAt,
        started_at: startedAt,
        ended_at: endedAt,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["node_execution_id", "array_attempt", "item", "attempt"])
          .doUpdateSet((set) => ({
            phase: set.ref("excluded.phase"),
            error: set.ref("excluded.error"),
            cache_status: set.ref("excluded.cache_status"),
            started_at: set.fn.coalesce("sub_nodes.started_at", "excluded.started_at"),
            ended_at: set.ref("excluded.ended_at"),
          }))
          // Terminal is final.
          .where("sub_nodes.phase", "not in", ends),
      ),
);

const supersede = query((nodeId: number, arrayAttempt: number, item: number, attempt: number) =>
  builder
    .updateTable("sub_nodes")
    .set({ is_newest: 0 })
    .where("node_execution_id", "=", nodeId)
    .where("array_attempt", "=", arrayAttempt)
    .where("item", "=", item)
    .where("attempt", "=", attempt),
);

/** Where an attempt of an element stands by the end of a transaction. */
interface Held {
  readonly index: number;
  readonly attempt: number;
  phase: TaskPhaseName;
  error: SubNodeChange["error"];
  cache: SubNodeChange["cache"];
  readonly createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
}

/** Changes of the elements of one attempt of an array node, gathered while a transaction makes them. */
export class HeldSubNodes {
  readonly #held = new Map<string, Held>();
  #abortedAt: number | undefined;

  apply(change: SubNodeChange, at: number): void {
    const id = `${change.index} ${change.attempt}`;
    const held: Held = this.#held.get(id) ?? {
      index: change.index,
      attempt: change.attempt,
      phase: change.phase,
      error: undefined,
      cache: undefined,
      createdAt: at,
      startedAt: null,
      endedAt: null,
    };
    held.phase = change.phase;
    held.error = change.error;
    held.cache = change.cache;
    if (change.phase === "RUNNING") held.startedAt ??= at;
    if (isTaskEnd(change.phase)) held.endedAt = at;
    this.#held.set(id, held);
  }

  /** All that run are ABORTED. */
  abort(at: number): void {
    this.#abortedAt = at;
  }

  write(db: Database, nodeId: number, arrayAttempt: number): void {
    for (const { index, attempt, phase, error, cache, createdAt, startedAt, endedAt } of this.#held.values()) {
      if (attempt > 0) db.run(supersede(nodeId, arrayAttempt, index, attempt - 1));
      const bytes = error === undefined ? null : toErrorBytes(error);
      const ended = [createdAt, startedAt, endedAt] as const;
      db.run(upsert(nodeId, arrayAttempt, index, attempt, phase, bytes, cache ?? null, ...ended));
    }
    if (this.#abortedAt === undefined) return;
    db.run(
      db.build
        .updateTable("sub_nodes")
        .set({ phase: "ABORTED", ended_at: this.#abortedAt })
        .where("node_execution_id", "=", nodeId)
        .where("array_attempt", "=", arrayAttempt)
        .where("is_newest", "=", 1)
        .where("phase", "=", "RUNNING"),
    );
  }
}

/** Which element of which attempt of an array node. */
export interface SubNodeRef {
  /** Unique id of the array node. */
  readonly node: string;
  readonly arrayAttempt: number;
  readonly index: number;
}

/** Keeps what the runner reported of an attempt of an element, and adds its figures to those of the array. */
export function saveSubNodeFacts(
  db: Database,
  change: Change,
  executionId: number,
  { node, arrayAttempt, index }: SubNodeRef,
  attempt: number,
  facts: Facts,
): void {
  const owner = findNodeExecution(db, executionId, node);
  if (!owner) return;
  const { usage, logBytes } = facts;
  const { changes } = db.run(
    db.build
      .updateTable("sub_nodes")
      .set({
        facts: JSON.stringify(facts),
        cpu_seconds: usage?.cpuSeconds ?? null,
        peak_memory_bytes: usage?.peakMemoryBytes ?? null,
        wall_ms: usage?.wallMs ?? null,
        log_bytes: logBytes,
      })
      .where("node_execution_id", "=", owner.id)
      .where("array_attempt", "=", arrayAttempt)
      .where("item", "=", index)
      .where("attempt", "=", attempt)
      .where("facts", "is", null),
  );
  if (changes === 0 || usage === undefined) return;
  change.touchExecution(executionId);
  const { cpuSeconds, peakMemoryBytes, wallMs } = usage;
  db.run(
    db.build
      .updateTable("task_executions")
      .set((set) => ({
        cpu_seconds: set(set.fn.coalesce("cpu_seconds", set.lit(0)), "+", cpuSeconds),
        peak_memory_bytes: set.fn("max", [set.fn.coalesce("peak_memory_bytes", set.lit(0)), set.val(peakMemoryBytes)]),
        wall_ms: set(set.fn.coalesce("wall_ms", set.lit(0)), "+", wallMs),
      }))
      .where("node_execution_id", "=", owner.id)
      .where("retry_attempt", "=", arrayAttempt),
  );
}

const ofArray = (db: Database, nodeId: number, arrayAttempt: number) =>
  db.build
    .selectFrom("sub_nodes")
    .selectAll()
    .where("node_execution_id", "=", nodeId)
    .where("array_attempt", "=", arrayAttempt);

/** All attempts of all elements that have begun: by index, then attempt. */
export function subNodesOf(db: Database, nodeId: number, arrayAttempt: number): SubNodeRow[] {
  return db.all(ofArray(db, nodeId, arrayAttempt).orderBy("item").orderBy("attempt"));
}

/** The attempts of one element, the first one first. */
export function attemptsOfSubNode(db: Database, nodeId: number, arrayAttempt: number, index: number): SubNodeRow[] {
  return db.all(ofArray(db, nodeId, arrayAttempt).where("item", "=", index).orderBy("attempt"));
}

/** The newest attempts of elements from an index on, by index; of all phases, or of these. */
export function newestSubNodes(
  db: Database,
  nodeId: number,
  arrayAttempt: number,
  { from, limit, phases, among }: SubNodeFilter,
): SubNodeRow[] {
  const all = ofArray(db, nodeId, arrayAttempt)
    .where("is_newest", "=", 1)
    .where("item", ">=", from)
    .$if(phases.length > 0, (chosen) => chosen.where("phase", "in", phases))
    .$if(among !== undefined, (named) => named.where("item", "in", idList(among ?? [])));
  return db.all(all.orderBy("item").limit(limit));
}

interface SubNodeFilter {
  readonly from: number;
  readonly limit: number;
  readonly phases: readonly TaskPhaseName[];
  /** Only these indices; undefined: all. */
  readonly among?: readonly number[] | undefined;
}

/** So many neighbouring elements at a time: how many have begun, failed and run, and the longest of them in milliseconds. */
export function countSubNodesByBar(db: Database, nodeId: number, arrayAttempt: number, width: number) {
  // A parameter is no whole number to SQLite.
  const bar = sql<number>`cast(item / ${width} as integer)`;
  const among = (phase: TaskPhaseName) => sql<number>`sum(phase = ${phase})`;
  return db.all(
    db.build
      .selectFrom("sub_nodes")
      .select([bar.as("bar"), (each) => each.fn.countAll<number>().as("begun")])
      .select([among("FAILED").as("failed"), among("RUNNING").as("running")])
      .select(sql<number>`coalesce(max(ended_at - started_at), 0)`.as("longest_ms"))
      .where("node_execution_id", "=", nodeId)
      .where("array_attempt", "=", arrayAttempt)
      .where("is_newest", "=", 1)
      .groupBy(bar),
  );
}

/** Index of the first element that has not begun: they begin in order. */
export function firstNotBegun(db: Database, nodeId: number, arrayAttempt: number): number {
  const row = db.first(
    db.build
      .selectFrom("sub_nodes")
      .select((each) => each.fn.max("item").as("last"))
      .where("node_execution_id", "=", nodeId)
      .where("array_attempt", "=", arrayAttempt),
  );
  return (row?.last ?? -1) + 1;
}

/** What a key of an element names, where a row of an array node has that element's attempt; see subNodeKey. */
export function findSubNode(db: Database, executionId: number, key: string, attempt: number): SubNodeRow | undefined {
  const found = findElement(db, executionId, key);
  if (!found) return undefined;
  const rows = attemptsOfSubNode(db, found.owner.id, found.arrayAttempt, found.index);
  return rows.find((row) => row.attempt === attempt);
}

/** Whether a key names an element of an array that has ended for good. */
export function isSubNodeOver(db: Database, executionId: number, key: string): boolean {
  const found = findElement(db, executionId, key);
  if (!found) return false;
  const { owner, arrayAttempt, index } = found;
  if (isNodeEnd(owner.phase) || arrayAttempt < owner.attempt) return true;
  const newest = attemptsOfSubNode(db, owner.id, arrayAttempt, index).at(-1);
  return newest !== undefined && isTaskEnd(newest.phase);
}

function findElement(db: Database, executionId: number, key: string) {
  const [, node = "", arrayAttempt, index] = /^(.+)-(\d+)-n(\d+)$/.exec(key) ?? [];
  const owner = findNodeExecution(db, executionId, node);
  return owner?.is_array === 1 ? { owner, arrayAttempt: Number(arrayAttempt), index: Number(index) } : undefined;
}

/** How many elements an array node has, by where they stand; undefined for other nodes, and before it is known. */
export function arrayCountsOf(row: Pick<NodeExecutionRow, "array_counts">): SubNodeCounts | undefined {
  return row.array_counts === null ? undefined : (JSON.parse(row.array_counts) as SubNodeCounts); // by apply-records.ts
}
