import { create, toJsonString } from "@bufbuild/protobuf";
import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { LaunchRequestSchema, Breakpoint_Side as Side } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { executionPath } from "../../paths.ts";
import { randomKey } from "../../random-key.ts";
import { consoleApi } from "../../transport.ts";
import type { LaunchRequestParts } from "./request.ts";

/**
 * Launches once, however often it is pressed or sent again, and then goes to the execution.
 *
 * The key belongs to what is asked for: the same request after a lost answer finds its execution, a changed one is new.
 *
 * @param reference the execution that is launched once more
 */
export function useLaunch(reference: Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name"> | undefined) {
  const keyed = useRef({ request: "", key: "" });
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (parts: LaunchRequestParts) => {
      const { target, scope, name, inputs, maxParallelism, labels, overwriteCache = false, holdBefore = [] } = parts;
      const request = create(LaunchRequestSchema, {
        target,
        ...scope,
        name,
        inputs: { literals: { ...inputs } },
        maxParallelism,
        labels: { ...labels },
        overwriteCache,
        ...(reference && { reference }),
        breakpoints: holdBefore.map((path) => ({ place: { case: "path" as const, value: path }, side: Side.BEFORE })),
      });
      const text = toJsonString(LaunchRequestSchema, request);
      if (keyed.current.request !== text) keyed.current = { request: text, key: randomKey() };
      return consoleApi.launch({ ...request, idempotencyKey: keyed.current.key });
    },
    onSuccess: async ({ id }) => {
      keyed.current = { request: "", key: "" };
      void queries.invalidateQueries({ queryKey: ["executions"] });
      void queries.invalidateQueries({ queryKey: ["in-use"] });
      if (id) await navigate(executionPath(id));
    },
  });
}
