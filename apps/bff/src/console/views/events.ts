/**
 * An execution's history, from its journal: what became visible, in order, and who or what it came from.
 *
 * The journal also holds what only the engine needs (timers, resolved inputs): that is no news to anybody.
 */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { RunError, RunEvent } from "@skein/engine/event";
import type { RunRecord } from "@skein/engine/record";
import {
  ExecutionErrorSchema,
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as NodePhase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ExecutionEvent,
  ExecutionEventSchema,
  ExecutionEvent_Notice as Notice,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import type { Database } from "../../store/database.ts";
import { type Entry, readJournal } from "../../store/journal.ts";
import { findNodeExecution } from "../../store/node-executions.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { headOf } from "./error-head.ts";

/** Entries of one answer. */
const ENTRIES = 2000;

interface Events {
  readonly events: ExecutionEvent[];
  readonly upTo: bigint;
  readonly more: boolean;
}

/** @param since the number of the first entry that is wanted; everything, where it is beyond what this home has */
export function executionEvents(db: Database, row: ExecutionRow, since: number): Events {
  const entries = readJournal(db, row.id, since, ENTRIES);
  const last = entries.at(-1);
  if (!last && since > 0 && readJournal(db, row.id, since - 1, 1).length === 0) return executionEvents(db, row, 0);
  const paths = new Map<string, string>();
  const pathOf = (node: string): string => {
    const known = paths.get(node) ?? findNodeExecution(db, row.id, node)?.path ?? "";
    paths.set(node, known);
    return known;
  };
  return {
    events: entries.flatMap((entry) => eventsOf(entry, row, pathOf)),
    upTo: BigInt(last ? last.number + 1 : since),
    more: entries.length === ENTRIES,
  };
}

type Shape = Omit<MessageInitShape<typeof ExecutionEventSchema>, "$typeName" | "number" | "at">;

function eventsOf({ number, at, event, records }: Entry, row: ExecutionRow, pathOf: (node: string) => string) {
  const given = (shape: Shape, time = at) =>
    create(ExecutionEventSchema, { ...shape, number: BigInt(number), at: timestampFromMs(time) });
  return [
    ...noticesOf(event, row).map((shape) => given(shape)),
    ...records.filter(isNews).map((record) => given(shapeOf(record, pathOf), record.at)),
  ];
}

/** Every execution has a start and an end node; nothing happens in them. */
const isNews = (record: RunRecord): boolean =>
  record.kind !== "node" || (record.specNodeId !== "start-node" && record.specNodeId !== "end-node");

function noticesOf(event: RunEvent, row: ExecutionRow): Shape[] {
  switch (event.kind) {
    case "started":
      return [{ change: { case: "notice", value: Notice.LAUNCHED }, actor: row.user }];
    case "abortRequested":
      return [
        {
          change: { case: "notice", value: Notice.ABORT_REQUESTED },
          reason: event.reason,
          actor: row.abort_principal ?? "",
        },
      ];
    case "commandFailed":
      return [{ change: { case: "notice", value: Notice.TROUBLE }, reason: event.message }];
    default:
      return [];
  }
}

function shapeOf(record: RunRecord, pathOf: (node: string) => string): Shape {
  switch (record.kind) {
    case "execution":
      return { change: { case: "execution", value: ExecutionPhase[record.phase] }, reason: headIn(record.error) };
    case "node":
      return {
        change: { case: "node", value: NodePhase[record.phase] },
        nodeId: record.node,
        path: record.path,
        reason: headIn(record.error),
      };
    case "task":
      return {
        change: { case: "task", value: TaskPhase[record.phase] },
        nodeId: record.node,
        path: pathOf(record.node),
        attempt: record.attempt,
        reason: headIn(record.error) || record.reason,
      };
    default:
      return assertNever(record, "record");
  }
}

const headIn = (error: RunError | undefined): string =>
  error ? headOf(create(ExecutionErrorSchema, { code: error.code, message: error.message })) : "";
