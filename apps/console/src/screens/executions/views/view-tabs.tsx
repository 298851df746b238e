import { useEffect, useState } from "react";
import { Link, useNavigate } from "react-router";
import { failureMessage } from "../../../frame/failure-face.tsx";
import type { Scope } from "../../../paths.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Popup } from "../../../ui/popup.tsx";
import { keepDefaultView, useDefaultView } from "./default-view.ts";
import { useViewChanges, useViews } from "./use-views.ts";
import { allPath, isSamePlace, keyOf, pathOf, type View, type ViewPlace } from "./view.ts";
import { ViewForm } from "./view-form.tsx";

interface ViewTabsProps {
  readonly scope: Scope;
  /** What is shown now, as the address has it. */
  readonly now: ViewPlace;
  /** The view it began with; empty: none. */
  readonly from: string;
  /** The columns as they are, whoever chose them. */
  readonly columns: string;
}

/** A deletion can be taken back for so long. */
const UNDO_MS = 10_000;

/**
 * Lists under a name: all, the reader's own, and those for everybody. What is shown now can be kept too; what a view has
 * become since it was chosen can take its place.
 */
export function ViewTabs({ scope, now, from, columns }: ViewTabsProps) {
  const views = useViews(scope);
  const navigate = useNavigate();
  const { save, remove, replace } = useViewChanges(scope);
  // What is saved without a form says here, not in a form, why it was refused.
  const { save: saveAgain } = useViewChanges(scope);
  const standing = useDefaultView(scope);
  const [deleted, setDeleted] = useState<View>();
  useEffect(() => {
    if (!deleted) return;
    const timer = setTimeout(() => setDeleted(undefined), UNDO_MS);
    return () => clearTimeout(timer);
  }, [deleted]);
  const current = views.find((each) => keyOf(each) === from) ?? views.find((each) => isSamePlace(now, each));
  const isAll = (from === "" || current === undefined) && isSamePlace(now, { query: "", sort: "", columns: "" });
  const isChanged = current !== undefined && !isSamePlace(now, current);
  const go = (view: View) => void navigate(pathOf(scope, view), { replace: true });
  const onRename = (old: View, next: View, close: () => void) =>
    replace.mutate(
      { old, next },
      {
        onSuccess: () => {
          if (standing === keyOf(old)) keepDefaultView(scope, keyOf(next));
          close();
          go(next);
        },
      },
    );
  const onDelete = (view: View) =>
    remove.mutate(view, {
      onSuccess: () => {
        if (standing === keyOf(view)) keepDefaultView(scope, undefined);
        setDeleted(view);
      },
    });
  const refused = remove.error ?? saveAgain.error;
  return (
    <nav aria-label="Views" className="flex flex-none flex-wrap items-center gap-1 px-4 pb-2 text-meta">
      <Tab to={allPath(scope)} text="All" isCurrent={isAll} />
      {views.map((view) => (
        <span key={keyOf(view)} className="flex items-center">
          <Tab
            to={pathOf(scope, view)}
            text={view.name}
            isMine={view.isMine}
            isChanged={view === current && isChanged}
            isCurrent={view === current}
          />
          {view === current ? (
            <>
              <IconButton
                icon="pin"
                size="small"
                aria-pressed={standing === keyOf(view)}
                label={
                  standing === keyOf(view) ? "Open the list with all again" : `Open the list with the view ${view.name}`
                }
                onClick={() => keepDefaultView(scope, standing === keyOf(view) ? undefined : keyOf(view))}
                className="aria-pressed:bg-accent-tint aria-pressed:text-accent"
              />
              <Popup
                label={`Rename the view ${view.name}`}
                button={<Icon name="pen" size={14} />}
                buttonClassName="grid size-6 place-items-center rounded-control text-muted hover:bg-hover hover:text-fg"
                className="left-0 mt-1"
              >
                {(close) => (
                  <ViewForm
                    verb="Rename"
                    first={view}
                    error={replace.error}
                    isPending={replace.isPending}
                    onSave={(as) => onRename(view, { ...view, ...as }, close)}
                  />
                )}
              </Popup>
              <IconButton
                icon="cross"
                size="small"
                label={`Delete the view ${view.name}`}
                disabled={remove.isPending}
                onClick={() => onDelete(view)}
              />
            </>
          ) : undefined}
        </span>
      ))}
      {isChanged ? (
        <button
          type="button"
          disabled={saveAgain.isPending}
          onClick={() => {
            const next = { ...current, ...now };
            saveAgain.mutate(next, { onSuccess: () => go(next) });
          }}
          className="h-6 rounded-chip px-2 text-accent hover:underline"
        >
          Update this view
        </button>
      ) : undefined}
      {isAll || (current && !isChanged) ? undefined : (
        <Popup
          label="Keep as view…"
          button="Keep as view…"
          buttonClassName="h-6 rounded-chip px-2 text-accent hover:underline"
          className="left-0 mt-1"
        >
          {(close) => (
            <ViewForm
              verb="Keep"
              first={{ name: "", isMine: false }}
              error={save.error}
              isPending={save.isPending}
              onSave={(as) => {
                const view: View = { ...now, columns, ...as };
                const onSuccess = () => {
                  close();
                  go(view);
                };
                save.mutate(view, { onSuccess });
              }}
            />
          )}
        </Popup>
      )}
      {deleted ? (
        <span role="status" className="flex items-center gap-2 pl-2 text-muted">
          Deleted “{deleted.name}”
          <Button
            size="small"
            icon="recover"
            disabled={saveAgain.isPending}
            onClick={() => saveAgain.mutate(deleted, { onSuccess: () => setDeleted(undefined) })}
          >
            Undo
          </Button>
        </span>
      ) : undefined}
      {refused ? (
        <span role="alert" className="pl-2 text-fail">
          {remove.error ? "It was not deleted" : "It was not saved"}: {failureMessage(refused)}
        </span>
      ) : undefined}
    </nav>
  );
}

interface TabProps {
  readonly to: string;
  readonly text: string;
  readonly isCurrent: boolean;
  readonly isMine?: boolean;
  readonly isChanged?: boolean;
}

function Tab({ to, text, isCurrent, isMine = false, isChanged = false }: TabProps) {
  return (
    <Link
      to={to}
      title={isMine ? `${text}, only for you` : text}
      aria-current={isCurrent ? "page" : undefined}
      className={`inline-flex h-6 max-w-60 items-center gap-1 truncate rounded-chip px-2 font-medium text-muted hover:bg-hover hover:text-fg aria-[current=page]:bg-accent-tint aria-[current=page]:text-fg ${isChanged ? "italic" : ""}`}
    >
      {isMine ? <Icon name="user" size={12} /> : undefined}
      {text}
    </Link>
  );
}
