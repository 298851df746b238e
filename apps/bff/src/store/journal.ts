/**
 * What happened, in order, per execution: rows of executions, nodes and attempts are its consequence, written with it.
 *
 * A batch is one transaction (group commit): events of many executions, the records they led to, the runner's facts.
 * Nothing outside may be touched for them before `appendBatches` returned.
 */
import type { RunEvent } from "@skein/engine/event";
import type { ExecutionRecord, HoldRecord, NodeRecord, RunRecord, TaskRecord } from "@skein/engine/record";
import { assertNever } from "@skein/spec/never";
import type { Facts } from "../runner/runner.ts";
import { applyRecords } from "./apply-records.ts";
import type { Database } from "./database.ts";
import { updateExecution } from "./executions.ts";
import { type KeptObject, keepObjects } from "./kept-objects.ts";
import { builder, query } from "./query.ts";
import { type SubNodeRef, saveSubNodeFacts } from "./sub-nodes.ts";
import { saveFacts } from "./task-executions.ts";

export interface Batch {
  readonly executionId: number;
  readonly entries: readonly Entry[];
  /** What the runner reported of attempts, kept in their rows once the records are applied. */
  readonly facts?: readonly AttemptFacts[];
  /** What the events speak of and no file holds. */
  readonly objects?: readonly KeptObject[];
}

/** One event and what it led to. */
export interface Entry {
  /** From 0, without gaps. */
  readonly number: number;
  readonly at: number;
  readonly event: RunEvent;
  readonly records: readonly RunRecord[];
}

/**
 * What a record tells of one moment. What it says of the node or attempt as such (path, URIs, task) stands in the row,
 * once and not once for each phase.
 */
export type Moment =
  | Omit<ExecutionRecord, "outputs">
  | Pick<NodeRecord, "kind" | "node" | "phase" | "at" | "error">
  | HoldRecord
  | Pick<TaskRecord, "kind" | "node" | "attempt" | "phase" | "version" | "at" | "reason" | "error">;

export interface AttemptFacts {
  readonly node: string;
  readonly attempt: number;
  readonly facts: Facts;
  /** Of an element of an array node: which one. */
  readonly subNode?: SubNodeRef;
}

export function appendBatches(db: Database, batches: readonly Batch[]): void {
  db.transaction((change) => {
    for (const { executionId, entries, facts = [], objects = [] } of batches) {
      keepObjects(db, objects);
      for (const entry of entries) insertEntry(db, executionId, entry);
      applyRecords(
        db,
        change,
        executionId,
        entries.flatMap((entry) => entry.records),
      );
      for (const { node, attempt, facts: known, subNode } of facts) {
        if (subNode) saveSubNodeFacts(db, change, executionId, subNode, attempt, known);
        else saveFacts(db, change, executionId, node, attempt, known);
      }
      // A list shows counts of nodes and usage too: a change below is a change of the execution's row.
      updateExecution(db, change, executionId, {});
    }
  });
}

/** Whether it takes entries of an execution at all: one that is none is written, and taken back. */
export function takesEntries(db: Database, executionId: number): boolean {
  const takenBack = new Error("taken back");
  try {
    return db.transaction(() => {
      db.insertRow("journal", { execution_id: executionId, number: -1, at: 0, event: "{}", records: "[]" });
      throw takenBack;
    });
  } catch (reason) {
    return reason === takenBack;
  }
}

function insertEntry(db: Database, executionId: number, { number, at, event, records }: Entry): void {
  db.insertRow("journal", {
    execution_id: executionId,
    number,
    at,
    event: JSON.stringify(event),
    records: JSON.stringify(records.flatMap(momentsOf)),
  });
}

function momentsOf(record: RunRecord): Moment[] {
  switch (record.kind) {
    case "execution": {
      const { kind, phase, at, error, errorNode } = record;
      return [{ kind, phase, at, error, errorNode }];
    }
    case "node": {
      const { kind, node, phase, at, error } = record;
      return [{ kind, node, phase, at, error }];
    }
    case "task": {
      const { kind, node, attempt, phase, version, at, reason, error } = record;
      return [{ kind, node, attempt, phase, version, at, reason, error }];
    }
    case "hold":
      return [record];
    case "breakpoints": // Its event says it.
    case "subNodes": // Too many to tell of one by one: each has a row.
      return [];
    default:
      return assertNever(record, "record");
  }
}

/** The events of one execution, in order: what a run is rebuilt from. */
export function* readEvents(db: Database, executionId: number): Generator<RunEvent> {
  for (let from = 0; ; from += EVENTS) {
    const rows = db.all(eventsFrom(executionId, from, from + EVENTS));
    for (const { event } of rows) yield JSON.parse(event) as RunEvent; // written by insertEntry alone
    if (rows.length < EVENTS) return;
  }
}

/** Read at once: a long journal never lies in memory as a whole. */
const EVENTS = 1000;

const eventsFrom = query((executionId: number, from: number, to: number) =>
  builder
    .selectFrom("journal")
    .select("event")
    .where("execution_id", "=", executionId)
    .where("number", ">=", from)
    .where("number", "<", to)
    .orderBy("number"),
);

/** The entries of one execution in order, from the given number on; all of them, or so many. */
export function readJournal(
  db: Database,
  executionId: number,
  from = 0,
  limit?: number,
): (Omit<Entry, "records"> & { readonly records: readonly Moment[] })[] {
  const entries = db.build
    .selectFrom("journal")
    .select(["number", "at", "event", "records"])
    .where("execution_id", "=", executionId)
    .where("number", ">=", from)
    .orderBy("number");
  const rows = db.all(limit === undefined ? entries : entries.limit(limit));
  // Written by insertEntry alone, in the same shape.
  return rows.map(({ number, at, event, records }) => ({
    number,
    at,
    event: JSON.parse(event) as RunEvent,
    records: JSON.parse(records) as Moment[],
  }));
}
