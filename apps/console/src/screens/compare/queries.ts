import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { queryOptions } from "@tanstack/react-query";
import { consoleApi } from "../../transport.ts";

export type ExecutionId = Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name">;

const keyOf = ({ project, domain, name }: ExecutionId): string => `${project}/${domain}/${name}`;

/** Asked anew by who comes back to it, as long as one of them runs. It holds bytes, which are not compared. */
const seldom = { staleTime: 5000, structuralSharing: false } as const;

/** @param ids two to four, the one the others are compared with first */
export const comparisonQuery = (ids: readonly ExecutionId[]) =>
  queryOptions({
    queryKey: ["comparison", ...ids.map(keyOf)],
    queryFn: ({ signal }) => consoleApi.compare({ executions: [...ids] }, { signal }),
    ...seldom,
  });

/** The graph that differences are drawn in. */
export const graphQuery = (id: ExecutionId) =>
  queryOptions({
    queryKey: ["compared-graph", keyOf(id)],
    queryFn: async ({ signal }) => (await consoleApi.getExecution({ id }, { signal })).graph ?? null,
    staleTime: Number.POSITIVE_INFINITY, // a version's graph stays as it is
    structuralSharing: false,
  });

/** One node of one execution in full. */
export const comparedNodeQuery = (id: ExecutionId, path: string) =>
  queryOptions({
    queryKey: ["compared-node", keyOf(id), path],
    queryFn: ({ signal }) => consoleApi.getNode({ execution: id, path }, { signal }),
    ...seldom,
  });
