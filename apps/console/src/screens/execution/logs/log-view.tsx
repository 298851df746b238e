import { timestampMs } from "@bufbuild/protobuf/wkt";
import { type Attempt, type LogLine, LogLine_Stream as Stream } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { formatDuration } from "../../../flyte/duration.ts";
import { FailureFace } from "../../../frame/failure-face.tsx";
import { EmptyFace, SkeletonRows } from "../../../ui/faces.tsx";
import type { ExecutionId } from "../queries.ts";
import { LogLineView } from "./log-line.tsx";
import { LogLines } from "./log-lines.tsx";
import { type Hit, nextHit, noMatch, searchLines } from "./log-search.ts";
import { fullClasses, useLogLook } from "./log-toggles.tsx";
import { LogToolbar, type StreamFilter } from "./log-toolbar.tsx";
import { firstOf } from "./log-window.ts";
import { useLog } from "./use-log.ts";
import { useLogScroll } from "./use-log-scroll.ts";

interface LogViewProps {
  readonly id: ExecutionId;
  readonly nodeId: string;
  readonly attempt: Attempt;
  /** What the attempt waits for, while nothing has been written. */
  readonly waitsFor: string;
  /** The line a link leads to, from 0. */
  readonly line: number | undefined;
  readonly onLink: (line: number) => void;
  readonly onOpenWhole?: ((query: string) => void) | undefined;
}

/** One viewer for what is being written and what was. */
export function LogView({ id, nodeId, attempt, waitsFor, line, onLink, onOpenWhole }: LogViewProps) {
  const [follows, setFollows] = useState(line === undefined);
  const look = useLogLook();
  const [stream, setStream] = useState<StreamFilter>("all");
  const [match, setMatch] = useState(noMatch);
  const [current, setCurrent] = useState<Hit>();
  const log = useLog(id, nodeId, attempt.attempt, line, follows);
  const { window } = log;
  const lines = useMemo(() => window.lines.filter((each) => isOf(each, stream)), [window.lines, stream]);
  const found = useMemo(() => searchLines(lines, match), [lines, match]);
  const scroll = useLogScroll(log, lines, { follows, setFollows });
  const go = (by: 1 | -1) => {
    const hit = nextHit(found, current, by, scroll.top());
    setCurrent(hit);
    if (hit) scroll.show(hit.line);
  };

  const showLinked = useEffectEvent(() => {
    if (line !== undefined) scroll.show(line);
  });
  useEffect(() => {
    if (log.state === "ready") showLinked();
  }, [log.state]);

  if (log.state === "loading") return <SkeletonRows label="Loading the log" rows={12} />;
  if (log.state === "failed")
    return <FailureFace what="The log could not be read" error={log.error} onRetry={log.retry} />;
  return (
    <section aria-label="Log" className={`flex min-h-0 flex-col ${look.isFull ? fullClasses : "flex-1"}`}>
      <LogToolbar
        match={match}
        onMatch={(next) => {
          setMatch(next);
          setCurrent(undefined);
        }}
        found={found}
        current={current}
        onNext={go}
        stream={stream}
        onStream={setStream}
        look={look}
        onOpenWhole={onOpenWhole}
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
          <LogLines
            window={window}
            lines={lines}
            scroll={scroll}
            wrap={look.wrap}
            renderLine={(each) => {
              const row = Number(each.row);
              return (
                <LogLineView
                  line={each}
                  time={look.time}
                  firstAt={millisOf(window.lines[0])}
                  beforeAt={millisOf(window.lines[row - firstOf(window) - 1])}
                  wrap={look.wrap}
                  hits={found.byLine.get(row)}
                  currentHit={current?.line === row ? current.place : undefined}
                  isLinked={row === line}
                  onLink={onLink}
                />
              );
            }}
          />
        )}
      </div>
    </section>
  );
}

const millisOf = (line: LogLine | undefined) => (line?.at ? timestampMs(line.at) : undefined);

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
