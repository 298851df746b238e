import type { MapCounts } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import type { ExecutionId } from "../queries.ts";
import { mapKey } from "./queries.ts";

/** Between two askings while elements go on: a map of thousands changes many times a second. */
const EVERY_MS = 1000;

/** Asks again for what is shown of the elements when their counts have changed, at most once a second. */
export function useMapRenewal(id: ExecutionId, path: string, counts: MapCounts | undefined): void {
  const queries = useQueryClient();
  const seen = useRef(counts);
  const askedAt = useRef(0);
  const renew = useEffectEvent(() => void queries.invalidateQueries({ queryKey: mapKey(id, path) }));
  useEffect(() => {
    if (seen.current === counts) return;
    const wait = Math.max(0, askedAt.current + EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      seen.current = counts;
      askedAt.current = performance.now();
      renew();
    }, wait);
    return () => clearTimeout(timer);
  }, [counts]);
}
