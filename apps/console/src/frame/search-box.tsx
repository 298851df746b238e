import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useDeferredValue, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { entityKind, Version } from "../flyte/identifier.tsx";
import { PhaseGlyph } from "../flyte/phase-badge.tsx";
import { executionLook } from "../flyte/phase-look.ts";
import { executionPath, type Scope, workflowPath } from "../paths.ts";
import { Kbd } from "../ui/badge.tsx";
import { Icon } from "../ui/icon.tsx";
import { type JumpHits, jumpQuery } from "./queries.ts";
import { useShortcut } from "./shortcuts.ts";

interface Hit {
  readonly to: string;
  readonly row: ReactNode;
}

/** Jumps to an execution or workflow by a piece of its name. */
export function SearchBox({ scope }: { readonly scope: Scope | undefined }) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const navigate = useNavigate();
  const asked = useDeferredValue(text.trim());
  const { data, error, isFetching } = useQuery({ ...jumpQuery(scope, asked), placeholderData: keepPreviousData });
  useShortcut("/", "Search", () => input.current?.focus());

  const hits: readonly Hit[] = asked && data ? toHits(data) : [];
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    setText("");
    setOpen(false);
    input.current?.blur();
    void navigate(hit.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      setText("");
      setOpen(false);
      input.current?.blur();
    } else if (event.key === "Enter") go(hits[at]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt(hits.length > 0 ? (at + step + hits.length) % hits.length : 0);
    }
  };
  const shown = open && asked !== "";
  return (
    <div className="relative w-70 flex-none max-lg:w-45 max-sm:w-30">
      <Icon name="search" size={14} className="pointer-events-none absolute top-1.75 left-2 text-faint" />
      <input
        ref={input}
        role="combobox"
        aria-label="Search executions and workflows by name"
        aria-expanded={shown && hits.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && hits[at] ? `${list}-${at}` : undefined}
        value={text}
        placeholder="Search"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="h-7 w-full rounded-control border border-control bg-bg pr-7 pl-7 text-meta"
      />
      <span aria-hidden="true" className="pointer-events-none absolute top-1.25 right-1.25 max-sm:hidden">
        <Kbd>/</Kbd>
      </span>
      {shown ? (
        <div className="absolute top-8 right-0 z-30 w-96 max-w-[calc(100vw-16px)] rounded-card border border-line-2 bg-overlay p-1 shadow-overlay">
          <div id={list} role="listbox" aria-label="Found">
            {hits.map((hit, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: as above
              // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input
              <div
                key={hit.to}
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === at}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => go(hit)}
                onPointerMove={() => setAt(index)}
                className="flex h-8 items-center gap-2 rounded-chip px-2 aria-selected:bg-hover"
              >
                {hit.row}
              </div>
            ))}
          </div>
          {hits.length === 0 ? (
            <p className="px-2 py-1.5 text-muted">
              {error
                ? "The search did not work. Try again."
                : isFetching || asked !== text.trim()
                  ? "Searching…"
                  : `Nothing in ${scope?.project} / ${scope?.domain} is called “${asked}”.`}
            </p>
          ) : undefined}
        </div>
      ) : undefined}
    </div>
  );
}

function toHits({ workflows, executions }: JumpHits): Hit[] {
  const hits: Hit[] = [];
  for (const { id } of workflows) {
    if (!id) continue;
    hits.push({
      to: workflowPath({ ...id, version: undefined }),
      row: (
        <>
          <Icon name={entityKind(id.resourceType).icon} className="text-faint" />
          <span className="min-w-0 truncate">{id.name}</span>
          <span className="ml-auto text-meta text-faint">Workflow</span>
        </>
      ),
    });
  }
  for (const { id, phase, workflow } of executions) {
    if (!id) continue;
    hits.push({
      to: executionPath(id),
      row: (
        <>
          <PhaseGlyph look={executionLook(phase)} />
          <span className="mono">{id.name}</span>
          <span className="min-w-0 truncate text-muted">{workflow?.name}</span>
          {workflow ? <Version version={workflow.version} /> : undefined}
          <span className="ml-auto text-meta text-faint">Execution</span>
        </>
      ),
    });
  }
  return hits;
}
