import { create } from "@bufbuild/protobuf";
import { LogSourceSchema, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useEffectEvent, useState } from "react";
import { useTopic } from "../../../live/use-topic.ts";
import { consoleApi } from "../../../transport.ts";
import type { ExecutionId } from "../queries.ts";
import { addLines, endOf, firstOf, jumpTo, type LogPart, type LogWindow, noLines } from "./log-window.ts";
import { type Asking, useAsking } from "./use-asking.ts";
import type { LogReader } from "./use-log-scroll.ts";
import { usePolling } from "./use-polling.ts";

/** Lines asked for at once. */
const PAGE = 1000;

export interface AttemptLog extends LogReader, Omit<Asking, "ask"> {
  retry(): void;
}

/**
 * The log of one attempt: ranges as asked for, and new lines as they come.
 *
 * @param line    begin around this line instead of at the end
 * @param follows whether new lines push out the oldest, rather than wait
 */
export function useLog(
  id: ExecutionId,
  nodeId: string,
  attempt: number,
  line: number | undefined,
  follows: boolean,
): AttemptLog {
  const [window, setWindow] = useState<LogWindow>(noLines);
  const { ask, ...asking } = useAsking();
  const source = { execution: id, nodeId, attempt };

  const fetchRange = (start: number, count: number, merge: (before: LogWindow, range: LogPart) => LogWindow) =>
    ask(
      () => consoleApi.getLogRange({ source, start: BigInt(start), count }),
      (range) => setWindow((before) => merge(before, range)),
    );
  const jump = (to: number) => fetchRange(Math.max(0, to - PAGE / 2), PAGE, jumpTo);
  const toEnd = () => fetchRange(-PAGE, PAGE, jumpTo);
  const begin = useEffectEvent(() => (line === undefined ? toEnd() : jump(line)));
  useEffect(() => begin(), []);

  const topic = create(TopicSchema, { kind: { case: "log", value: create(LogSourceSchema, source) } });
  useTopic(asking.state === "ready" && !window.complete ? topic : undefined, BigInt(window.total), ({ kind }) => {
    if (kind.case === "log") setWindow((before) => addLines(before, kind.value, follows ? "end" : "start"));
  });

  usePolling(asking.state === "ready" && !window.complete, () =>
    fetchRange(endOf(window), PAGE, (before, range) => addLines(before, range, follows ? "end" : "start")),
  );

  return {
    ...asking,
    window,
    jump,
    toEnd,
    loadBefore: () => {
      const first = firstOf(window);
      if (first > 0)
        fetchRange(Math.max(0, first - PAGE), Math.min(PAGE, first), (before, range) =>
          addLines(before, range, "start"),
        );
    },
    loadAfter: () => {
      if (endOf(window) < window.total)
        fetchRange(endOf(window), PAGE, (before, range) => addLines(before, range, "end"));
    },
    retry: () => begin(),
  };
}
