import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Scope } from "../../paths.ts";
import { readSequence } from "../../renewal.ts";
import { consoleApi } from "../../transport.ts";

export const workflowsKey = ({ project, domain }: Scope) => ["workflows", project, domain] as const;

export const workflowsQuery = (scope: Scope, search: string, token: string) =>
  queryOptions({
    queryKey: [...workflowsKey(scope), search, token],
    queryFn: async ({ signal }) => {
      const sequence = await readSequence(scope, signal);
      const page = await consoleApi.listWorkflows({ ...scope, search, token, limit: 50 }, { signal });
      return { ...page, sequence };
    },
    placeholderData: (previous, query) =>
      query?.queryKey[1] === scope.project && query.queryKey[2] === scope.domain
        ? keepPreviousData(previous)
        : undefined,
  });
