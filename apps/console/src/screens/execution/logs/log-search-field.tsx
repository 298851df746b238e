import { LogMatch_Mode as Mode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useRef } from "react";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import type { Match } from "./log-search.ts";
import { pressable } from "./log-toggles.tsx";

interface LogSearchFieldProps {
  readonly match: Match;
  readonly onMatch: (match: Match) => void;
  /** Patterns are run by the server: not where only what is loaded is searched. */
  readonly hasPatterns: boolean;
  /** How many were found, and which is shown; while nothing is searched it is not shown. */
  readonly count: string;
  readonly hasMatches: boolean;
  readonly onNext: (by: 1 | -1) => void;
}

/** What a log is searched for, and the way from one match to the next. */
export function LogSearchField(props: LogSearchFieldProps) {
  const { match, onMatch, hasPatterns, hasMatches, onNext } = props;
  const query = match.text;
  const onQuery = (text: string) => onMatch({ ...match, text });
  const setMode = (mode: Mode) => onMatch({ ...match, mode: match.mode === mode ? Mode.PLAIN : mode });
  const field = useRef<HTMLInputElement>(null);
  useShortcut("/", "Search the log", () => field.current?.focus());
  useShortcut("n", "Next match", () => onNext(1));
  useShortcut("N", "Previous match", () => onNext(-1));
  const count = query ? props.count : "";
  return (
    <span className="flex min-w-64 flex-1 items-center gap-1 md:max-w-110">
      <span className="relative flex min-w-32 flex-1 items-center">
        <input
          ref={field}
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
          style={{ paddingRight: `${count.length + 2}ch` }}
          className="mono h-7 w-full rounded-control border border-control bg-surface pl-7 outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
        />
        <Icon name="search" size={14} className="pointer-events-none absolute left-2 text-muted" />
        <span aria-live="polite" className="pointer-events-none absolute right-2 text-axis text-muted">
          {count}
        </span>
      </span>
      <IconButton
        icon="matchCase"
        size="small"
        label="Capitals as written"
        aria-pressed={match.matchCase}
        onClick={() => onMatch({ ...match, matchCase: !match.matchCase })}
        className={pressable}
      />
      <IconButton
        icon="matchWord"
        size="small"
        label="Whole words"
        aria-pressed={match.mode === Mode.WORD}
        onClick={() => setMode(Mode.WORD)}
        className={pressable}
      />
      {hasPatterns ? (
        <IconButton
          icon="pattern"
          size="small"
          label="Regular expression"
          aria-pressed={match.mode === Mode.REGEX}
          onClick={() => setMode(Mode.REGEX)}
          className={pressable}
        />
      ) : undefined}
      <IconButton
        icon="chevronUp"
        size="small"
        label="Previous match (N)"
        disabled={!hasMatches}
        onClick={() => onNext(-1)}
      />
      <IconButton
        icon="chevronDown"
        size="small"
        label="Next match (n)"
        disabled={!hasMatches}
        onClick={() => onNext(1)}
      />
    </span>
  );
}
