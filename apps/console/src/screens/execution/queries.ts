import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions } from "@tanstack/react-query";
import { consoleApi } from "../../transport.ts";
import { keepIdentity } from "./apply-delta.ts";

export type ExecutionId = Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name">;

export const executionQuery = (id: ExecutionId) =>
  queryOptions({
    queryKey: ["execution", id.project, id.domain, id.name],
    queryFn: ({ signal }) => consoleApi.getExecution({ id }, { signal }),
    staleTime: Number.POSITIVE_INFINITY, // the stream patches this entry
    refetchOnMount: "always", // but nothing followed it while it was not on screen
    // Both are ExecutionViews: this entry holds nothing else.
    structuralSharing: (before, next) => keepIdentity(before as ExecutionView | undefined, next as ExecutionView),
  });

/** One node in full; asked again when its summary changed. */
export const nodeQuery = (id: ExecutionId, path: string) =>
  queryOptions({
    queryKey: ["execution-node", id.project, id.domain, id.name, path],
    queryFn: ({ signal }) => consoleApi.getNode({ execution: id, path }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    structuralSharing: false, // it holds bytes, which are not compared
  });

/** How long its nodes usually take in milliseconds, by path; it changes too slowly to be asked for again. */
export const usualTimesQuery = (id: ExecutionId) =>
  queryOptions({
    queryKey: ["execution-usual-times", id.project, id.domain, id.name],
    queryFn: async ({ signal }) => {
      const { nodes } = await consoleApi.getUsualTimes({ execution: id }, { signal });
      return new Map(nodes.map(({ path, durationMs }) => [path, Number(durationMs)]));
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });

/** The last lines of an attempt, for a glance. */
export const logTailQuery = (id: ExecutionId, nodeId: string, attempt: number, count: number) =>
  queryOptions({
    queryKey: ["execution-log-tail", id.project, id.domain, id.name, nodeId, attempt, count],
    queryFn: ({ signal }) =>
      consoleApi.getLogRange({ source: { execution: id, nodeId, attempt }, start: BigInt(-count), count }, { signal }),
    staleTime: 5000,
    structuralSharing: false,
  });
