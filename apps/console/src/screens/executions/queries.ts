import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Scope } from "../../paths.ts";
import { consoleApi } from "../../transport.ts";
import { type ExecutionFilter, sortNumbers } from "./filter.ts";

const PAGE_SIZE = 50;

export const executionsQuery = ({ project, domain }: Scope, { text, sort, token }: ExecutionFilter) =>
  queryOptions({
    queryKey: ["executions", project, domain, text, sort, token],
    queryFn: ({ signal }) =>
      consoleApi.listExecutions(
        {
          project,
          domain,
          query: text,
          sort: sortNumbers[sort.by],
          ascending: sort.isAscending,
          token,
          limit: PAGE_SIZE,
        },
        { signal },
      ),
    // Another filter keeps the old rows until its own are there; another project's rows would be a lie.
    placeholderData: (previous, query) =>
      query?.queryKey[1] === project && query.queryKey[2] === domain ? keepPreviousData(previous) : undefined,
  });

/** How many there are, and of each phase, of what a filter leaves. */
export const countsQuery = ({ project, domain }: Scope, text: string) =>
  queryOptions({
    queryKey: ["execution-counts", project, domain, text],
    queryFn: async ({ signal }) => {
      const answer = await consoleApi.listExecutions({ project, domain, query: text, limit: 1 }, { signal });
      return { total: answer.total, counts: answer.counts };
    },
    placeholderData: keepPreviousData,
  });

interface Window {
  /** UTC milliseconds; undefined: the oldest there is. */
  readonly from: number | undefined;
  /** Undefined: now. */
  readonly to: number | undefined;
}

export const histogramQuery = ({ project, domain }: Scope, text: string, { from, to }: Window) =>
  queryOptions({
    queryKey: ["execution-counts", project, domain, text, "over time", from, to],
    queryFn: ({ signal }) =>
      consoleApi.getHistogram(
        {
          project,
          domain,
          query: text,
          ...(from === undefined ? {} : { from: timestampFromMs(from) }),
          ...(to === undefined ? {} : { to: timestampFromMs(to) }),
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });

export const completionsQuery = ({ project, domain }: Scope, key: string, text: string) =>
  queryOptions({
    queryKey: ["filter-values", project, domain, key, text],
    queryFn: async ({ signal }) => (await consoleApi.completeFilter({ project, domain, key, text }, { signal })).values,
    staleTime: 30_000,
  });

/** What the execution page shows, as it is now; the page itself follows it. */
export const peekQuery = ({ project, domain }: Scope, name: string) =>
  queryOptions({
    queryKey: ["execution-peek", project, domain, name],
    queryFn: ({ signal }) => consoleApi.getExecution({ id: { project, domain, name } }, { signal }),
    placeholderData: (previous) => (previous?.execution?.id?.name === name ? previous : undefined),
  });
