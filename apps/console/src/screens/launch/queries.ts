import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { queryOptions } from "@tanstack/react-query";
import type { LaunchTarget, Scope } from "../../paths.ts";
import { consoleApi } from "../../transport.ts";

const types = {
  workflow: ResourceType.WORKFLOW,
  launchPlan: ResourceType.LAUNCH_PLAN,
  task: ResourceType.TASK,
} as const satisfies Record<LaunchTarget["kind"], ResourceType>;

export const launchFormQuery = (scope: Scope, { kind, name, version = "", from }: LaunchTarget) =>
  queryOptions({
    queryKey: ["launch-form", scope.project, scope.domain, kind, name, version, from ?? ""],
    queryFn: ({ signal }) =>
      consoleApi.getLaunchForm(
        {
          id: { ...scope, name, version, resourceType: types[kind] },
          ...(from ? { from: { ...scope, name: from } } : {}),
        },
        { signal },
      ),
    refetchOnMount: "always",
    refetchOnReconnect: false, // what is typed must not be taken away
  });
