import { type RefObject, useEffect, useEffectEvent } from "react";
import { getPreferences } from "../../frame/preferences.ts";
import { useKeyHint, useShortcut } from "../../frame/shortcuts.ts";

interface RowKeys {
  /** The one beside the list; empty: none. */
  readonly peeked: string;
  readonly onPeek: (name: string) => void;
}

/**
 * `j` and `k` go down and up the rows from anywhere, and the peek goes along. Arrows and Space are the rows' own: both
 * act on the row in focus, arrows also where nothing has the focus. Enter follows the link itself.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>, { peeked, onPeek }: RowKeys): void {
  const move = (step: 1 | -1) => {
    if (isInMenu()) return;
    const all = rowsIn(list.current);
    const at = all.findIndex((row) => row === document.activeElement);
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
    next?.focus();
    next?.scrollIntoView?.({ block: "nearest" });
    const name = nameOf(next);
    if (peeked !== "" && name !== undefined && name !== peeked) onPeek(name);
  };
  useShortcut("j", "Next execution", () => move(1));
  useShortcut("k", "Previous execution", () => move(-1));
  useKeyHint("ArrowDown", "Next execution");
  useKeyHint("ArrowUp", "Previous execution");
  useKeyHint(" ", "Peek at the execution");
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { key, target } = event;
    if (event.defaultPrevented || isModified(event) || !getPreferences().shortcuts) return;
    if (!(target instanceof HTMLElement) || !list.current) return;
    const isRow = target.matches("[data-row]") && list.current.contains(target);
    const step = { ArrowDown: 1 as const, ArrowUp: -1 as const }[key];
    if (step !== undefined && (isRow || target.matches(nothing))) move(step);
    else if (key === " " && isRow) onPeek(nameOf(target) ?? "");
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
}

/** What has the focus while nothing does: the page, its main part, or the heading that a new page begins with. */
const nothing = "body, main, h1";

const isModified = ({ ctrlKey, metaKey, altKey, shiftKey, isComposing }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || altKey || shiftKey || isComposing;

const rowsIn = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>("[data-row]") ?? []),
];

/** An open menu is about one row; letters are its own. */
export const isInMenu = (): boolean => document.activeElement?.closest("[role=menu]") != null;

/** Which execution an element of the list is about. */
function nameOf(element: Element | null | undefined): string | undefined {
  return element?.closest<HTMLElement>("[data-name]")?.dataset.name;
}

/** The execution of the row that has the focus, or something in it. */
export function focusedName(list: HTMLElement | null): string | undefined {
  const { activeElement } = document;
  return list?.contains(activeElement) ? nameOf(activeElement) : undefined;
}
