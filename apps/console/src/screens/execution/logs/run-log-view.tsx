/** What all attempts of an execution, or of one node and those below it, wrote: one log, in the order of time. */
import { create, toJsonString } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  type ExecutionView,
  LogLine_Level as Level,
  type LogLine,
  type LogOrigin,
  LogScopeSchema,
  LogMatch_Mode as Mode,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import {
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { FailureFace, failureMessage } from "../../../frame/failure-face.tsx";
import { notify } from "../../../frame/notices/notices.ts";
import { useShortcut } from "../../../frame/shortcuts.ts";
import type { Hover } from "../../../graph/hover.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyFace, SkeletonRows } from "../../../ui/faces.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import type { LogPlace, Place } from "../place.ts";
import type { ExecutionId } from "../queries.ts";
import { downloadRunLog } from "./download-log.ts";
import { FieldMenu } from "./field-menu.tsx";
import { fieldNames } from "./json-fields.ts";
import type { LogFilter } from "./log-filter.tsx";
import { LogLineView } from "./log-line.tsx";
import { LogLines } from "./log-lines.tsx";
import { LogMarks } from "./log-marks.tsx";
import { type Match, noMatch, searchLines } from "./log-search.ts";
import { fullClasses, type LogLook, useLogLook } from "./log-toggles.tsx";
import { firstOf } from "./log-window.ts";
import { RunLogToolbar } from "./run-log-toolbar.tsx";
import { useLogScroll } from "./use-log-scroll.ts";
import { type LogSearch, nextRow, useLogSearch } from "./use-log-search.ts";
import { type RunLog, useRunLog } from "./use-run-log.ts";

interface RunLogViewProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  /** The time cursor: what was written later is faded. */
  readonly until: number | undefined;
  readonly ongoing: boolean;
  readonly place: Place;
  readonly hover: Hover;
  readonly onSelect: (path: string | undefined) => void;
  readonly onGo: (change: Partial<Place>, how?: "push" | "replace") => void;
}

export function RunLogView(props: RunLogViewProps) {
  const { id, view, place, onGo } = props;
  const [level, setLevel] = useState(Level.LEVEL_UNSPECIFIED);
  const path = place.logsOf === "node" ? (place.node ?? "") : "";
  const look = useLogLook();
  const [filter, setFilter] = useState<LogFilter>({ isOn: false, context: 0 });
  // What is typed is here at once; it is in the address once typing rests.
  const [match, setMatch] = useState<Match>({ ...noMatch, text: place.query ?? "" });
  useNotedQuery(match.text, place.query, onGo, (text) => setMatch({ ...match, text }));
  const wanted = useRested(filter.isOn ? match : noMatch);
  const scope = create(LogScopeSchema, {
    execution: id,
    path,
    level,
    ...(wanted.text !== "" && { only: wanted, context: filter.context }),
  });
  const [fields, setFields] = useState<readonly string[]>([]);
  const [seen, setSeen] = useState<LinesSeen>(nothingSeen);
  const lines = useRef<LinesHandle>(null);
  const [isDownloading, setIsDownloading] = useState(false);
  const names = useMemo(() => new Map((view.graph?.nodes ?? []).map((node) => [node.path, node.name])), [view.graph]);
  const nameOf = ({ path, index }: LogOrigin): string => {
    const name = names.get(path) ?? path;
    return index === undefined ? name : `${name}[${index}]`;
  };
  const download = (format: "text" | "ndjson") => {
    setIsDownloading(true);
    downloadRunLog(id, scope, nameOf, format)
      .catch((reason: unknown) =>
        notify({ text: `The log was not downloaded: ${failureMessage(reason)}`, tone: "failure" }),
      )
      .finally(() => setIsDownloading(false));
  };
  const name = names.get(place.node ?? "") ?? place.node;
  const choice =
    name === undefined ? undefined : (
      <Segmented<Place["logsOf"]>
        label="Lines of"
        selected={place.logsOf}
        onSelect={(logsOf) => onGo({ logsOf, logLine: undefined }, "replace")}
        options={[
          { id: "run", label: "Whole run" },
          { id: "node", label: <span className="max-w-40 truncate">{name}</span> },
        ]}
      />
    );
  return (
    <section aria-label="Logs" className={`flex flex-col ${look.isFull ? fullClasses : "absolute inset-0"}`}>
      <RunLogToolbar
        match={match}
        onMatch={setMatch}
        filter={filter}
        onFilter={setFilter}
        fields={<FieldMenu names={seen.fields} chosen={fields} onChoose={setFields} />}
        found={seen.search}
        current={seen.current}
        onNext={(by) => lines.current?.go(by)}
        scope={choice}
        level={level}
        onLevel={setLevel}
        look={look}
        isDownloading={isDownloading}
        onDownload={download}
      />
      {/* Other lines are another log; what is typed above goes on. */}
      <Lines
        key={toJsonString(LogScopeSchema, scope)}
        {...props}
        ref={lines}
        scope={scope}
        match={match}
        look={look}
        fields={fields}
        nameOf={nameOf}
        onSeen={setSeen}
        onAll={() => {
          setLevel(Level.LEVEL_UNSPECIFIED);
          setFilter({ ...filter, isOn: false });
        }}
      />
    </section>
  );
}

/** Puts what is searched for into the address, once typing rests; and takes it from there when somebody went back. */
function useNotedQuery(
  text: string,
  noted: string | undefined,
  onGo: RunLogViewProps["onGo"],
  onAddress: (text: string) => void,
): void {
  const last = useRef(noted ?? "");
  const note = useEffectEvent(() => {
    if (text === (noted ?? "")) return;
    last.current = text;
    onGo({ query: text || undefined }, "replace");
  });
  const take = useEffectEvent(() => {
    if ((noted ?? "") === last.current) return; // of our own noting: typing may have gone on since
    last.current = noted ?? "";
    onAddress(noted ?? "");
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what is taken from
  useEffect(() => take(), [noted]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what is noted
  useEffect(() => {
    const timer = setTimeout(() => note(), 250);
    return () => clearTimeout(timer);
  }, [text]);
}

/** What is searched for, once typing rests: each piece would be another log. */
function useRested(match: Match): Match {
  const [rested, setRested] = useState(match);
  useEffect(() => {
    const timer = setTimeout(() => setRested(match), match.text === "" ? 0 : 400);
    return () => clearTimeout(timer);
  }, [match]);
  return rested;
}

/** What the toolbar says of the lines. */
interface LinesSeen {
  readonly search: LogSearch;
  /** Row of the match that is shown. */
  readonly current: number | undefined;
  /** Names that lines of JSON have. */
  readonly fields: readonly string[];
}

const nothingSeen: LinesSeen = { search: { rows: [], state: "idle" }, current: undefined, fields: [] };

interface LinesHandle {
  /** To the next match, or the one before. */
  go(by: 1 | -1): void;
}

interface LinesProps extends RunLogViewProps {
  readonly ref: Ref<LinesHandle>;
  readonly scope: ReturnType<typeof create<typeof LogScopeSchema>>;
  readonly match: Match;
  readonly look: LogLook;
  readonly fields: readonly string[];
  readonly nameOf: (origin: LogOrigin) => string;
  readonly onSeen: (seen: LinesSeen) => void;
  /** Takes level and filter away. */
  readonly onAll: () => void;
}

function Lines(props: LinesProps) {
  const { until, ongoing, place, hover, onSelect, onGo, ref, scope, match, look, fields, nameOf, onSeen, onAll } =
    props;
  const linked = place.logLine;
  const [follows, setFollows] = useState(linked === undefined && until === undefined);
  const [current, setCurrent] = useState<number>();
  const [matched, setMatched] = useState(match);
  if (matched !== match) {
    setMatched(match);
    setCurrent(undefined);
  }
  const log = useRunLog(scope, linked, follows);
  const { window, origins } = log;
  const { lines } = window;
  const search = useLogSearch(scope, log.order, match, window.complete);
  const marks = useMemo(() => searchLines(lines, match).byLine, [lines, match]);
  const found = useMemo(() => new Set(match.mode === Mode.REGEX ? search.rows : []), [match.mode, search.rows]);
  const firstAt = millisOf(lines[0]);
  const known = useMemo(() => fieldNames(lines), [lines]);
  const scroll = useLogScroll(log, lines, { follows, setFollows });
  const go = (by: 1 | -1) => {
    const row = nextRow(search.rows, current ?? scroll.top() - by, by);
    setCurrent(row);
    if (row !== undefined) scroll.show(row);
  };
  const goToError = () => {
    const from = current ?? scroll.top();
    const next = lines.find((each) => Number(each.row) > from && each.level === Level.ERROR && !each.continues);
    if (!next) return;
    setCurrent(Number(next.row));
    scroll.show(Number(next.row));
  };

  const showFound = useEffectEvent(() => {
    if (log.found !== undefined) scroll.show(log.found);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked for is shown once it is there
  useEffect(() => showFound(), [log.found]);
  const followCursor = useEffectEvent(() => {
    if (until === undefined) return;
    scroll.pause();
    log.jumpToTime(until);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cursor's move is what is followed
  useEffect(() => {
    const timer = setTimeout(() => followCursor(), 200);
    return () => clearTimeout(timer);
  }, [until]);
  useShortcut("e", "Next error in the log", goToError);
  useImperativeHandle(ref, () => ({ go }));
  const told = useEffectEvent(onSeen);
  useEffect(() => told({ search, current, fields: known }), [search, current, known]);

  if (log.state === "loading") return <SkeletonRows label="Loading the log" rows={12} />;
  if (log.state === "failed")
    return <FailureFace what="The log could not be read" error={log.error} onRetry={log.retry} />;
  return (
    <>
      {log.leftOut > 0 ? (
        <p className="flex-none border-b border-line px-4 py-1 text-meta text-muted">
          Lines of the newest {log.attempts.toLocaleString("en")} attempts; {log.leftOut.toLocaleString("en")} older
          ones are left out. Choose a node to read them.
        </p>
      ) : undefined}
      <div className="relative min-h-0 flex-1 bg-bg">
        {lines.length === 0 ? (
          <NoLines
            log={log}
            ongoing={ongoing}
            isFiltered={scope.level !== Level.LEVEL_UNSPECIFIED || scope.only !== undefined}
            onAll={onAll}
          />
        ) : (
          <LogLines
            window={window}
            lines={lines}
            scroll={scroll}
            wrap={look.wrap}
            areTall={fields.length > 0}
            renderLine={renderLine}
          />
        )}
        <LogMarks rows={search.rows} current={current} total={window.total} />
      </div>
    </>
  );

  function renderLine(line: LogLine): ReactNode {
    const origin = origins.get(line.origin);
    if (!origin) return undefined;
    const row = Number(line.row);
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: it only lights the node elsewhere
      <div
        onMouseEnter={() => hover.set(origin.path)}
        onMouseLeave={() => hover.set(undefined)}
        className={isLater(line, until) ? "opacity-38" : ""}
      >
        <LogLineView
          line={line}
          time={look.time}
          firstAt={firstAt}
          beforeAt={millisOf(lines[row - firstOf(window) - 1])}
          isFound={found.has(row)}
          fields={fields}
          wrap={look.wrap}
          hits={marks.get(row)}
          currentHit={current === row ? 0 : undefined}
          isLinked={isSame(linked, line, origin)}
          origin={nameOf(origin)}
          onOrigin={() => onSelect(origin.path)}
          isSelected={origin.path === place.node}
          onLink={() => onGo({ logLine: placeOf(line, origin) }, "replace")}
        />
      </div>
    );
  }
}

interface NoLinesProps {
  readonly log: RunLog;
  readonly ongoing: boolean;
  readonly isFiltered: boolean;
  readonly onAll: () => void;
}

function NoLines({ log, ongoing, isFiltered, onAll }: NoLinesProps) {
  if (isFiltered)
    return <EmptyFace icon="filter" title="No line is like that" action={<Button onClick={onAll}>All lines</Button>} />;
  if (log.attempts === 0)
    return (
      <EmptyFace icon="logs" title={ongoing ? "No attempt has begun yet" : "No task was run"}>
        What tasks write is shown here, in the order of time.
      </EmptyFace>
    );
  return ongoing ? (
    <EmptyFace icon="logs" title="Nothing has been written yet">
      Lines appear here as they come.
    </EmptyFace>
  ) : (
    <EmptyFace
      icon="logs"
      title={`${log.attempts === 1 ? "The attempt" : `The ${log.attempts} attempts`} wrote nothing`}
    />
  );
}

const millisOf = (line: LogLine | undefined) => (line?.at ? timestampMs(line.at) : undefined);

const placeOf = (line: LogLine, { nodeId, attempt }: LogOrigin): LogPlace => ({
  nodeId,
  attempt,
  number: Number(line.number),
});

function isSame(place: LogPlace | undefined, line: LogLine, { nodeId, attempt }: LogOrigin): boolean {
  return place?.number === Number(line.number) && place.nodeId === nodeId && place.attempt === attempt;
}

const isLater = ({ at }: LogLine, until: number | undefined) =>
  until !== undefined && at !== undefined && timestampMs(at) > until;
