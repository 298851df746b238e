/** In a word, what caching came to. */
import { CatalogCacheStatus as Cache } from "@skein/spec/gen/flyteidl/core/catalog_pb";

const words = {
  [Cache.CACHE_DISABLED]: "Not cached",
  [Cache.CACHE_MISS]: "Miss",
  [Cache.CACHE_HIT]: "Hit",
  [Cache.CACHE_POPULATED]: "Written",
  [Cache.CACHE_LOOKUP_FAILURE]: "Lookup failure",
  [Cache.CACHE_PUT_FAILURE]: "Put failure",
  [Cache.CACHE_SKIPPED]: "Skipped",
  [Cache.CACHE_EVICTED]: "Evicted",
} as const satisfies Record<Cache, string>;

export const cacheWord = (status: Cache): string => words[status] ?? "Unknown"; // newer than this console
