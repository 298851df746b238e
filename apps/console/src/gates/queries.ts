import { queryOptions } from "@tanstack/react-query";
import type { Scope } from "../paths.ts";
import { consoleApi } from "../transport.ts";

/** Gates that wait for somebody in a project and domain; asked again when executions there change. */
export const waitingGatesQuery = (scope: Scope | undefined) =>
  queryOptions({
    queryKey: ["waiting-gates", scope?.project, scope?.domain],
    queryFn: ({ signal }) => consoleApi.listWaitingGates({ ...scope }, { signal }),
    enabled: scope !== undefined,
    structuralSharing: false, // it holds bytes, which are not compared
  });
