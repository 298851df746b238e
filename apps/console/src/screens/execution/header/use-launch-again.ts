import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { executionPath, type LaunchTarget } from "../../../paths.ts";
import { randomKey } from "../../../random-key.ts";
import { consoleApi } from "../../../transport.ts";
import type { ExecutionId } from "../queries.ts";
import { relaunchTarget } from "./relations.ts";

const types = {
  workflow: ResourceType.WORKFLOW,
  launchPlan: ResourceType.LAUNCH_PLAN,
  task: ResourceType.TASK,
} as const satisfies Record<LaunchTarget["kind"], ResourceType>;

/** What the launch form would send if nothing in it were changed, and the labels; once, however often it is pressed. */
export function useLaunchAgain(id: ExecutionId, view: ExecutionView) {
  const [idempotencyKey] = useState(randomKey);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { project, domain } = id;
  return useMutation({
    mutationFn: async () => {
      const { kind, name, version = "" } = relaunchTarget(id, view);
      const asked = { project, domain, name, version, resourceType: types[kind] };
      const { target, inputs } = await consoleApi.getLaunchForm({ id: asked, from: id });
      const literals: Record<string, Literal> = {};
      for (const { name: input, prefill } of inputs) if (prefill) literals[input] = prefill;
      return consoleApi.launch({
        ...(target && { target }),
        project,
        domain,
        inputs: { literals },
        maxParallelism: view.maxParallelism,
        labels: view.execution?.labels ?? {},
        reference: id,
        idempotencyKey,
      });
    },
    onSuccess: async ({ id: launched }) => {
      void queries.invalidateQueries({ queryKey: ["executions"] });
      if (launched) await navigate(executionPath(launched));
    },
  });
}
