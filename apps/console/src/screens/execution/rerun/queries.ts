import { create, toJsonString } from "@bufbuild/protobuf";
import { type Literal, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  RerunRequest_Mode as Mode,
  type RerunRequest,
  RerunRequestSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { executionPath } from "../../../paths.ts";
import { randomKey } from "../../../random-key.ts";
import { consoleApi } from "../../../transport.ts";
import type { ExecutionId } from "../queries.ts";

/** How an execution is run once more: what did not succeed, from a node on, or one node by itself. */
export type Rerun = { readonly mode: "recover" } | { readonly mode: "fromNode" | "oneNode"; readonly path: string };

const modes = { recover: Mode.RECOVER, fromNode: Mode.FROM_NODE, oneNode: Mode.ONE_NODE } as const satisfies Record<
  Rerun["mode"],
  Mode
>;

/** Values in place of those that were read, by name. */
export type ChangedInputs = Readonly<Record<string, Literal>>;

function requestOf(id: ExecutionId, rerun: Rerun, changed: ChangedInputs, overwriteCache = false): RerunRequest {
  const path = rerun.mode === "recover" ? "" : rerun.path;
  const inputs = create(LiteralMapSchema, { literals: { ...changed } });
  return create(RerunRequestSchema, { source: id, mode: modes[rerun.mode], path, inputs, overwriteCache });
}

/** What would run and what would be reused, as things stand now. */
export const rerunPlanQuery = (id: ExecutionId, rerun: Rerun, changed: ChangedInputs) =>
  queryOptions({
    queryKey: ["rerun-plan", toJsonString(RerunRequestSchema, requestOf(id, rerun, changed))],
    queryFn: ({ signal }) => consoleApi.planRerun(requestOf(id, rerun, changed), { signal }),
    gcTime: 0,
    structuralSharing: false,
  });

interface RerunAct {
  readonly rerun: Rerun;
  readonly changed: ChangedInputs;
  readonly overwriteCache: boolean;
}

/** Launches once, however often it is pressed, and then goes to the new execution. */
export function useRerun(id: ExecutionId) {
  const keyed = useRef({ request: "", key: "" });
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ rerun, changed, overwriteCache }: RerunAct) => {
      const request = requestOf(id, rerun, changed, overwriteCache);
      const text = toJsonString(RerunRequestSchema, request);
      if (keyed.current.request !== text) keyed.current = { request: text, key: randomKey() };
      return consoleApi.rerun({ ...request, idempotencyKey: keyed.current.key });
    },
    onSuccess: async ({ id: launched }) => {
      void queries.invalidateQueries({ queryKey: ["executions"] });
      if (launched) await navigate(executionPath(launched));
    },
  });
}
