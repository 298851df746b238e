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

/** The overview, asked for again when executions there have changed, and each minute: hours pass. */
export function useOverview(scope: Scope) {
  const query = overviewQuery(scope);
  const answer = useQuery({ ...query, refetchInterval: usePollInterval() || 60_000 });
  useRenewal(scope, answer.data?.sequence, query.queryKey);
  return answer;
}
