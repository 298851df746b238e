import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type LogOrigin,
  type LogPage,
  type LogScope,
  type ReadLogRequestSchema,
  TopicSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useEffectEvent, useState } from "react";
import { useTopic } from "../../../live/use-topic.ts";
import { consoleApi } from "../../../transport.ts";
import type { LogPlace } from "../place.ts";
import { addLines, endOf, firstOf, jumpTo, type LogWindow, noLines } from "./log-window.ts";
import { type Asking, useAsking } from "./use-asking.ts";
import type { LogReader } from "./use-log-scroll.ts";
import { usePolling } from "./use-polling.ts";

/** Rows asked for at once. */
const PAGE = 1000;

interface Held {
  readonly window: LogWindow;
  /** By number. */
  readonly origins: ReadonlyMap<number, LogOrigin>;
  readonly order: string;
  readonly attempts: number;
  readonly leftOut: number;
  /** The row that was last jumped to. */
  readonly found: number | undefined;
}

const nothing: Held = { window: noLines, origins: new Map(), order: "", attempts: 0, leftOut: 0, found: undefined };

export interface RunLog extends Held, LogReader, Omit<Asking, "ask"> {
  jumpToTime(ms: number): void;
  retry(): void;
}

type From = NonNullable<MessageInitShape<typeof ReadLogRequestSchema>["from"]>;

/**
 * The lines of many attempts: pages as asked for, and new rows as they come.
 *
 * @param place   begin around this line instead of at the end
 * @param follows whether new rows push out the oldest, rather than wait
 */
export function useRunLog(scope: LogScope, place: LogPlace | undefined, follows: boolean): RunLog {
  const [held, setHeld] = useState<Held>(nothing);
  const { ask: askFor, ...asking } = useAsking();
  const { window } = held;

  const ask = (from: From, count: number, put: (before: Held, page: LogPage) => Held) =>
    askFor(
      () => consoleApi.readLog({ scope, from, count }),
      (page) => setHeld((before) => put(before, page)),
    );
  const toEnd = () => ask({ case: "row", value: BigInt(-PAGE) }, PAGE, withJump);
  const begin = useEffectEvent(() => {
    if (place === undefined) toEnd();
    else ask({ case: "place", value: { ...place, number: BigInt(place.number) } }, PAGE, withJump);
  });
  useEffect(() => begin(), []);

  const topic = create(TopicSchema, { kind: { case: "lines", value: scope } });
  useTopic(asking.state === "ready" && !window.complete ? topic : undefined, BigInt(window.total), ({ kind }) => {
    if (kind.case !== "lines") return;
    // Rows are counted anew, after a restart for one: what is held says nothing of the new ones.
    setHeld((before) =>
      kind.value.order === before.order
        ? withPage(before, kind.value, follows ? "end" : "start")
        : withJump(before, kind.value),
    );
  });

  usePolling(asking.state === "ready" && !window.complete, () =>
    ask({ case: "row", value: BigInt(endOf(window)) }, PAGE, (before, page) =>
      page.order === before.order ? withPage(before, page, follows ? "end" : "start") : withJump(before, page),
    ),
  );

  return {
    ...held,
    ...asking,
    jump: (row) => ask({ case: "row", value: BigInt(Math.max(0, row - PAGE / 2)) }, PAGE, withJump),
    jumpToTime: (ms) => ask({ case: "at", value: timestampFromMs(ms) }, PAGE, withJump),
    toEnd,
    loadBefore: () => {
      const first = firstOf(window);
      const start = Math.max(0, first - PAGE);
      if (first > 0)
        ask({ case: "row", value: BigInt(start) }, first - start, (before, page) => withPage(before, page, "start"));
    },
    loadAfter: () => {
      if (endOf(window) < window.total)
        ask({ case: "row", value: BigInt(endOf(window)) }, PAGE, (before, page) => withPage(before, page, "end"));
    },
    retry: () => begin(),
  };
}

function withPage(before: Held, page: LogPage, keep: "start" | "end"): Held {
  return { ...before, ...aboutOf(before, page), window: addLines(before.window, page, keep) };
}

function withJump(before: Held, page: LogPage): Held {
  const known = page.order === before.order ? before : nothing;
  const found = page.found === undefined ? undefined : Number(page.found);
  return { ...aboutOf(known, page), found, window: jumpTo(known.window, page) };
}

function aboutOf(before: Held, { origins, order, attempts, leftOut }: LogPage) {
  const all = new Map(before.origins);
  for (const origin of origins) all.set(origin.number, origin);
  return { origins: all, order, attempts, leftOut };
}
