import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Comparison } from "@skein/spec/gen/skein/console/v1/console_pb";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { isOngoing } from "../../flyte/phase-look.ts";
import { consoleApi } from "../../transport.ts";

export type ExecutionId = Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name">;

const keyOf = ({ project, domain, name }: ExecutionId): string => `${project}/${domain}/${name}`;

/** It holds bytes, which are not compared. */
const seldom = { staleTime: 5000, structuralSharing: false } as const;

/** How often what still runs is asked for anew. */
export const RUNNING_MS = 5000;

/** @param ids two to four, the one the others are compared with first */
export const comparisonQuery = (ids: readonly ExecutionId[]) =>
  queryOptions({
    queryKey: ["comparison", ...ids.map(keyOf)],
    queryFn: ({ signal }) => consoleApi.compare({ executions: [...ids] }, { signal }),
    refetchInterval: ({ state }) => (state.data && ongoingSides(state.data).length > 0 ? RUNNING_MS : false),
    ...seldom,
  });

/** Which of the compared executions still run, as places in their order. */
export function ongoingSides({ executions }: Comparison): number[] {
  return executions.flatMap(({ execution }, side) => (execution && isOngoing(execution.phase) ? [side] : []));
}

/** @param size how many nodes are known of it: dynamic ones add to a graph while it runs */
export const graphQuery = (id: ExecutionId, size: number) =>
  queryOptions({
    queryKey: ["compared-graph", keyOf(id), size],
    queryFn: async ({ signal }) => (await consoleApi.getExecution({ id }, { signal })).graph ?? null,
    staleTime: Number.POSITIVE_INFINITY, // of that size it stays as it is
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });

/** One node of one execution in full. @param isRunning it is asked for anew */
export const comparedNodeQuery = (id: ExecutionId, path: string, isRunning = false) =>
  queryOptions({
    queryKey: ["compared-node", keyOf(id), path],
    queryFn: ({ signal }) => consoleApi.getNode({ execution: id, path }, { signal }),
    refetchInterval: isRunning ? RUNNING_MS : false,
    ...seldom,
  });
