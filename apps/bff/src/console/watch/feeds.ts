/** What each kind of topic is fed from: the store's rows by sequence, the logs by line, the runner by its word. */
import { create } from "@bufbuild/protobuf";
import type { TaskKey } from "@skein/engine/run";
import {
  EventsDeltaSchema,
  ExecutionsDeltaSchema,
  LogDeltaSchema,
  type LogScope,
  type LogSource,
  type ProjectDomain,
  type Topic,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatExecutionId } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import type { LogStore } from "../../runner/log-store.ts";
import type { Commit, Database } from "../../store/database.ts";
import { executionsSince } from "../../store/execution-queries.ts";
import { findExecution } from "../../store/executions.ts";
import { findNodeExecution } from "../../store/node-executions.ts";
import { findSubNode } from "../../store/sub-nodes.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { logLine } from "../log-line.ts";
import type { MergedLogs } from "../logs/merged-logs.ts";
import { runnerStatus, type StatusSource } from "../runner-status.ts";
import type { ValueReader } from "../values.ts";
import { openDrawings } from "../views/closure.ts";
import { drawExecution } from "../views/dynamic-graph.ts";
import { executionEvents } from "../views/events.ts";
import { executionRows } from "../views/execution-row.ts";
import { executionDelta } from "../views/execution-view.ts";
import type { Feed } from "./feed.ts";
import type { Feeds } from "./streams.ts";

/** Rows of one message: a browser that was away for long gets several. More than one commit can touch (loop.ts), so
 * that a full message always reaches past its first sequence. */
const ROWS = 2000;

class NothingToFollow extends Problem {
  readonly kind = "notFound";
}

export interface FeedParts {
  readonly db: Database;
  readonly values: ValueReader;
  readonly logs: LogStore;
  readonly merged: MergedLogs;
  readonly runner: StatusSource;
}

export function openFeeds({ db, values, logs, merged, runner }: FeedParts): Feeds {
  // Drawn anew when a dynamic node moves: only the last is worth keeping.
  const drawings = openDrawings(0);
  const statusListeners = new Set<() => void>();
  let statusNumber = 1n;
  runner.onStatus(() => {
    statusNumber += 1n;
    for (const changed of statusListeners) changed();
  });

  const execution: Feed = {
    follow(topic, changed) {
      const { id } = rowOf(db, topic);
      return db.onCommit((commit) => commit.executionIds.includes(id) && changed());
    },
    async read(topic, cursor) {
      const upTo = BigInt(db.sequence());
      const since = knownSince(cursor, upTo);
      const row = rowOf(db, topic);
      if (row.seq <= since) return { deltas: [], upTo };
      const value = await executionDelta(db, values, row, since, () => drawExecution(db, drawings, row));
      return { deltas: [{ case: "execution", value }], upTo };
    },
  };

  const events: Feed = {
    follow(topic, changed) {
      const { id } = rowOf(db, topic);
      return db.onCommit((commit) => commit.executionIds.includes(id) && changed());
    },
    read(topic, since) {
      const { events: found, upTo, more } = executionEvents(db, rowOf(db, topic), Number(since));
      if (upTo === since) return { deltas: [], upTo };
      return { deltas: [{ case: "events", value: create(EventsDeltaSchema, { events: found }) }], upTo, more };
    },
  };

  const executions: Feed = {
    follow: (_topic, changed) => db.onCommit((commit) => commit.executionIds.length > 0 && changed()),
    read(topic, cursor) {
      const upTo = BigInt(db.sequence());
      const since = knownSince(cursor, upTo);
      const rows = executionsSince(db, scopeOf(topic, "executions"), since, ROWS);
      if (rows.length === 0) return { deltas: [], upTo };
      const value = create(ExecutionsDeltaSchema, { executions: executionRows(db, rows) });
      const more = rows.length === ROWS;
      return {
        deltas: [{ case: "executions", value }],
        upTo: more ? BigInt(rows.at(-1)?.seq ?? since) - 1n : upTo,
        more,
      };
    },
  };

  const entities: Feed = {
    follow(topic, changed) {
      const scope = scopeOf(topic, "entities");
      return db.onCommit((commit) => isIn(commit, scope) && changed());
    },
    read(_topic, since) {
      const upTo = BigInt(db.sequence());
      if (upTo === since) return { deltas: [], upTo };
      return { deltas: [{ case: "entities", value: { $typeName: "skein.console.v1.EntitiesDelta" } }], upTo };
    },
  };

  const log: Feed = {
    follow: (topic, changed) => logs.follow(keyOf(db, topic), changed),
    async read(topic, since) {
      const key = keyOf(db, topic);
      const { lines, total, complete } = await logs.range(key, Number(since), 0);
      const upTo = lines.length === 0 ? BigInt(total) : since + BigInt(lines.length);
      if (lines.length === 0 && !complete) return { deltas: [], upTo };
      const value = create(LogDeltaSchema, { lines: lines.map(logLine), total: BigInt(total), complete });
      return { deltas: [{ case: "log", value }], upTo, more: upTo < BigInt(total) };
    },
  };

  const lines: Feed = {
    follow: (topic, changed) => merged.follow(linesOf(topic), changed),
    async read(topic, since) {
      const value = await merged.readSince(linesOf(topic), Number(since));
      const last = value.lines.at(-1);
      const upTo = last ? last.row + 1n : value.total;
      if (!last && !value.complete) return { deltas: [], upTo };
      return { deltas: [{ case: "lines", value }], upTo, more: upTo < value.total };
    },
  };

  const runnerFeed: Feed = {
    follow(_topic, changed) {
      statusListeners.add(changed);
      return () => statusListeners.delete(changed);
    },
    // A status is whole: whoever asks gets the present one.
    read: () => ({ deltas: [{ case: "runner", value: runnerStatus(runner.status()) }], upTo: statusNumber }),
  };

  return { execution, events, executions, entities, log, lines, runner: runnerFeed };
}

/** Where to read from: everything, when the cursor is of a home that had come further than this one. */
const knownSince = (cursor: bigint, upTo: bigint): number => (cursor > upTo ? 0 : Number(cursor));

function rowOf(db: Database, { kind }: Topic): ExecutionRow {
  const id = kind.case === "execution" || kind.case === "events" ? kind.value : undefined;
  const row = id && findExecution(db, id);
  if (!row)
    throw new NothingToFollow(`Execution ${id ? formatExecutionId(id) : ""} does not exist; look it up in the list`);
  return row;
}

function scopeOf({ kind }: Topic, expected: "executions" | "entities"): ProjectDomain {
  if (kind.case !== expected) throw new NothingToFollow("The topic names no project and domain");
  return kind.value;
}

function linesOf({ kind }: Topic): LogScope {
  if (kind.case !== "lines") throw new NothingToFollow("The topic names no lines");
  return kind.value;
}

const isIn = (commit: Commit, scope: ProjectDomain): boolean =>
  commit.entityScopes.some((each) => each.project === scope.project && each.domain === scope.domain);

function keyOf(db: Database, { kind }: Topic): TaskKey {
  if (kind.case !== "log") throw new NothingToFollow("The topic names no attempt");
  return logKey(db, kind.value);
}

/** @throws NothingToFollow when there is no such execution, node or attempt */
export function logKey(db: Database, { execution, nodeId, attempt }: LogSource): TaskKey {
  const row = execution && findExecution(db, execution);
  const node = row && findNodeExecution(db, row.id, nodeId);
  if (row && !node && findSubNode(db, row.id, nodeId, attempt)) return keyIn(row, nodeId, attempt);
  if (!node)
    throw new NothingToFollow(
      `Node ${nodeId} of execution ${formatExecutionId(execution)} has not started; it has no log yet`,
    );
  if (attempt < 0 || attempt > node.attempt)
    throw new NothingToFollow(
      `Node ${nodeId} of execution ${formatExecutionId(execution)} has no attempt ${attempt}; its last is ${node.attempt}`,
    );
  return keyIn(row, nodeId, attempt);
}

function keyIn(row: ExecutionRow, node: string, attempt: number): TaskKey {
  const { execution_project: project, execution_domain: domain, execution_name: execution } = row;
  return { project, domain, execution, node, attempt };
}
