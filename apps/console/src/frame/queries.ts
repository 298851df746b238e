import { quoteValue } from "@skein/spec/execution-filter/tokens";
import type { ExecutionRow, WorkflowRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions } from "@tanstack/react-query";
import { noteServerTime } from "../flyte/clock.ts";
import type { Scope } from "../paths.ts";
import { consoleApi } from "../transport.ts";

export const statusQuery = () =>
  queryOptions({
    queryKey: ["status"],
    queryFn: async ({ signal }) => {
      const status = await consoleApi.getStatus({}, { signal });
      noteServerTime(status.serverTime);
      return status;
    },
    staleTime: Number.POSITIVE_INFINITY, // the runner topic patches this entry
  });

export const projectsQuery = () =>
  queryOptions({
    queryKey: ["projects"],
    queryFn: ({ signal }) => consoleApi.listProjects({}, { signal }),
    staleTime: 60_000,
  });

interface JumpHits {
  readonly workflows: readonly WorkflowRow[];
  readonly executions: readonly ExecutionRow[];
}

/** What the palette offers for a piece of a name. */
export const jumpQuery = (scope: Scope | undefined, text: string) =>
  queryOptions({
    queryKey: ["jump", scope?.project, scope?.domain, text],
    queryFn: async ({ signal }): Promise<JumpHits> => {
      const asked = { ...scope, limit: 5 };
      const [workflows, executions] = await Promise.all([
        consoleApi.listWorkflows({ ...asked, search: text }, { signal }),
        consoleApi.listExecutions({ ...asked, query: quoteValue(text) }, { signal }),
      ]);
      return { workflows: workflows.workflows, executions: executions.executions };
    },
    enabled: scope !== undefined && text.length > 0,
  });

/** Values that a key of the executions filter can have, by a piece of them. */
export const completionsQuery = (scope: Scope | undefined, key: string, text: string) =>
  queryOptions({
    queryKey: ["sigil-values", scope?.project, scope?.domain, key, text],
    queryFn: ({ signal }) => consoleApi.completeFilter({ ...scope, key, text }, { signal }),
    staleTime: 10_000,
  });
