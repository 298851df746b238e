import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { queryOptions } from "@tanstack/react-query";
import type { Scope } from "../../paths.ts";
import { readSequence } from "../../renewal.ts";
import { consoleApi } from "../../transport.ts";

export const workflowKey = ({ project, domain }: Scope, name: string) => ["workflow", project, domain, name] as const;

/** An empty version asks for the newest. */
export const workflowQuery = (scope: Scope, name: string, version: string) =>
  queryOptions({
    queryKey: [...workflowKey(scope, name), version],
    queryFn: async ({ signal }) => {
      const sequence = await readSequence(scope, signal);
      const id = { ...scope, name, version, resourceType: ResourceType.WORKFLOW };
      const view = await consoleApi.getWorkflow({ id }, { signal });
      return { ...view, sequence };
    },
  });
