import { create } from "@bufbuild/protobuf";
import { type RunnerStatus, RunnerTopicSchema, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { noteServerTime } from "../flyte/clock.ts";
import { usePollInterval } from "../live/status.ts";
import { useTopic } from "../live/use-topic.ts";
import { statusQuery } from "./queries.ts";

const runnerTopic = create(TopicSchema, { kind: { case: "runner", value: create(RunnerTopicSchema) } });

/** The runner as it is now; undefined until it is known. */
export function useRunner(): RunnerStatus | undefined {
  const queries = useQueryClient();
  const { data } = useQuery({ ...statusQuery(), refetchInterval: usePollInterval() });
  useTopic(runnerTopic, undefined, (message) => {
    noteServerTime(message.serverTime);
    const { kind } = message;
    if (kind.case !== "runner") return;
    queries.setQueryData(statusQuery().queryKey, (old) => old && { ...old, runner: kind.value });
  });
  return data?.runner;
}
