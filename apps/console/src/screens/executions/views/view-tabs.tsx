import type { SavedView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { executionsPath, type Scope } from "../../../paths.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Input } from "../../../ui/input.tsx";
import { Popup } from "../../../ui/popup.tsx";
import { keepDefaultView, useDefaultView } from "./default-view.ts";
import { savedViewsQuery, useViewChanges } from "./queries.ts";

interface ViewTabsProps {
  readonly scope: Scope;
  /** What is shown now, as the address has it. */
  readonly now: ViewPlace;
}

/** The parts of the list's address that a view keeps. */
interface ViewPlace {
  readonly query: string;
  readonly sort: string;
  readonly columns: string;
}

/** Lists under a name: all, and those somebody has kept; what is shown now can be kept too. */
export function ViewTabs({ scope, now }: ViewTabsProps) {
  const { data: views = [] } = useQuery(savedViewsQuery(scope));
  const { save, remove } = useViewChanges(scope);
  const standing = useDefaultView(scope);
  const isAll = isSame(now, { query: "", sort: "", columns: "" });
  const current = views.find((each) => isSame(now, each));
  return (
    <nav aria-label="Views" className="flex flex-none flex-wrap items-center gap-1 px-4 pb-2 text-meta">
      <Tab to={allPath(scope)} text="All" isCurrent={isAll} />
      {views.map((view) => (
        <span key={view.name} className="flex items-center">
          <Tab to={pathOf(scope, view)} text={view.name} isCurrent={view === current} />
          {view === current ? (
            <>
              <IconButton
                icon="pin"
                size="small"
                aria-pressed={standing === view.name}
                label={
                  standing === view.name ? "Open the list with all again" : `Open the list with the view ${view.name}`
                }
                onClick={() => keepDefaultView(scope, standing === view.name ? undefined : view.name)}
                className="aria-pressed:bg-accent-tint aria-pressed:text-accent"
              />
              <IconButton
                icon="cross"
                size="small"
                label={`Delete the view ${view.name}`}
                onClick={() => {
                  if (standing === view.name) keepDefaultView(scope, undefined);
                  remove.mutate(view.name);
                }}
              />
            </>
          ) : undefined}
        </span>
      ))}
      {isAll || current ? undefined : (
        <Popup
          label="Keep as view…"
          button="Keep as view…"
          buttonClassName="h-6 rounded-chip px-2 text-accent hover:underline"
          className="left-0 mt-1"
        >
          {(close) => (
            <SaveForm
              error={save.error}
              isPending={save.isPending}
              onSave={(name) => save.mutate({ name, ...now }, { onSuccess: close })}
            />
          )}
        </Popup>
      )}
    </nav>
  );
}

/** All, though the list opens with something else. */
const allPath = (scope: Scope) => `${executionsPath(scope)}?all=1`;

/**
 * Where a bare address of the list leads: to the view that the reader opens it with; undefined: nowhere else.
 *
 * @param search of the address the list was come to by; one that says anything is kept to, and so is one made bare here
 */
export function useStartingView(scope: Scope, search: URLSearchParams): string | undefined {
  const name = useDefaultView(scope);
  const [isBare, setIsBare] = useState(search.size === 0);
  if (isBare && search.size > 0) setIsBare(false);
  const { data } = useQuery({ ...savedViewsQuery(scope), enabled: isBare && name !== undefined });
  const view = isBare ? data?.find((each) => each.name === name) : undefined;
  return view && pathOf(scope, view);
}

function Tab({ to, text, isCurrent }: { readonly to: string; readonly text: string; readonly isCurrent: boolean }) {
  return (
    <Link
      to={to}
      aria-current={isCurrent ? "page" : undefined}
      className="inline-flex h-6 max-w-60 items-center truncate rounded-chip px-2 font-medium text-muted hover:bg-hover hover:text-fg aria-[current=page]:bg-accent-tint aria-[current=page]:text-fg"
    >
      {text}
    </Link>
  );
}

interface SaveFormProps {
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSave: (name: string) => void;
}

function SaveForm({ error, isPending, onSave }: SaveFormProps) {
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onSave(name);
  };
  return (
    <form onSubmit={submit} className="flex w-72 flex-col gap-2 p-2">
      <div className="flex gap-2">
        <Input
          dense
          autoFocus
          aria-label="Name of the view"
          placeholder="Name of the view"
          maxLength={60}
          value={name}
          onChange={({ target }) => setName(target.value)}
          className="min-w-0 flex-1"
        />
        <Button type="submit" variant="primary" disabled={isPending || name.trim() === ""}>
          Keep
        </Button>
      </div>
      <p className={error ? "text-fail" : "text-muted"}>
        {error
          ? failureMessage(error)
          : "For all who work in this project and domain; one of the same name is replaced."}
      </p>
    </form>
  );
}

const isSame = (a: ViewPlace, b: ViewPlace): boolean =>
  a.query === b.query && a.sort === b.sort && a.columns === b.columns;

function pathOf(scope: Scope, { query, sort, columns }: SavedView): string {
  const path = executionsPath(scope, { q: query, sort });
  if (columns === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}cols=${encodeURIComponent(columns)}`;
}
