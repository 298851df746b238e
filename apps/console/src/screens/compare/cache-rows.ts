/** What caching came to in each execution, and what that means for the change. */
import { CatalogCacheStatus as Cache } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { type ComparedCell, Sameness } from "@skein/spec/gen/skein/console/v1/console_pb";
import { cacheWord } from "../../flyte/cache-word.ts";
import type { NodeRow } from "./node-rows.ts";

export interface CacheRow {
  readonly row: NodeRow;
  /** In a word; undefined where it has not begun. */
  readonly statuses: readonly (string | undefined)[];
  readonly isDifferent: boolean;
  /** From the first to the last, one sentence. */
  readonly meaning: string;
}

/** Nodes that are cached in any of them; what differs comes first. */
export function cacheRows(rows: readonly NodeRow[], sides: readonly string[]): CacheRow[] {
  return rows
    .filter(({ node }) => node.cells.some((cell) => statusOf(cell) !== Cache.CACHE_DISABLED))
    .map((row) => cacheRow(row, sides))
    .sort((a, b) => Number(b.isDifferent) - Number(a.isDifferent));
}

function cacheRow(row: NodeRow, sides: readonly string[]): CacheRow {
  const { cells } = row.node;
  const statuses = cells.map((cell) => (cell.summary ? cacheWord(statusOf(cell)) : undefined));
  return { row, statuses, isDifferent: new Set(statuses).size > 1, meaning: meaningOf(row, sides) };
}

const statusOf = ({ summary }: ComparedCell): Cache => summary?.cacheStatus ?? Cache.CACHE_DISABLED;

/** Why a task ran, where its status says more than that there was no result for it. */
const reasons: Partial<Record<Cache, string>> = {
  [Cache.CACHE_DISABLED]: "it is not cached there",
  [Cache.CACHE_LOOKUP_FAILURE]: "the cache could not be asked",
  [Cache.CACHE_SKIPPED]: "the cache was not asked",
  [Cache.CACHE_EVICTED]: "what was kept of it has been removed",
};

function meaningOf({ node }: NodeRow, sides: readonly string[]): string {
  const [first = "", last = ""] = [sides[0], sides.at(-1)];
  const [before, after] = [node.cells[0], node.cells.at(-1)];
  const idle = [...(before?.summary ? [] : [first]), ...(after?.summary ? [] : [last])];
  if (!before?.summary || !after?.summary) return `It has not run in ${idle.join(" and ")}.`;
  const isHit = { before: statusOf(before) === Cache.CACHE_HIT, after: statusOf(after) === Cache.CACHE_HIT };
  if (isHit.before && isHit.after) return `${first} and ${last} took an earlier result.`;
  if (isHit.after) return `${last} took an earlier result, ${first} ran it.`;
  if (isHit.before) return `${last} ran it where ${first} took an earlier result: ${whyItRan(node, statusOf(after))}.`;
  const kept = statusOf(after) === Cache.CACHE_PUT_FAILURE ? `; ${last} could not keep its outputs` : "";
  return `${first} and ${last} ran it${kept}.`;
}

function whyItRan({ inputs, spec }: NodeRow["node"], status: Cache): string {
  const reason = reasons[status];
  if (reason) return reason;
  if (inputs === Sameness.DIFFERENT) return "its inputs differ";
  return spec === Sameness.DIFFERENT ? "its spec differs" : "there was no result any more, or another cache version";
}
