import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import type { NodeExecutionRow } from "./tables.ts";

/** What caching came to; undefined where there was none. */
export function cacheStatusOf({ cache_status: status }: NodeExecutionRow): CatalogCacheStatus | undefined {
  return status === null ? undefined : CatalogCacheStatus[status];
}
