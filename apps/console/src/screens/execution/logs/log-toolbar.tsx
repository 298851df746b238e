import { failureMessage } from "../../../frame/failure-face.tsx";
import { copyText } from "../../../frame/notices/copy-text.ts";
import { notify } from "../../../frame/notices/notices.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Select } from "../../../ui/input.tsx";
import type { ExecutionId } from "../queries.ts";
import { stripAnsi } from "./ansi.ts";
import { downloadLog } from "./download-log.ts";
import { type Found, type Hit, indexOf, MAX_HITS, type Match } from "./log-search.ts";
import { LogSearchField } from "./log-search-field.tsx";
import { type LogLook, LogToggles } from "./log-toggles.tsx";
import { firstOf, type LogWindow } from "./log-window.ts";

export type StreamFilter = "all" | "stdout" | "stderr" | "engine";

interface LogToolbarProps {
  readonly match: Match;
  readonly onMatch: (match: Match) => void;
  readonly found: Found;
  readonly current: Hit | undefined;
  readonly onNext: (by: 1 | -1) => void;
  readonly stream: StreamFilter;
  readonly onStream: (stream: StreamFilter) => void;
  readonly look: LogLook;
  readonly window: LogWindow;
  /** To all of its lines in the Logs view, searched by the server; absent where there is no way there. */
  readonly onOpenWhole?: ((query: string) => void) | undefined;
  readonly source: { readonly id: ExecutionId; readonly nodeId: string; readonly attempt: number };
}

export function LogToolbar(props: LogToolbarProps) {
  const { match, found, current, window, source } = props;
  const isPart = window.lines.length < window.total;
  const copy = () => copyText(window.lines.map(({ text }) => stripAnsi(text)).join("\n"), "the loaded lines");
  const download = () =>
    void downloadLog(source.id, source.nodeId, source.attempt).catch((reason: unknown) =>
      notify({ text: `The log was not downloaded: ${failureMessage(reason)}`, tone: "failure" }),
    );
  return (
    <div className="flex-none border-b border-line px-3 py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <LogSearchField
          match={match}
          onMatch={props.onMatch}
          hasPatterns={false}
          count={countText(found, current)}
          hasMatches={found.hits.length > 0}
          onNext={props.onNext}
        />
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
          <LogToggles look={props.look} />
          {props.onOpenWhole ? (
            <IconButton
              icon="logs"
              size="small"
              label="All of it in the Logs view"
              onClick={() => props.onOpenWhole?.(match.text)}
            />
          ) : undefined}
          <IconButton icon="copy" size="small" label="Copy the loaded lines" onClick={copy} />
          <IconButton icon="download" size="small" label="Download the whole log" onClick={download} />
        </span>
      </div>
      {isPart ? (
        <p className="mt-1 text-axis text-muted">
          {match.text ? "Searched in" : "Loaded"} lines {(firstOf(window) + 1).toLocaleString("en")} to{" "}
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
