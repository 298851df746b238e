/**
 * The filter as chips and as text, which are the same: each token is a chip, the one being written is in the field.
 *
 * Space or Enter makes a token of what is written; Enter takes the marked completion first. Backspace at the beginning
 * takes the last chip back into the field.
 */
import { type FilterToken, parseFilter } from "@skein/spec/execution-filter/parse";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useId, useRef, useState } from "react";
import { useShortcut } from "../../frame/shortcuts.ts";
import type { Scope } from "../../paths.ts";
import { Kbd } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";
import { CompletionList } from "./completion-list.tsx";
import { type Completion, completionsOf, readDraft, remoteKey } from "./completions.ts";
import { withoutToken } from "./filter.ts";
import { completionsQuery } from "./queries.ts";

interface FilterFieldProps {
  readonly scope: Scope;
  readonly text: string;
  readonly onFilter: (text: string) => void;
  /** How many there are of a status, by its word. */
  readonly countOf: (word: string) => bigint | undefined;
}

export function FilterField({ scope, text, onFilter, countOf }: FilterFieldProps) {
  const [draft, setDraft] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const note = useId();
  useShortcut("/", "Filter the list", () => input.current?.focus());
  const tokens = parseFilter(text);
  const asked = useDeferredValue(draft);
  const key = remoteKey(asked);
  const { data: remote } = useQuery({
    ...completionsQuery(scope, key ?? "", remoteText(asked)),
    enabled: isOpen && key !== undefined,
    placeholderData: keepPreviousData,
  });
  const offered = isOpen ? completionsOf(draft, key === undefined ? [] : (remote ?? [])) : [];
  const option = offered[marked];
  // What was written is taken as it is, unless a completion goes on from it.
  const isMarked = option !== undefined && (draft !== "" || marked > 0);
  const problem = [...tokens, ...parseFilter(draft.includes(":") && !isOpen ? draft : "")].find((each) => each.problem);

  const write = (next: string) => {
    setDraft(next);
    setMarked(0);
    setOpen(true);
  };
  const commit = (token: string) => {
    write("");
    const added = token.trim();
    if (added !== "") onFilter([...tokens.map((each) => each.text), added].join(" "));
  };
  const take = ({ draft: next, isWhole }: Completion) => {
    if (isWhole) commit(next);
    else write(next);
    input.current?.focus();
  };
  const takeBack = (at: number) => {
    write(tokens[at]?.text ?? "");
    onFilter(withoutToken(text, at));
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const isQuoted = (draft.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;
    if (event.key === "Enter" || (event.key === "Tab" && isMarked && draft !== "" && !event.shiftKey)) {
      if (option && isMarked) take(option);
      else if (event.key === "Enter") {
        commit(draft);
        setOpen(false); // whoever goes on writes with Space
      }
    } else if (event.key === " " && !isQuoted) commit(draft);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setOpen(true);
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (offered.length > 0) setMarked((marked + by + offered.length) % offered.length);
    } else if (event.key === "Backspace" && draft === "" && tokens.length > 0) takeBack(tokens.length - 1);
    else if (event.key === "Escape") {
      if (isOpen && offered.length > 0) setOpen(false);
      else if (draft !== "") write("");
      else input.current?.blur();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };

  return (
    <search
      className="relative min-w-0 flex-1 max-md:basis-full"
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        if (draft !== "") commit(draft);
        setOpen(false);
      }}
    >
      <div
        onPointerDown={(event) => {
          if (event.target !== event.currentTarget) return;
          event.preventDefault();
          input.current?.focus();
        }}
        className="flex min-h-8 flex-wrap items-center gap-1 rounded-control border border-control bg-surface py-0.75 pr-1.5 pl-2 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent"
      >
        <Icon name="filter" className="pointer-events-none mr-1 text-muted" />
        {tokens.map((token, at) => (
          <Chip
            key={`${token.start} ${token.text}`}
            token={token}
            onEdit={() => takeBack(at)}
            onRemove={() => {
              onFilter(withoutToken(text, at));
              input.current?.focus();
            }}
          />
        ))}
        <input
          ref={input}
          role="combobox"
          aria-label="Filter executions"
          aria-expanded={offered.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={isMarked ? `${list}-${marked}` : undefined}
          aria-describedby={problem ? note : undefined}
          aria-invalid={problem !== undefined}
          spellCheck={false}
          autoComplete="off"
          value={draft}
          placeholder={tokens.length === 0 ? "Name, or status:failed workflow:etl.* started:>-24h" : ""}
          onFocus={() => setOpen(true)}
          onPointerDown={() => setOpen(true)}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text").trim();
            if (draft !== "" || !/\s/.test(pasted)) return;
            event.preventDefault();
            commit(pasted);
          }}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          className="mono h-6 min-w-24 flex-1 bg-transparent outline-none"
        />
        {problem ? (
          <span id={note} role="status" className="max-w-full text-meta text-fail">
            {problem.problem}
          </span>
        ) : undefined}
        <span aria-hidden="true" className="max-md:hidden">
          <Kbd>/</Kbd>
        </span>
      </div>
      {offered.length > 0 ? (
        <CompletionList
          id={list}
          options={offered}
          marked={isMarked ? marked : undefined}
          status={readDraft(draft).key === "status"}
          countOf={countOf}
          onMark={setMarked}
          onTake={take}
        />
      ) : undefined}
    </search>
  );
}

/** What the server is asked for: the value that is being written, without the pattern's stars. */
function remoteText(draft: string): string {
  return readDraft(draft)
    .value.replace(/^(input|output)\./, "")
    .replaceAll("*", "");
}

interface ChipProps {
  readonly token: FilterToken;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function Chip({ token: { text, problem }, onEdit, onRemove }: ChipProps) {
  return (
    <span
      className={`mono inline-flex h-6 max-w-full items-center rounded-chip bg-hover ${problem ? "underline decoration-fail decoration-wavy underline-offset-2" : ""}`}
    >
      <button
        type="button"
        title={problem ?? "Change"}
        onClick={onEdit}
        className="h-full min-w-0 truncate rounded-chip pl-1.5 hover:text-accent"
      >
        {text}
      </button>
      <button
        type="button"
        aria-label={`Remove ${text}`}
        onClick={onRemove}
        className="grid size-6 flex-none place-items-center rounded-chip text-muted hover:text-fg"
      >
        <Icon name="cross" size={12} />
      </button>
    </span>
  );
}
