import { queryOptions } from "@tanstack/react-query";
import { consoleApi } from "../../../../transport.ts";
import type { ExecutionId } from "../../queries.ts";

const RENEW_MS = 2000;

/** What an attempt used over time: asked for again while it runs, and once more when it has ended. */
export const usageQuery = (id: ExecutionId, nodeId: string, attempt: number, isOver: boolean) =>
  queryOptions({
    queryKey: ["execution-usage", id.project, id.domain, id.name, nodeId, attempt, isOver],
    queryFn: ({ signal }) => consoleApi.getUsageSamples({ source: { execution: id, nodeId, attempt } }, { signal }),
    staleTime: isOver ? Number.POSITIVE_INFINITY : 0,
    refetchInterval: ({ state: { data } }) => (isOver || data?.complete ? false : RENEW_MS),
    structuralSharing: false, // it holds bigints, which are not compared
  });
