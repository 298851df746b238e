import type { RefObject } from "react";
import { IconButton } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Select } from "../../../ui/input.tsx";
import type { ExecutionId } from "../queries.ts";
import { stripAnsi } from "./ansi.ts";
import { downloadLog } from "./download-log.ts";
import { type Found, type Hit, indexOf, MAX_HITS } from "./log-search.ts";
import { firstOf, type LogWindow } from "./log-window.ts";

export type StreamFilter = "all" | "stdout" | "stderr" | "engine";

interface LogToolbarProps {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly onQuery: (text: string) => void;
  readonly matchCase: boolean;
  readonly onMatchCase: (on: boolean) => void;
  readonly found: Found;
  readonly current: Hit | undefined;
  readonly onNext: (by: 1 | -1) => void;
  readonly stream: StreamFilter;
  readonly onStream: (stream: StreamFilter) => void;
  readonly wrap: boolean;
  readonly onWrap: (on: boolean) => void;
  readonly withTime: boolean;
  readonly onWithTime: (on: boolean) => void;
  readonly window: LogWindow;
  readonly source: { readonly id: ExecutionId; readonly nodeId: string; readonly attempt: number };
}

export function LogToolbar(props: LogToolbarProps) {
  const { search, query, onQuery, matchCase, onMatchCase, found, current, onNext, window, source } = props;
  const isPart = window.lines.length < window.total;
  const copy = () => void navigator.clipboard.writeText(window.lines.map(({ text }) => stripAnsi(text)).join("\n"));
  return (
    <div className="flex-none border-b border-line px-3 py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="flex min-w-64 flex-1 items-center gap-1">
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
              className="mono h-7 w-full rounded-control border border-control bg-surface pr-16 pl-7 outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
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
            onClick={() => onMatchCase(!matchCase)}
            className="aria-pressed:bg-hover aria-pressed:text-fg"
          />
          <IconButton
            icon="chevronUp"
            size="small"
            label="Previous match (N)"
            disabled={found.hits.length === 0}
            onClick={() => onNext(-1)}
          />
          <IconButton
            icon="chevronDown"
            size="small"
            label="Next match (n)"
            disabled={found.hits.length === 0}
            onClick={() => onNext(1)}
          />
        </span>
        <span className="flex items-center gap-1">
          <Select
            dense
            aria-label="Stream"
            value={props.stream}
            onChange={(event) => props.onStream(toStream(event.target.value))}
            className="w-29 text-meta"
          >
            <option value="all">All streams</option>
            <option value="stdout">stdout</option>
            <option value="stderr">stderr</option>
            <option value="engine">engine</option>
          </Select>
          <IconButton
            icon="wrap"
            size="small"
            label="Wrap lines (w)"
            aria-pressed={props.wrap}
            onClick={() => props.onWrap(!props.wrap)}
            className="aria-pressed:bg-hover aria-pressed:text-fg"
          />
          <IconButton
            icon="clock"
            size="small"
            label="Times (t)"
            aria-pressed={props.withTime}
            onClick={() => props.onWithTime(!props.withTime)}
            className="aria-pressed:bg-hover aria-pressed:text-fg"
          />
          <IconButton icon="copy" size="small" label="Copy the loaded lines" onClick={copy} />
          <IconButton
            icon="download"
            size="small"
            label="Download the whole log"
            onClick={() => void downloadLog(source.id, source.nodeId, source.attempt)}
          />
        </span>
      </div>
      {isPart ? (
        <p className="mt-1 text-axis text-muted">
          {query ? "Searched in" : "Loaded"} lines {(firstOf(window) + 1).toLocaleString("en")} to{" "}
          {(firstOf(window) + window.lines.length).toLocaleString("en")} of {window.total.toLocaleString("en")}
        </p>
      ) : undefined}
    </div>
  );
}

function countText({ hits }: Found, current: Hit | undefined): string {
  if (hits.length === 0) return "none";
  const total = `${hits.length.toLocaleString("en")}${hits.length >= MAX_HITS ? "+" : ""}`;
  const at = current ? indexOf(hits, current) : -1;
  return at >= 0 ? `${at + 1} of ${total}` : total;
}

function toStream(value: string): StreamFilter {
  return value === "stdout" || value === "stderr" || value === "engine" ? value : "all";
}
