/**
 * An execution's history, from its journal: what became visible, in order, and who or what it came from.
 *
 * The journal also holds what only the engine needs (timers, resolved inputs): that is no news to anybody.
 */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { RunError, RunEvent } from "@skein/engine/event";
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
import { type Moment, readJournal } from "../../store/journal.ts";
import { pathsOfNodes } from "../../store/node-executions.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { headOf } from "./error-head.ts";

/** Entries of one answer. */
const ENTRIES = 2000;

type Entry = ReturnType<typeof readJournal>[number];

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
  const paths = pathsOfNodes(db, row.id, new Set(entries.flatMap(nodesIn)));
  const pathOf = (node: string): string => paths.get(node) ?? "";
  return {
    events: entries.flatMap((entry) => eventsOf(entry, row, pathOf)),
    upTo: BigInt(last ? last.number + 1 : since),
    more: entries.length === ENTRIES,
  };
}

type Shape = Omit<MessageInitShape<typeof ExecutionEventSchema>, "$typeName" | "number" | "at">;

const nodesIn = ({ event, records }: Entry): string[] => [
  ...(event.kind === "inputsEdited" ? [event.node] : []),
  ...records.flatMap((moment) => (moment.kind === "execution" ? [] : [moment.node])),
];

function eventsOf({ number, at, event, records }: Entry, row: ExecutionRow, pathOf: (node: string) => string) {
  const given = (shape: Shape, time = at) =>
    create(ExecutionEventSchema, { ...shape, number: BigInt(number), at: timestampFromMs(time) });
  return [
    ...noticesOf(event, row, pathOf).map((shape) => given(shape)),
    ...records.filter((moment) => isNews(moment, pathOf)).map((moment) => given(shapeOf(moment, pathOf), moment.at)),
  ];
}

/** Every execution has a start and an end node; nothing happens in them. */
const isNews = (moment: Moment, pathOf: (node: string) => string): boolean =>
  moment.kind !== "node" || !/(^|\/)(start|end)-node$/.test(pathOf(moment.node));

function noticesOf(event: RunEvent, row: ExecutionRow, pathOf: (node: string) => string): Shape[] {
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
    case "breakpointSet":
    case "breakpointCleared":
      return [{ change: { case: "notice", value: Notice.BREAKPOINTS_CHANGED }, actor: row.user }];
    case "inputsEdited":
      return [
        {
          change: { case: "notice", value: Notice.INPUTS_EDITED },
          nodeId: event.node,
          path: pathOf(event.node),
          actor: row.user,
        },
      ];
    case "commandFailed":
      return [{ change: { case: "notice", value: Notice.TROUBLE }, reason: event.message }];
    default:
      return [];
  }
}

function shapeOf(moment: Moment, pathOf: (node: string) => string): Shape {
  switch (moment.kind) {
    case "execution":
      return { change: { case: "execution", value: ExecutionPhase[moment.phase] }, reason: headIn(moment.error) };
    case "node":
      return {
        change: { case: "node", value: NodePhase[moment.phase] },
        nodeId: moment.node,
        path: pathOf(moment.node),
        reason: headIn(moment.error),
      };
    case "task":
      return {
        change: { case: "task", value: TaskPhase[moment.phase] },
        nodeId: moment.node,
        path: pathOf(moment.node),
        attempt: moment.attempt,
        reason: headIn(moment.error) || moment.reason,
      };
    case "hold":
      return {
        change: { case: "notice", value: moment.held === undefined ? Notice.LET_GO : Notice.HELD },
        nodeId: moment.node,
        path: pathOf(moment.node),
        reason: moment.reason,
      };
    default:
      return assertNever(moment, "moment");
  }
}

const headIn = (error: RunError | undefined): string =>
  error ? headOf(create(ExecutionErrorSchema, { code: error.code, message: error.message })) : "";
