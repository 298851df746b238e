import { LogLine_Level as Level } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReactNode, RefObject } from "react";
import { IconButton } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Select } from "../../../ui/input.tsx";
import type { LogSearch } from "./use-log-search.ts";

interface RunLogToolbarProps {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly onQuery: (text: string) => void;
  readonly matchCase: boolean;
  readonly onMatchCase: (on: boolean) => void;
  readonly found: LogSearch;
  readonly current: number | undefined;
  readonly onNext: (by: 1 | -1) => void;
  /** Which lines: of the run or of the node. */
  readonly scope: ReactNode;
  readonly level: Level;
  readonly onLevel: (level: Level) => void;
  readonly wrap: boolean;
  readonly onWrap: (on: boolean) => void;
  readonly withTime: boolean;
  readonly onWithTime: (on: boolean) => void;
  readonly onDownload: () => void;
  readonly isDownloading: boolean;
}

const pressed = "aria-pressed:bg-hover aria-pressed:text-fg";

export function RunLogToolbar(props: RunLogToolbarProps) {
  const { search, query, onQuery, matchCase, found, current, onNext } = props;
  const isNothing = found.rows.length === 0;
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
      <span className="flex min-w-64 flex-1 items-center gap-1 md:max-w-110">
        <span className="relative flex min-w-32 flex-1 items-center">
          <input
            ref={search}
            type="search"
            aria-label="Search the log"
            placeholder="Search (/)"
            spellCheck={false}
            value={query}
            onChange={(event) => onQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") onNext(event.shiftKey ? -1 : 1);
              if (event.key !== "Escape") return;
              event.stopPropagation();
              if (query) onQuery("");
              else event.currentTarget.blur();
            }}
            className="mono h-7 w-full rounded-control border border-control bg-surface pr-28 pl-7 outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
          />
          <Icon name="search" size={14} className="pointer-events-none absolute left-2 text-muted" />
          <span aria-live="polite" className="pointer-events-none absolute right-2 text-axis text-muted">
            {query ? countText(found, current) : ""}
          </span>
        </span>
        <IconButton
          icon="matchCase"
          size="small"
          label="Capitals as written"
          aria-pressed={matchCase}
          onClick={() => props.onMatchCase(!matchCase)}
          className={pressed}
        />
        <IconButton
          icon="chevronUp"
          size="small"
          label="Previous match (N)"
          disabled={isNothing}
          onClick={() => onNext(-1)}
        />
        <IconButton
          icon="chevronDown"
          size="small"
          label="Next match (n)"
          disabled={isNothing}
          onClick={() => onNext(1)}
        />
      </span>
      {props.scope}
      <Select
        dense
        aria-label="Level"
        value={String(props.level)}
        onChange={(event) => props.onLevel(toLevel(event.target.value))}
        className="w-36 text-meta"
      >
        <option value={Level.LEVEL_UNSPECIFIED}>All levels</option>
        <option value={Level.INFO}>Info and up</option>
        <option value={Level.WARN}>Warnings and up</option>
        <option value={Level.ERROR}>Errors</option>
      </Select>
      <span className="ml-auto flex items-center gap-1">
        <IconButton
          icon="wrap"
          size="small"
          label="Wrap lines (w)"
          aria-pressed={props.wrap}
          onClick={() => props.onWrap(!props.wrap)}
          className={pressed}
        />
        <IconButton
          icon="clock"
          size="small"
          label="Times (t)"
          aria-pressed={props.withTime}
          onClick={() => props.onWithTime(!props.withTime)}
          className={pressed}
        />
        <IconButton
          icon="download"
          size="small"
          label={props.isDownloading ? "Downloading…" : "Download these lines"}
          disabled={props.isDownloading}
          onClick={props.onDownload}
        />
      </span>
    </div>
  );
}

function countText({ rows, state }: LogSearch, current: number | undefined): string {
  if (state === "failed") return "search failed";
  if (rows.length === 0) return state === "searching" ? "searching…" : "none";
  const total = `${rows.length.toLocaleString("en")}${state === "searching" ? "…" : ""}`;
  const at = current === undefined ? -1 : rows.indexOf(current);
  return at >= 0 ? `${(at + 1).toLocaleString("en")} of ${total}` : `${total} ${rows.length === 1 ? "line" : "lines"}`;
}

function toLevel(value: string): Level {
  return [Level.INFO, Level.WARN, Level.ERROR].find((level) => String(level) === value) ?? Level.LEVEL_UNSPECIFIED;
}
