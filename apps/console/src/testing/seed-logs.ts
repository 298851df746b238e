import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  LogLine_Level as Level,
  type ReadLogRequest,
  type SearchLogRequest,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { type Level as LevelName, levelOf } from "@skein/spec/log/level";
import { visibleText } from "@skein/spec/log/visible-text";
import { seedLog, seedLogTotal } from "./seed-run.ts";

const origins = [
  { number: 0, nodeId: "n10-0-then", path: "n10/then", attempt: 2 },
  { number: 1, nodeId: "n7", path: "n7", attempt: 0 },
  { number: 2, nodeId: "n5-0-a", path: "n5/a", attempt: 0 },
];

const numbers: Record<LevelName, Level> = {
  TRACE: Level.TRACE,
  DEBUG: Level.DEBUG,
  INFO: Level.INFO,
  WARN: Level.WARN,
  ERROR: Level.ERROR,
};

/** Lines of three nodes, in turn; the trace is the first one's. */
function rows(start: number, count: number) {
  return seedLog(start, count).map((line) => {
    const at = Number(line.row) % 12;
    const level = levelOf(visibleText(line.text));
    const isTrace = at >= 8 && at < 12;
    return {
      ...line,
      origin: isTrace ? 0 : at % 3,
      level: isTrace ? Level.ERROR : level === undefined ? Level.INFO : numbers[level],
      continues: isTrace && at > 8,
    };
  });
}

/** As ReadLog answers. */
export function seedRunLog({ from, count }: ReadLogRequest) {
  const wanted = count || 5000;
  const total = seedLogTotal;
  const around = (row: number) => Math.max(0, Math.min(row - Math.floor(wanted / 2), total - wanted));
  const rest = { total: BigInt(total), complete: true, origins, order: "seeded", attempts: 3 };
  switch (from.case) {
    case "at": {
      const found = Math.max(
        0,
        Math.min(total, Math.floor((timestampMs(from.value) - Date.UTC(2026, 10, 23, 6, 43, 12)) / 61)),
      );
      return { ...rest, lines: rows(around(found), wanted), found: BigInt(found) };
    }
    case "place": {
      const found = Number(from.value.number);
      return { ...rest, lines: rows(around(found), wanted), found: BigInt(found) };
    }
    case "row":
    case undefined:
      return { ...rest, lines: rows(Number(from.value ?? 0n), wanted) };
  }
}

/** As SearchLog answers: all at once. */
export function searchSeededLog({ match }: SearchLogRequest) {
  const { text = "", matchCase = false } = match ?? {};
  const fold = (words: string) => (matchCase ? words : words.toLowerCase());
  const found = rows(0, seedLogTotal).filter((line) => fold(visibleText(line.text)).includes(fold(text)));
  return { rows: found.map(({ row }) => Number(row)), next: BigInt(seedLogTotal), isEnd: true, order: "seeded" };
}
