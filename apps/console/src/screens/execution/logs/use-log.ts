import { create } from "@bufbuild/protobuf";
import { LogSourceSchema, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTopic } from "../../../live/use-topic.ts";
import { consoleApi } from "../../../transport.ts";
import type { ExecutionId } from "../queries.ts";
import { addLines, endOf, firstOf, jumpTo, type LogWindow, noLines } from "./log-window.ts";

/** Lines asked for at once. */
const PAGE = 1000;

export interface LogReader {
  readonly window: LogWindow;
  readonly state: "loading" | "ready" | "failed";
  readonly error: unknown;
  /** The lines around this one become the window. */
  jump(line: number): void;
  toEnd(): void;
  loadBefore(): void;
  loadAfter(): void;
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
): LogReader {
  const [window, setWindow] = useState<LogWindow>(noLines);
  const [state, setState] = useState<LogReader["state"]>("loading");
  const [error, setError] = useState<unknown>();
  const busy = useRef(false);
  const source = { execution: id, nodeId, attempt };

  const fetchRange = (start: number, count: number, merge: typeof addLines | "jump", keep: "start" | "end") => {
    if (busy.current) return;
    busy.current = true;
    consoleApi
      .getLogRange({ source, start: BigInt(start), count })
      .then(
        (range) => {
          setWindow((before) => (merge === "jump" ? jumpTo(before, range) : merge(before, range, keep)));
          setState("ready");
          setError(undefined);
        },
        (reason: unknown) => {
          setError(reason);
          setState((before) => (before === "loading" ? "failed" : before));
        },
      )
      .finally(() => {
        busy.current = false;
      });
  };
  const jump = (to: number) => fetchRange(Math.max(0, to - PAGE / 2), PAGE, "jump", "end");
  const toEnd = () => fetchRange(-PAGE, PAGE, "jump", "end");
  const begin = useEffectEvent(() => (line === undefined ? toEnd() : jump(line)));
  useEffect(() => begin(), []);

  const topic = create(TopicSchema, { kind: { case: "log", value: create(LogSourceSchema, source) } });
  useTopic(state === "ready" && !window.complete ? topic : undefined, BigInt(window.total), ({ kind }) => {
    if (kind.case === "log") setWindow((before) => addLines(before, kind.value, follows ? "end" : "start"));
  });

  return {
    window,
    state,
    error,
    jump,
    toEnd,
    loadBefore: () => {
      const first = firstOf(window);
      if (first > 0) fetchRange(Math.max(0, first - PAGE), Math.min(PAGE, first), addLines, "start");
    },
    loadAfter: () => {
      if (endOf(window) < window.total) fetchRange(endOf(window), PAGE, addLines, "end");
    },
    retry: () => begin(),
  };
}
