/** All elements of a map node at a glance: neighbours in one bar, so that fifty thousand are as few bytes as fifty. */
import { create } from "@bufbuild/protobuf";
import { type MapStrip, MapStripSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { arrayCountsOf, countSubNodesByBar } from "../../store/sub-nodes.ts";
import type { NodeExecutionRow } from "../../store/tables.ts";

const STANDARD = 100;
const MOST = 500;

export function mapStrip(db: Database, node: NodeExecutionRow, asked: number): MapStrip {
  const size = arrayCountsOf(node)?.size ?? 0;
  const most = Math.min(asked > 0 ? asked : STANDARD, MOST);
  const width = Math.max(1, Math.ceil(size / most));
  const rows = countSubNodesByBar(db, node.id, node.attempt, width);
  const counted = new Map(rows.map((row) => [row.bar, row]));
  const bars = Array.from({ length: Math.ceil(size / width) }, (_, bar) => {
    const row = counted.get(bar);
    return {
      start: bar * width,
      count: Math.min(width, size - bar * width),
      begun: row?.begun ?? 0,
      failed: row?.failed ?? 0,
      running: row?.running ?? 0,
      longestMs: BigInt(row?.longest_ms ?? 0),
    };
  });
  return create(MapStripSchema, { bars, longestMs: BigInt(Math.max(0, ...rows.map((row) => row.longest_ms))) });
}
