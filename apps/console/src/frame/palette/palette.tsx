/**
 * One field for everything: what can be done here, where one can go, and what the server finds by name.
 *
 * Loaded when first opened. What was found locally never moves when the server's answer comes: that stands below it.
 */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Scope } from "../../paths.ts";
import { Kbd } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";
import { keyWords } from "../shortcuts.ts";
import type { Entry } from "./entries.ts";
import { useFound } from "./found.tsx";
import { fuzzyMatch } from "./fuzzy.ts";
import { type Ranked, rankEntries } from "./rank.ts";
import { readQuery, useSigil } from "./sigils.tsx";
import { isCommand, useEntries } from "./use-entries.tsx";

interface PaletteProps {
  readonly scope: Scope | undefined;
  /** What the screen offers. */
  readonly given: readonly Entry[];
  readonly onClose: () => void;
}

export function Palette({ scope, given, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<string>();
  const list = useId();
  const entries = useEntries(scope, given);
  const asked = useSigil(scope, query);
  const named = useFound(scope, asked ? "" : query);
  const found = asked ?? named;
  const shown = [
    ...(asked ? [] : rankEntries(entries, query, isCommand)),
    ...found.entries.map((entry): Ranked => ({ entry, at: fuzzyMatch(entry.text, readQuery(query).text)?.at ?? [] })),
  ];
  const at = Math.max(
    0,
    shown.findIndex(({ entry }) => entry.id === chosen),
  );
  const active = shown[at]?.entry;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    if (active) document.getElementById(optionId(list, active))?.scrollIntoView({ block: "nearest" });
  }, [active, list]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    // Closed first: what it does may open a dialog of its own.
    dialog.current?.close();
    entry.act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isToggle = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (isToggle) dialog.current?.close();
    else if (event.key === "Enter") run(active);
    else if (by !== undefined) setChosen(shown[step(at, by, shown.length)]?.entry.id);
    else return;
    event.preventDefault();
  };
  const groups = Map.groupBy(shown, ({ entry }) => entry.group);
  return (
    <dialog
      ref={dialog}
      aria-label="Search or run a command"
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
      className="mx-auto mt-[12vh] w-150 max-w-[calc(100vw-16px)] overflow-hidden rounded-card border border-line-2 bg-overlay text-fg shadow-overlay backdrop:bg-bg/70"
    >
      <div className="flex h-11 items-center gap-2.5 border-b border-line px-3.5">
        <Icon name="search" className="text-faint" />
        <input
          autoFocus
          role="combobox"
          aria-label="Search or run a command"
          aria-expanded={shown.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active ? optionId(list, active) : undefined}
          value={query}
          placeholder="Name of an execution, workflow or node; > commands, # labels, @ people, / logs"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(undefined);
          }}
          className="h-full min-w-0 flex-1 bg-transparent outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <div id={list} role="listbox" aria-label="Found" className="max-h-[56vh] overflow-y-auto p-1.5">
        {[...groups].map(([group, ranked]) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
          <div key={group} role="group" aria-label={group}>
            <div aria-hidden="true" className="px-2 pt-1.5 pb-0.5 text-axis text-muted">
              {group}
            </div>
            {ranked.map(({ entry, at: letters }) => (
              <Option
                key={entry.id}
                id={optionId(list, entry)}
                entry={entry}
                letters={letters}
                isActive={entry === active}
                onActivate={() => setChosen(entry.id)}
                onRun={() => run(entry)}
              />
            ))}
          </div>
        ))}
      </div>
      <p
        role="status"
        className={found.note || shown.length === 0 ? "border-t border-line px-3.5 py-2 text-muted" : ""}
      >
        {found.note ||
          (shown.length === 0 ? `Nothing here, nor in ${placeOf(scope)}, is called “${query.trim()}”.` : "")}
      </p>
    </dialog>
  );
}

/** A name in the document has no spaces. */
const optionId = (list: string, { id }: Entry) => `${list}-${encodeURIComponent(id)}`;

const placeOf = (scope: Scope | undefined) => (scope ? `${scope.project} / ${scope.domain}` : "any project");

/** By one it goes round; by a page it stops at the ends. */
function step(at: number, by: number, count: number): number {
  if (count === 0) return 0;
  return Math.abs(by) === 1 ? (at + by + count) % count : Math.min(count - 1, Math.max(0, at + by));
}

interface OptionProps {
  readonly id: string;
  readonly entry: Entry;
  readonly letters: readonly number[];
  readonly isActive: boolean;
  readonly onActivate: () => void;
  readonly onRun: () => void;
}

function Option({ id, entry, letters, isActive, onActivate, onRun }: OptionProps) {
  const { text, detail, glyph, keys } = entry;
  const marked = new Set(letters);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active one
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      aria-label={detail ? `${text}, ${detail}` : text}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onRun}
      onPointerMove={onActivate}
      className="flex h-8 items-center gap-2.5 rounded-chip px-2 aria-selected:bg-hover"
    >
      {glyph}
      <span className="min-w-0 truncate">
        {[...text].map((letter, at) => (
          <span key={at} className={marked.has(at) ? "font-semibold text-accent" : ""}>
            {letter}
          </span>
        ))}
      </span>
      {detail ? <span className="min-w-0 flex-1 truncate text-meta text-muted">{detail}</span> : undefined}
      {keys ? (
        <span aria-hidden="true" className="ml-auto flex flex-none gap-1">
          {keyWords(keys).map((word) => (
            <Kbd key={word}>{word}</Kbd>
          ))}
        </span>
      ) : undefined}
    </div>
  );
}
