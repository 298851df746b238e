import { queryOptions, useQuery } from "@tanstack/react-query";
import { usePollInterval } from "../../../live/status.ts";
import type { Scope } from "../../../paths.ts";
import { useRenewal } from "../../../renewal.ts";
import { consoleApi } from "../../../transport.ts";

const overviewQuery = ({ project, domain }: Scope) =>
  queryOptions({
    queryKey: ["overview", project, domain],
    queryFn: ({ signal }) => consoleApi.getOverview({ project, domain }, { signal }),
    structuralSharing: false, // it holds bigints
  });

/** A workflow that is pinned, with its last runs; null: it is not registered here. Renewed as the overview is. */
export const pinnedWorkflowQuery = ({ project, domain }: Scope, name: string) =>
  queryOptions({
    queryKey: ["overview", project, domain, "pinned", name],
    queryFn: async ({ signal }) => {
      const { workflows } = await consoleApi.listWorkflows({ project, domain, search: name, limit: 20 }, { signal });
      return workflows.find(({ id }) => id?.name === name) ?? null;
    },
    structuralSharing: false,
  });

/** The overview, asked for again when executions there have changed, and each minute: hours pass. */
export function useOverview(scope: Scope) {
  const query = overviewQuery(scope);
  const answer = useQuery({ ...query, refetchInterval: usePollInterval() || 60_000 });
  useRenewal(scope, answer.data?.sequence, query.queryKey);
  return answer;
}
