import { create } from "@bufbuild/protobuf";
import { ProjectDomainSchema, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { noteServerTime } from "../../../flyte/clock.ts";
import { usePollInterval } from "../../../live/status.ts";
import { useTopic } from "../../../live/use-topic.ts";
import type { Scope } from "../../../paths.ts";
import { consoleApi } from "../../../transport.ts";

/** It is asked for at most this often, however much moves. */
const PAUSE_MS = 1500;

const overviewQuery = ({ project, domain }: Scope) =>
  queryOptions({
    queryKey: ["overview", project, domain],
    queryFn: ({ signal }) => consoleApi.getOverview({ project, domain }, { signal }),
    structuralSharing: false, // it holds bigints
  });

/** The overview, asked for again when executions there have changed, and each minute: hours pass. */
export function useOverview(scope: Scope) {
  const queries = useQueryClient();
  const query = overviewQuery(scope);
  const asking = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(asking.current), []);
  const poll = usePollInterval();
  const answer = useQuery({ ...query, refetchInterval: poll || 60_000 });
  const topic = create(TopicSchema, { kind: { case: "executions", value: create(ProjectDomainSchema, scope) } });
  useTopic(answer.data ? topic : undefined, answer.data?.sequence, ({ serverTime }) => {
    noteServerTime(serverTime);
    asking.current ??= setTimeout(() => {
      asking.current = undefined;
      void queries.invalidateQueries({ queryKey: query.queryKey });
    }, PAUSE_MS);
  });
  return answer;
}
