import { queryOptions } from "@tanstack/react-query";
import type { Scope } from "../../paths.ts";
import { consoleApi } from "../../transport.ts";

export const isInUseQuery = ({ project, domain }: Scope) =>
  queryOptions({
    queryKey: ["in-use", project, domain],
    queryFn: async ({ signal }) => {
      const asked = { project, domain, limit: 1 };
      const [executions, workflows] = await Promise.all([
        consoleApi.listExecutions(asked, { signal }),
        consoleApi.listWorkflows(asked, { signal }),
      ]);
      return { hasExecutions: executions.executions.length > 0, hasWorkflows: workflows.workflows.length > 0 };
    },
    staleTime: 0,
  });
