import { type RawBuilder, sql } from "kysely";

/**
 * Row ids for `where … in`, as one parameter however many there are: SQLite takes some thousands of parameters and no
 * more, and each number of them would be a statement of its own to prepare and keep.
 */
export const idList = (ids: Iterable<number>): RawBuilder<number> =>
  sql<number>`(select value from json_each(${JSON.stringify([...new Set(ids)])}))`;
