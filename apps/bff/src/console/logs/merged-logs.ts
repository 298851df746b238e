/** Reads, searches and follows the lines of an execution, whoever wrote them (merged-log.ts); the last few are kept. */
import { create, toBinary } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  LogLine_Level as LevelNumber,
  LogOriginSchema,
  type LogPage,
  LogPageSchema,
  type LogScope,
  LogScopeSchema,
  type ReadLogRequest,
  type SearchLogRequest,
  type SearchLogResponse,
  SearchLogResponseSchema,
  LogLine_Stream as StreamNumber,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Level } from "@skein/spec/log/level";
import type { LogStream } from "../../runner/log-line.ts";
import type { LogStore } from "../../runner/log-store.ts";
import type { Database } from "../../store/database.ts";
import { getExecutionRow } from "../find.ts";
import { logLine } from "../log-line.ts";
import { lineMatch } from "./line-match.ts";
import { type Origin, originsIn } from "./log-origins.ts";
import { type MergedLine, MergedLog } from "./merged-log.ts";

const MOST_ROWS = 5000;
/** How many merged logs are kept for whoever reads on: their rows, not their texts. */
const KEPT = 8;
/** A search answers at least this often. */
const SEARCH_MS = 300;

export interface MergedLogs {
  read(request: ReadLogRequest): Promise<LogPage>;
  search(request: SearchLogRequest): Promise<SearchLogResponse>;
  /** The rows from `since` on; the last ones, where that is of another order or they are very many. */
  readSince(scope: LogScope, since: number): Promise<LogPage>;
  /** Calls when there may be more; returns what ends it. */
  follow(scope: LogScope, changed: () => void): () => void;
}

interface Kept {
  readonly log: MergedLog;
  /** As of the execution's sequence. */
  seq: number;
  origins: readonly Origin[];
  leftOut: number;
}

export function openMergedLogs(db: Database, logs: LogStore): MergedLogs {
  const kept = new Map<string, Kept>();

  async function current(scope: LogScope): Promise<Kept> {
    const row = getExecutionRow(db, scope.execution);
    const key = Buffer.from(toBinary(LogScopeSchema, scope)).toString("latin1");
    const known = kept.get(key);
    const here: Kept = known ?? { log: new MergedLog(logs, filterOf(scope)), seq: -1, origins: [], leftOut: 0 };
    kept.delete(key);
    kept.set(key, here);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    if (here.seq !== row.seq) Object.assign(here, originsIn(db, row, scope), { seq: row.seq });
    await here.log.grow(here.origins);
    return here;
  }

  const isOver = (scope: LogScope) => getExecutionRow(db, scope.execution).ended_at !== null;

  async function page(scope: LogScope, here: Kept, start: number, count: number): Promise<LogPage> {
    const lines = await here.log.read(start, start + count);
    const origins = [...new Set(lines.map(({ origin }) => origin))];
    return create(LogPageSchema, {
      lines: lines.map(toMessage),
      total: BigInt(here.log.total),
      complete: here.log.isComplete && isOver(scope),
      origins: origins.map((number) => originMessage(here.log, number)),
      order: here.log.order,
      leftOut: here.leftOut,
      attempts: here.origins.length,
    });
  }

  return {
    async read({ scope = create(LogScopeSchema), from, count }) {
      const here = await current(scope);
      const wanted = count <= 0 ? MOST_ROWS : Math.min(count, MOST_ROWS);
      const { total } = here.log;
      const around = (row: number) => Math.max(0, Math.min(row - Math.floor(wanted / 2), total - wanted));
      switch (from.case) {
        case "at": {
          const found = here.log.rowAfter(timestampMs(from.value));
          return { ...(await page(scope, here, around(found), wanted)), found: BigInt(found) };
        }
        case "place": {
          const { nodeId, attempt, number } = from.value;
          const found = here.log.rowOf({ nodeId, attempt, number: Number(number) });
          const answer = await page(scope, here, around(found ?? total), wanted);
          return found === undefined ? answer : { ...answer, found: BigInt(found) };
        }
        case "row":
        case undefined: {
          const row = Number(from.value ?? 0n);
          return page(scope, here, Math.min(total, row < 0 ? Math.max(0, total + row) : row), wanted);
        }
      }
    },

    async search({ scope = create(LogScopeSchema), match, start, order }) {
      const matches = lineMatch(match);
      const { log } = await current(scope);
      let next = Number(start);
      if (!matches || (order !== "" && order !== log.order))
        return create(SearchLogResponseSchema, { next: start, isEnd: true, order: log.order });
      const rows: number[] = [];
      const until = performance.now() + SEARCH_MS;
      while (next < log.total && performance.now() < until) {
        const lines = await log.read(next, next + MOST_ROWS);
        for (const { row, line } of lines) if (matches(line.text)) rows.push(row);
        if (lines.length === 0) break;
        next += lines.length;
      }
      return create(SearchLogResponseSchema, {
        rows,
        next: BigInt(next),
        isEnd: next >= log.total,
        order: log.order,
      });
    },

    async readSince(scope, since) {
      const here = await current(scope);
      const { total } = here.log;
      const start = since > total || total - since > MOST_ROWS ? Math.max(0, total - MOST_ROWS) : since;
      return page(scope, here, start, MOST_ROWS);
    },

    follow(scope, changed) {
      const { id } = getExecutionRow(db, scope.execution);
      const followed = new Map<string, () => void>();
      const followAll = () => {
        const row = getExecutionRow(db, scope.execution);
        for (const { key } of originsIn(db, row, scope).origins) {
          const name = `${key.node} ${key.attempt}`;
          if (!followed.has(name)) followed.set(name, logs.follow(key, changed));
        }
      };
      followAll();
      const end = db.onCommit((commit) => {
        if (!commit.executionIds.includes(id)) return;
        followAll();
        changed();
      });
      return () => {
        end();
        for (const unfollow of followed.values()) unfollow();
      };
    },
  };
}

function toMessage({ row, origin, line, level, continues }: MergedLine) {
  return {
    ...logLine(line),
    row: BigInt(row),
    origin,
    level: level === undefined ? LevelNumber.LEVEL_UNSPECIFIED : LevelNumber[level],
    continues,
  };
}

function originMessage(log: MergedLog, number: number) {
  const origin = log.sources[number]?.origin;
  return create(LogOriginSchema, {
    number,
    nodeId: origin?.key.node ?? "",
    path: origin?.path ?? "",
    attempt: origin?.key.attempt ?? 0,
    ...(origin?.index === undefined ? {} : { index: origin.index }),
  });
}

const streamNames: Readonly<Record<StreamNumber, LogStream | undefined>> = {
  [StreamNumber.STREAM_UNSPECIFIED]: undefined,
  [StreamNumber.STDOUT]: "STDOUT",
  [StreamNumber.STDERR]: "STDERR",
  [StreamNumber.ENGINE]: "ENGINE",
};
const levelNames: Readonly<Record<LevelNumber, Level | undefined>> = {
  [LevelNumber.LEVEL_UNSPECIFIED]: undefined,
  [LevelNumber.TRACE]: "TRACE",
  [LevelNumber.DEBUG]: "DEBUG",
  [LevelNumber.INFO]: "INFO",
  [LevelNumber.WARN]: "WARN",
  [LevelNumber.ERROR]: "ERROR",
};

const MOST_CONTEXT = 20;

function filterOf({ streams, level, only, context }: LogScope) {
  return {
    streams: streams.flatMap((each) => streamNames[each] ?? []),
    level: levelNames[level],
    matches: lineMatch(only),
    context: Math.max(0, Math.min(context, MOST_CONTEXT)),
  };
}
