import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  LogLine_Level as Level,
  type LogLine,
  LogLine_Stream as Stream,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { memo, type ReactNode, useState } from "react";
import { formatDuration } from "../../../flyte/duration.ts";
import { usePreferences } from "../../../frame/preferences.ts";
import { type AnsiSpan, parseAnsi } from "./ansi.ts";
import { fieldsOf, fieldText, messageOf } from "./json-fields.ts";
import type { Range } from "./log-search.ts";
import type { TimeMode } from "./log-toggles.tsx";

/** Longer lines are folded: a line of megabytes would hold up the page. */
const FOLD = 10_000;

interface LogLineViewProps {
  readonly line: LogLine;
  readonly time: TimeMode;
  /** When the first line that is held, and the one before this, were written. */
  readonly firstAt?: number | undefined;
  readonly beforeAt?: number | undefined;
  readonly wrap: boolean;
  /** The search found it, though not where in it. */
  readonly isFound?: boolean;
  /** Places of the search in the line's text, and which of them is the current one. */
  readonly hits?: readonly Range[] | undefined;
  readonly currentHit?: number | undefined;
  readonly isLinked?: boolean;
  readonly onLink?: ((line: number) => void) | undefined;
  /** Whose line it is, where several write: a column of its own, beside the level. */
  readonly origin?: string;
  readonly onOrigin?: () => void;
  readonly isSelected?: boolean;
  /** Fields of lines of JSON that stand in columns before the text. */
  readonly fields?: readonly string[] | undefined;
}

const noFields: readonly string[] = [];

const tones = {
  [Stream.STREAM_UNSPECIFIED]: "",
  [Stream.STDOUT]: "",
  [Stream.STDERR]: "shadow-[inset_2px_0_var(--pause)]",
  [Stream.ENGINE]: "text-reuse shadow-[inset_2px_0_var(--reuse)]",
} as const satisfies Record<Stream, string>;

const levelLooks = {
  [Level.LEVEL_UNSPECIFIED]: { word: "", tone: "" },
  [Level.TRACE]: { word: "TRACE", tone: "text-faint" },
  [Level.DEBUG]: { word: "DEBUG", tone: "text-faint" },
  [Level.INFO]: { word: "INFO", tone: "text-muted" },
  [Level.WARN]: { word: "WARN", tone: "text-pause" },
  [Level.ERROR]: { word: "ERROR", tone: "text-fail" },
} as const satisfies Record<Level, { word: string; tone: string }>;

const streamWords = {
  [Stream.STREAM_UNSPECIFIED]: "",
  [Stream.STDOUT]: "",
  [Stream.STDERR]: "stderr",
  [Stream.ENGINE]: "engine",
} as const satisfies Record<Stream, string>;

export const LogLineView = memo(function LogLineView(props: LogLineViewProps) {
  const {
    line,
    time,
    firstAt,
    beforeAt,
    wrap,
    isFound = false,
    hits,
    currentHit,
    isLinked = false,
    onLink,
    origin,
    onOrigin,
    isSelected = false,
    fields = noFields,
  } = props;
  const [isOpen, setIsOpen] = useState(false);
  const json = fields.length > 0 ? fieldsOf(line) : undefined;
  const message = json && messageOf(json);
  const { zone } = usePreferences();
  const [isWhole, setIsWhole] = useState(false);
  const isFolded = !isWhole && line.text.length > FOLD;
  const { spans, updates } = parseAnsi(isFolded ? line.text.slice(0, FOLD) : line.text);
  const number = Number(line.row);
  return (
    <div
      className={`flex min-h-5 font-mono text-[12px] leading-5 ${wrap ? "" : "w-max min-w-full"} ${tones[line.stream] ?? ""} ${isLinked || isFound ? "bg-mark/40" : origin !== undefined && line.level === Level.ERROR ? "tone-fail bg-tone-panel hover:bg-hover" : "hover:bg-hover"}`}
    >
      {/* Numbers and times are not selected: what is copied is the log's own text. */}
      {onLink ? (
        <button
          type="button"
          tabIndex={-1}
          title={`Link to line ${number + 1}`}
          aria-label={`Link to line ${number + 1}`}
          onClick={() => onLink(number)}
          className="w-16 flex-none self-start pr-3 text-right text-faint tabular-nums select-none hover:text-accent"
        >
          {(number + 1).toLocaleString("en")}
        </button>
      ) : (
        <span className="w-14 flex-none pr-3 text-right text-faint tabular-nums select-none">
          {(number + 1).toLocaleString("en")}
        </span>
      )}
      {time === "none" ? undefined : (
        <span className="w-24 flex-none text-muted tabular-nums select-none">
          {line.at ? timeText(timestampMs(line.at), time, zone, { firstAt, beforeAt }) : ""}
        </span>
      )}
      {origin === undefined ? undefined : (
        <>
          <button
            type="button"
            tabIndex={-1}
            title={origin}
            onClick={onOrigin}
            className={`w-36 flex-none self-start truncate pr-3 text-left select-none hover:underline max-md:w-20 ${isSelected ? "text-accent" : "text-muted"}`}
          >
            {origin}
          </button>
          <span className={`w-13 flex-none select-none max-md:hidden ${levelLooks[line.level].tone}`}>
            {line.continues ? "" : levelLooks[line.level].word}
          </span>
        </>
      )}
      {json
        ? fields.map((name) => (
            <span key={name} title={name} className="w-32 flex-none truncate pr-3 text-muted">
              {fieldText(json[name])}
            </span>
          ))
        : undefined}
      {streamWords[line.stream] ? <span className="sr-only">{streamWords[line.stream]}: </span> : undefined}
      <span className={`min-w-0 pr-4 ${wrap ? "wrap-anywhere whitespace-pre-wrap" : "whitespace-pre"}`}>
        {json ? (
          <button
            type="button"
            tabIndex={-1}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="text-left hover:underline"
          >
            {message ?? line.text}
          </button>
        ) : undefined}
        {json && isOpen ? (
          <pre className="py-1 whitespace-pre-wrap">{JSON.stringify(json, undefined, 2)}</pre>
        ) : undefined}
        {json ? undefined : hits && hits.length > 0 ? withHits(spans, hits, currentHit) : spans.map(spanView)}
        {updates > 0 ? <Chip>×{updates + 1} updates</Chip> : undefined}
        {isFolded ? (
          <button type="button" onClick={() => setIsWhole(true)} className="ml-2 text-accent hover:underline">
            all {line.text.length.toLocaleString("en")} characters
          </button>
        ) : undefined}
      </span>
    </div>
  );
});

function Chip({ children }: { readonly children: ReactNode }) {
  return (
    <span className="ml-2 inline-flex h-4 items-center rounded-chip border border-line bg-raised px-1 font-sans text-axis text-muted select-none">
      {children}
    </span>
  );
}

function spanView({ text, classes, href }: AnsiSpan, key: number): ReactNode {
  if (href) {
    return (
      <a
        key={key}
        href={href}
        title={href}
        target="_blank"
        rel="noreferrer noopener"
        className={`text-accent underline ${classes}`}
      >
        {text}
      </a>
    );
  }
  return classes === "" ? (
    text
  ) : (
    <span key={key} className={classes}>
      {text}
    </span>
  );
}

/** Spans cut where hits begin and end: a hit may reach over a change of colour. */
function withHits(spans: readonly AnsiSpan[], hits: readonly Range[], currentHit: number | undefined): ReactNode[] {
  const pieces: ReactNode[] = [];
  let offset = 0;
  for (const span of spans) {
    const end = offset + span.text.length;
    let at = offset;
    hits.forEach(({ start, end: hitEnd }, index) => {
      const [from, to] = [Math.max(start, at), Math.min(hitEnd, end)];
      if (from >= to) return;
      if (from > at)
        pieces.push(spanView({ ...span, text: span.text.slice(at - offset, from - offset) }, pieces.length));
      pieces.push(
        <mark
          key={pieces.length}
          className={`rounded-bar bg-mark text-fg ${index === currentHit ? "outline-2 outline-pause" : ""} ${span.classes.replace(/text-\S+/, "")}`}
        >
          {span.text.slice(from - offset, to - offset)}
        </mark>,
      );
      at = to;
    });
    if (at < end) pieces.push(spanView({ ...span, text: span.text.slice(at - offset) }, pieces.length));
    offset = end;
  }
  return pieces;
}

function timeText(
  ms: number,
  mode: Exclude<TimeMode, "none">,
  zone: "browser" | "utc",
  { firstAt = ms, beforeAt = ms }: { firstAt: number | undefined; beforeAt: number | undefined },
): string {
  if (mode === "clock") return clock(ms, zone);
  const span = Math.max(0, ms - (mode === "elapsed" ? firstAt : beforeAt));
  return `+${formatDuration(span)}`;
}

function clock(ms: number, zone: "browser" | "utc"): string {
  const date = new Date(zone === "utc" ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(11, 23);
}
