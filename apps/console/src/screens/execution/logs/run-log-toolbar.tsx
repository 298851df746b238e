import { LogLine_Level as Level } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReactNode } from "react";
import { IconButton } from "../../../ui/button.tsx";
import { Select } from "../../../ui/input.tsx";
import { LogSearchField } from "./log-search-field.tsx";
import { type LogLook, LogToggles } from "./log-toggles.tsx";
import type { LogSearch } from "./use-log-search.ts";

interface RunLogToolbarProps {
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
  readonly look: LogLook;
  readonly onDownload: () => void;
  readonly isDownloading: boolean;
}

export function RunLogToolbar(props: RunLogToolbarProps) {
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
      <LogSearchField
        query={props.query}
        onQuery={props.onQuery}
        matchCase={props.matchCase}
        onMatchCase={props.onMatchCase}
        count={countText(props.found, props.current)}
        hasMatches={props.found.rows.length > 0}
        onNext={props.onNext}
      />
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
        <LogToggles look={props.look} />
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
