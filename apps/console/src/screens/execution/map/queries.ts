import { TaskExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { consoleApi } from "../../../transport.ts";
import type { ExecutionId } from "../queries.ts";
import type { ItemFilter, MapPlace } from "./map-place.ts";

const PAGE = 200;
const BARS = 200;

const phasesOf: Readonly<Record<ItemFilter, readonly Phase[]>> = {
  failed: [Phase.FAILED],
  running: [Phase.RUNNING],
  queued: [Phase.QUEUED, Phase.INITIALIZING, Phase.WAITING_FOR_RESOURCES],
  succeeded: [Phase.SUCCEEDED],
  aborted: [Phase.ABORTED],
  waiting: [Phase.UNDEFINED],
};

const keyOf = ({ project, domain, name }: ExecutionId, path: string) => ["execution-map", project, domain, name, path];

/** Everything asked of a map node's elements: what a change of the node makes old. */
export const mapKey = keyOf;

/** The elements in pages, from an index on. */
export const mapItemsQuery = (id: ExecutionId, path: string, { only, text }: MapPlace, from: number) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(id, path), "items", only ?? "all", text, from],
    initialPageParam: from,
    queryFn: ({ pageParam, signal }) =>
      consoleApi.listMapItems(
        {
          execution: id,
          path,
          start: pageParam,
          limit: PAGE,
          phases: only ? [...phasesOf[only]] : [],
          containing: text,
        },
        { signal },
      ),
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY, // the node's changes say when it is old
    refetchOnMount: "always",
    structuralSharing: false, // it holds bigints
  });

export const mapItemQuery = (id: ExecutionId, path: string, index: number) =>
  queryOptions({
    queryKey: [...keyOf(id, path), "item", index],
    queryFn: ({ signal }) => consoleApi.getMapItem({ execution: id, path, index }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    structuralSharing: false,
  });

export const mapStripQuery = (id: ExecutionId, path: string) =>
  queryOptions({
    queryKey: [...keyOf(id, path), "strip"],
    queryFn: ({ signal }) => consoleApi.getMapStrip({ execution: id, path, bars: BARS }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    structuralSharing: false,
  });
