import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { focusedName } from "../use-row-keys.ts";

export interface Selection {
  /** Of executions; what has left the list since is still meant. */
  readonly names: ReadonlySet<string>;
  /** Everything the filter finds, on all pages. */
  readonly isAll: boolean;
  /** @param withRange all from the one that was chosen last up to this one */
  readonly onToggle: (name: string, withRange: boolean) => void;
  /** All of the page, or none. */
  readonly onPage: () => void;
  readonly onAll: () => void;
  readonly clear: () => void;
}

const none: ReadonlySet<string> = new Set();

/**
 * What is chosen in the list: by its boxes, `x` on the row in focus, `X` from the last one up to it, Esc for nothing.
 *
 * @param shown names in the order of the page
 * @param filter of another one nothing is chosen
 */
export function useSelection(list: RefObject<HTMLElement | null>, shown: readonly string[], filter: string): Selection {
  const [names, setNames] = useState(none);
  const [isAll, setIsAll] = useState(false);
  const [of, setOf] = useState(filter);
  const last = useRef<string>(undefined);
  const now = useRef(shown);
  useEffect(() => {
    now.current = shown;
  }, [shown]);
  if (of !== filter) {
    setOf(filter);
    setNames(none);
    setIsAll(false);
  }
  const clear = useCallback(() => {
    setNames(none);
    setIsAll(false);
  }, []);
  const onToggle = useCallback((name: string, withRange: boolean) => {
    const from = withRange ? last.current : undefined;
    last.current = name;
    setIsAll(false);
    setNames((before) => {
      const next = new Set(before);
      if (from !== undefined) for (const each of between(now.current, from, name)) next.add(each);
      else if (!next.delete(name)) next.add(name);
      return next;
    });
  }, []);
  const onPage = useCallback(() => {
    setIsAll(false);
    setNames((before) => (now.current.every((each) => before.has(each)) ? none : new Set([...before, ...now.current])));
  }, []);
  const onAll = useCallback(() => setIsAll(true), []);
  const choose = (withRange: boolean) => {
    const name = focusedName(list.current);
    if (name) onToggle(name, withRange);
  };
  useShortcut("x", "Select the execution", () => choose(false));
  useShortcut("X", "Select up to the execution", () => choose(true));
  return useMemo(
    () => ({ names, isAll, onToggle, onPage, onAll, clear }),
    [names, isAll, onToggle, onPage, onAll, clear],
  );
}

function between(shown: readonly string[], from: string, to: string): readonly string[] {
  const ends = [shown.indexOf(from), shown.indexOf(to)].sort((a, b) => a - b);
  const [first = -1, end = -1] = ends;
  return first < 0 ? [to] : shown.slice(first, end + 1);
}
