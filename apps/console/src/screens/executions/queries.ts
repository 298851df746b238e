import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Scope } from "../../paths.ts";
import { consoleApi } from "../../transport.ts";
import type { ExecutionFilter } from "./filter.ts";

const PAGE_SIZE = 50;

export const executionsQuery = ({ project, domain }: Scope, filter: ExecutionFilter) =>
  queryOptions({
    queryKey: ["executions", project, domain, filter],
    queryFn: ({ signal }) =>
      consoleApi.listExecutions(
        {
          project,
          domain,
          phases: [...filter.phases],
          search: filter.search,
          workflow: filter.workflow,
          token: filter.token,
          limit: PAGE_SIZE,
        },
        { signal },
      ),
    // Another filter keeps the old rows until its own are there; another project's rows would be a lie.
    placeholderData: (previous, query) =>
      query?.queryKey[1] === project && query.queryKey[2] === domain ? keepPreviousData(previous) : undefined,
  });

/** How many there are of each phase, whatever phases are shown. */
export const countsQuery = ({ project, domain }: Scope, { search, workflow }: ExecutionFilter) =>
  queryOptions({
    queryKey: ["execution-counts", project, domain, search, workflow],
    queryFn: async ({ signal }) => {
      const answer = await consoleApi.listExecutions({ project, domain, search, workflow, limit: 1 }, { signal });
      return { total: answer.total, counts: answer.counts };
    },
    placeholderData: keepPreviousData,
  });
