import { create } from "@bufbuild/protobuf";
import { ProjectDomainSchema, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { usePollInterval } from "../live/status.ts";
import { useTopic } from "../live/use-topic.ts";
import type { Scope } from "../paths.ts";
import { waitingGatesQuery } from "./queries.ts";

/** They are asked for at most this often, however much moves. */
const PAUSE_MS = 1000;

/** The gates that wait, kept right while they are on screen. */
export function useWaitingGates(scope: Scope | undefined) {
  const queries = useQueryClient();
  const query = waitingGatesQuery(scope);
  const asking = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(asking.current), []);
  const answer = useQuery({ ...query, refetchInterval: usePollInterval() });
  const topic =
    scope &&
    create(TopicSchema, {
      kind: {
        case: "executions",
        value: create(ProjectDomainSchema, { project: scope.project, domain: scope.domain }),
      },
    });
  useTopic(answer.data ? topic : undefined, answer.data?.sequence, () => {
    asking.current ??= setTimeout(() => {
      asking.current = undefined;
      void queries.invalidateQueries({ queryKey: query.queryKey });
    }, PAUSE_MS);
  });
  return answer;
}
