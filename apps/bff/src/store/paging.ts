/** Limit, token, filters and sort key of upstream's list requests (admin-api.md §4.2). */

import { Problem } from "@skein/spec/problem";
import { type RawBuilder, sql } from "kysely";
import { type ColumnsByEntity, type Filter, type FilterEntity, parseFilters } from "./filters.ts";

class InvalidPage extends Problem {
  readonly kind = "invalid";
}

/** A list request, parsed. */
export interface ListRequest {
  readonly limit: number;
  readonly offset: number;
  readonly filters: readonly Filter[];
  readonly sort: { readonly key: string; readonly isAscending: boolean } | undefined;
}

/** The fields all of upstream's list requests share. */
export interface ListRequestFields {
  readonly limit: number;
  readonly token: string;
  readonly filters?: string;
  /** direction 1 is ascending. */
  readonly sortBy?: { readonly key: string; readonly direction: number } | undefined;
}

/** @throws InvalidPage or InvalidFilter */
export function parseListRequest(
  { limit, token, filters = "", sortBy }: ListRequestFields,
  { rpc, primary, mayOmitLimit = false }: { rpc: string; primary: FilterEntity; mayOmitLimit?: boolean },
): ListRequest {
  if (limit === 0 && !mayOmitLimit) throw new InvalidPage("invalid value for limit");
  if (!/^\d{0,15}$/.test(token)) throw new InvalidPage(`invalid pagination token ${token} for ${rpc}`);
  return {
    // SQLite reads -1 as no limit.
    limit: limit === 0 ? -1 : limit,
    offset: Number(token),
    filters: parseFilters(filters, primary),
    sort: sortBy?.key ? { key: sortBy.key, isAscending: sortBy.direction === 1 } : undefined,
  };
}

/** Empty when this was the last page; a last page that is exactly full leads to an empty one, as upstream. */
export function nextToken(count: number, { limit, offset }: ListRequest): string {
  return count === limit ? String(offset + count) : "";
}

/**
 * What to order by, after which the row's id decides.
 *
 * @throws InvalidPage when the key is no column of the primary entity
 */
export function toOrder(
  { sort }: ListRequest,
  columns: ColumnsByEntity,
  primary: FilterEntity,
): RawBuilder<unknown> | undefined {
  if (!sort) return undefined;
  const known = columns[primary] ?? {};
  const column = Object.hasOwn(known, sort.key) ? known[sort.key] : undefined;
  if (!column) throw new InvalidPage(`invalid sort key '${sort.key}'`);
  return sort.isAscending ? sql`${column.sql} asc` : sql`${column.sql} desc`;
}
