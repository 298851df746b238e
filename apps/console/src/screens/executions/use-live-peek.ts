import { create } from "@bufbuild/protobuf";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { isOngoing } from "../../flyte/phase-look.ts";
import { usePollInterval } from "../../live/status.ts";
import { useTopic } from "../../live/use-topic.ts";
import type { Scope } from "../../paths.ts";
import { peekQuery } from "./queries.ts";

/** It is asked for anew at most this often: a peek is a glance, the page itself follows each delta. */
const RENEW_MS = 1000;

/** What the peek shows, renewed while the execution goes on and something happens in it. */
export function useLivePeek(scope: Scope, name: string) {
  const refetchInterval = usePollInterval();
  const query = useQuery({ ...peekQuery(scope, name), refetchInterval });
  const { data, refetch } = query;
  const renewing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(renewing.current), []);
  const { project, domain } = scope;
  const topic = create(TopicSchema, {
    kind: { case: "execution", value: create(WorkflowExecutionIdentifierSchema, { project, domain, name }) },
  });
  const follows = data?.execution !== undefined && isOngoing(data.execution.phase);
  useTopic(follows ? topic : undefined, data?.sequence, () => {
    renewing.current ??= setTimeout(() => {
      renewing.current = undefined;
      void refetch();
    }, RENEW_MS);
  });
  return query;
}
