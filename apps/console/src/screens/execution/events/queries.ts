import { create } from "@bufbuild/protobuf";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type ExecutionEvent, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { noteServerTime } from "../../../flyte/clock.ts";
import { usePollInterval } from "../../../live/status.ts";
import { useTopic } from "../../../live/use-topic.ts";
import { consoleApi } from "../../../transport.ts";
import type { ExecutionId } from "../queries.ts";

/** The history as far as it is held: whatever has a number from `upTo` on is new. */
export interface History {
  readonly events: readonly ExecutionEvent[];
  readonly upTo: bigint;
}

const historyQuery = (id: ExecutionId) =>
  queryOptions({
    queryKey: ["execution-events", id.project, id.domain, id.name],
    queryFn: async ({ signal }): Promise<History> => {
      const events: ExecutionEvent[] = [];
      for (let since = 0n; ; ) {
        const answer = await consoleApi.listEvents({ execution: id, since }, { signal });
        events.push(...answer.events);
        since = answer.upTo;
        if (!answer.more) return { events, upTo: since };
      }
    },
    staleTime: Number.POSITIVE_INFINITY, // the stream adds to this entry
    refetchOnMount: "always", // but nothing followed it while it was not on screen
    structuralSharing: false, // events hold bigints
  });

/** The history, kept whole by the stream. */
export function useHistory(id: ExecutionId) {
  const query = historyQuery(id);
  const queries = useQueryClient();
  const asked = useQuery({ ...query, refetchInterval: usePollInterval() });
  const topic = create(TopicSchema, {
    kind: { case: "events", value: create(WorkflowExecutionIdentifierSchema, id) },
  });
  useTopic(asked.data ? topic : undefined, asked.data?.upTo, ({ kind, sequence, serverTime }) => {
    noteServerTime(serverTime);
    if (kind.case !== "events") return;
    queries.setQueryData(query.queryKey, (before) => before && addEvents(before, kind.value.events, sequence));
  });
  return asked;
}

/** Adds what is new; what was held before may come again. */
export function addEvents(before: History, events: readonly ExecutionEvent[], upTo: bigint): History {
  const fresh = events.filter(({ number }) => number >= before.upTo);
  if (fresh.length === 0 && upTo <= before.upTo) return before;
  return { events: [...before.events, ...fresh], upTo: upTo > before.upTo ? upTo : before.upTo };
}
