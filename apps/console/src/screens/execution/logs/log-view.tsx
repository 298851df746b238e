import { timestampMs } from "@bufbuild/protobuf/wkt";
import { type Attempt, type LogLine, LogLine_Stream as Stream } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { formatDuration } from "../../../flyte/duration.ts";
import { FailureFace } from "../../../frame/failure-face.tsx";
import { useKeyHint, useShortcut } from "../../../frame/shortcuts.ts";
import { EmptyFace, SkeletonRows } from "../../../ui/faces.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { useIsNarrow } from "../../../ui/media.ts";
import type { ExecutionId } from "../queries.ts";
import { LogLineView } from "./log-line.tsx";
import { type Hit, nextHit, searchLines } from "./log-search.ts";
import { LogToolbar, type StreamFilter } from "./log-toolbar.tsx";
import { firstOf, holdsEnd } from "./log-window.ts";
import { useLog } from "./use-log.ts";

const LINE = 20;

interface LogViewProps {
  readonly id: ExecutionId;
  readonly nodeId: string;
  readonly attempt: Attempt;
  /** What the attempt waits for, while nothing has been written. */
  readonly waitsFor: string;
  /** The line a link leads to, from 0. */
  readonly line: number | undefined;
  readonly onLink: (line: number) => void;
}

/** One viewer for what is being written and what was. */
export function LogView({ id, nodeId, attempt, waitsFor, line, onLink }: LogViewProps) {
  const [follows, setFollows] = useState(line === undefined);
  const [seen, setSeen] = useState(0);
  const isNarrow = useIsNarrow();
  const [wrap, setWrap] = useState(isNarrow);
  const [withTime, setWithTime] = useState(!isNarrow);
  const [stream, setStream] = useState<StreamFilter>("all");
  const [query, setQuery] = useState("");
  const [matchCase, setMatchCase] = useState(false);
  const [current, setCurrent] = useState<Hit>();
  const log = useLog(id, nodeId, attempt.attempt, line, follows);
  const { window } = log;
  const lines = useMemo(() => window.lines.filter((each) => isOf(each, stream)), [window.lines, stream]);
  const found = useMemo(() => searchLines(lines, query, matchCase), [lines, query, matchCase]);
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: (index) => String(lines[index]?.row ?? index),
    overscan: 30,
    initialRect: { width: 800, height: 600 },
  });

  const showLine = (number: number) => {
    const index = lines.findIndex((each) => Number(each.row) >= number);
    if (index >= 0) virtual.scrollToIndex(index, { align: "center" });
  };
  const resume = () => {
    setFollows(true);
    if (!holdsEnd(window)) log.toEnd();
  };
  const pause = () => {
    if (!follows) return;
    setFollows(false);
    setSeen(window.total);
  };
  const go = (by: 1 | -1) => {
    const top = lines[virtual.range?.startIndex ?? 0];
    const hit = nextHit(found, current, by, Number(top?.row ?? 0n));
    setCurrent(hit);
    if (!hit) return;
    pause();
    showLine(hit.line);
  };

  // New lines are shown by staying at the end; a reader who scrolled up is left where they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of lines is what moves the end
  useLayoutEffect(() => {
    if (follows && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: "end" });
  }, [follows, lines.length, window.total]);

  const showLinked = useEffectEvent(() => {
    if (line !== undefined) showLine(line);
  });
  useEffect(() => {
    if (log.state === "ready") showLinked();
  }, [log.state]);

  // Lines put before the first would push what is being read down by as much.
  const first = useRef(firstOf(window));
  useLayoutEffect(() => {
    const before = first.current;
    first.current = firstOf(window);
    if (follows || before <= first.current || !scroller.current) return;
    const added = lines.findIndex((each) => Number(each.row) >= before);
    if (added > 0) scroller.current.scrollTop += added * LINE;
  }, [window, lines, follows]);

  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = scroller.current ?? {};
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - LINE;
    if (!isAtEnd && scrollTop < LINE * 40) log.loadBefore();
    if (isAtEnd && !holdsEnd(window)) log.loadAfter();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (["ArrowUp", "PageUp", "Home"].includes(event.key)) pause();
    if (event.key === "End") resume();
  };

  useShortcut("/", "Search the log", () => search.current?.focus());
  useShortcut("n", "Next match", () => go(1));
  useShortcut("N", "Previous match", () => go(-1));
  useShortcut("w", "Wrap lines", () => setWrap(!wrap));
  useShortcut("t", "Times of lines", () => setWithTime(!withTime));
  useShortcut("G", "Follow the log", resume);
  useKeyHint("End", "Follow the log");

  if (log.state === "loading") return <SkeletonRows label="Loading the log" rows={12} />;
  if (log.state === "failed")
    return <FailureFace what="The log could not be read" error={log.error} onRetry={log.retry} />;
  const missed = Math.max(0, window.total - seen);
  return (
    <section aria-label="Log" className="flex min-h-0 flex-1 flex-col">
      <LogToolbar
        search={search}
        query={query}
        onQuery={(text) => {
          setQuery(text);
          setCurrent(undefined);
        }}
        matchCase={matchCase}
        onMatchCase={setMatchCase}
        found={found}
        current={current}
        onNext={go}
        stream={stream}
        onStream={setStream}
        wrap={wrap}
        onWrap={setWrap}
        withTime={withTime}
        onWithTime={setWithTime}
        window={window}
        source={{ id, nodeId, attempt: attempt.attempt }}
      />
      <div className="relative min-h-0 flex-1 bg-bg">
        {lines.length === 0 ? (
          <NoLines
            attempt={attempt}
            waitsFor={waitsFor}
            isFiltered={window.lines.length > 0}
            isComplete={window.complete}
          />
        ) : (
          <div
            ref={scroller}
            role="log"
            aria-live="off"
            aria-label={`Lines ${firstOf(window) + 1} to ${firstOf(window) + window.lines.length} of ${window.total}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
            tabIndex={0}
            onScroll={onScroll}
            onWheel={(event) => event.deltaY < 0 && pause()}
            onTouchMove={pause}
            onKeyDown={onKeyDown}
            className="absolute inset-0 overflow-auto py-0.5 -outline-offset-2"
          >
            <div className={`relative ${wrap ? "" : "w-max min-w-full"}`} style={{ height: virtual.getTotalSize() }}>
              <div style={{ transform: `translateY(${virtual.getVirtualItems()[0]?.start ?? 0}px)` }}>
                {virtual.getVirtualItems().map(({ index, key }) => {
                  const each = lines[index];
                  if (!each) return undefined;
                  const number = Number(each.row);
                  return (
                    <div key={key} ref={wrap ? virtual.measureElement : undefined} data-index={index}>
                      <LogLineView
                        line={each}
                        withTime={withTime}
                        wrap={wrap}
                        hits={found.byLine.get(number)}
                        currentHit={current?.line === number ? current.place : undefined}
                        isLinked={number === line}
                        onLink={onLink}
                      />
                    </div>
                  );
                })}
              </div>
            </div>
          </div>
        )}
        {follows && holdsEnd(window) ? undefined : window.complete && holdsEnd(window) ? undefined : (
          <button
            type="button"
            onClick={resume}
            className="absolute right-4 bottom-3 inline-flex h-7 items-center gap-2 rounded-full border border-line-2 bg-overlay px-3 text-meta font-medium shadow-overlay"
          >
            <Icon name="chevronDown" size={14} />
            {window.complete ? "To the end" : "Resume"}
            {missed > 0 && !window.complete ? ` · ${missed.toLocaleString("en")} new` : ""}
          </button>
        )}
      </div>
    </section>
  );
}

interface NoLinesProps {
  readonly attempt: Attempt;
  readonly waitsFor: string;
  readonly isFiltered: boolean;
  readonly isComplete: boolean;
}

function NoLines({ attempt, waitsFor, isFiltered, isComplete }: NoLinesProps) {
  if (isFiltered) return <EmptyFace icon="filter" title="No line of this stream among those loaded" />;
  const { startedAt, endedAt } = attempt;
  if (isComplete || endedAt) {
    const span = startedAt && endedAt ? ` in ${formatDuration(timestampMs(endedAt) - timestampMs(startedAt))}` : "";
    return <EmptyFace icon="logs" title={`The task wrote nothing${span}`} />;
  }
  return startedAt ? (
    <EmptyFace icon="logs" title="The task has written nothing yet">
      Lines appear here as they come.
    </EmptyFace>
  ) : (
    <EmptyFace icon="logs" title="The log has not started">
      {waitsFor || attempt.history.at(-1)?.reason || "The attempt waits for its container."}
    </EmptyFace>
  );
}

function isOf(line: LogLine, filter: StreamFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "stdout":
      return line.stream === Stream.STDOUT;
    case "stderr":
      return line.stream === Stream.STDERR;
    case "engine":
      return line.stream === Stream.ENGINE;
  }
}
