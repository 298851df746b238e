import { LogLine_Level as Level } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReactNode } from "react";
import { Icon } from "../../../ui/icon.tsx";
import { Select } from "../../../ui/input.tsx";
import { Popup } from "../../../ui/popup.tsx";
import { type LogFilter, LogFilterToggle } from "./log-filter.tsx";
import type { Match } from "./log-search.ts";
import { LogSearchField } from "./log-search-field.tsx";
import { type LogLook, LogToggles } from "./log-toggles.tsx";
import type { LogSearch } from "./use-log-search.ts";

interface RunLogToolbarProps {
  readonly match: Match;
  readonly onMatch: (match: Match) => void;
  readonly filter: LogFilter;
  readonly onFilter: (filter: LogFilter) => void;
  readonly fields: ReactNode;
  readonly found: LogSearch;
  readonly current: number | undefined;
  readonly onNext: (by: 1 | -1) => void;
  /** Which lines: of the run or of the node. */
  readonly scope: ReactNode;
  readonly level: Level;
  readonly onLevel: (level: Level) => void;
  readonly look: LogLook;
  readonly onDownload: (format: "text" | "ndjson") => void;
  readonly isDownloading: boolean;
}

export function RunLogToolbar(props: RunLogToolbarProps) {
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
      <LogSearchField
        match={props.match}
        onMatch={props.onMatch}
        hasPatterns
        count={countText(props.found, props.current)}
        hasMatches={props.found.rows.length > 0}
        onNext={props.onNext}
      />
      <LogFilterToggle filter={props.filter} canFilter={props.match.text !== ""} onFilter={props.onFilter} />
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
        {props.fields}
        <LogToggles look={props.look} />
        <Popup
          label={props.isDownloading ? "Downloading…" : "Download these lines"}
          button={<Icon name="download" size={14} />}
          buttonClassName="inline-grid size-6 place-items-center rounded-control text-muted hover:bg-hover hover:text-fg"
          className="right-0 mt-1 w-44"
        >
          {(close) =>
            (["text", "ndjson"] as const).map((format) => (
              <button
                key={format}
                type="button"
                disabled={props.isDownloading}
                onClick={() => {
                  close();
                  props.onDownload(format);
                }}
                className="flex h-7 w-full items-center rounded-chip px-2 text-left hover:bg-hover"
              >
                {format === "text" ? "As text" : "As NDJSON"}
              </button>
            ))
          }
        </Popup>
      </span>
    </div>
  );
}

function countText({ rows, state, trouble }: LogSearch, current: number | undefined): string {
  if (state === "failed") return trouble ? "not understood" : "search failed";
  if (rows.length === 0) return state === "searching" ? "searching…" : "none";
  const total = `${rows.length.toLocaleString("en")}${state === "searching" ? "…" : ""}`;
  const at = current === undefined ? -1 : rows.indexOf(current);
  return at >= 0 ? `${(at + 1).toLocaleString("en")} of ${total}` : `${total} ${rows.length === 1 ? "line" : "lines"}`;
}

function toLevel(value: string): Level {
  return [Level.INFO, Level.WARN, Level.ERROR].find((level) => String(level) === value) ?? Level.LEVEL_UNSPECIFIED;
}
