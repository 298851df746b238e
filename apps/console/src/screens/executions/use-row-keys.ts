import type { RefObject } from "react";
import { useShortcut } from "../../frame/shortcuts.ts";

/** j and k go down and up the rows, so do the arrows within them; Space peeks; Enter follows the link itself. */
export function useRowKeys(list: RefObject<HTMLElement | null>, onPeek: (name: string) => void): void {
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const focused = () => rows().find((row) => row === document.activeElement);
  const move = (step: 1 | -1) => {
    const all = rows();
    const row = focused();
    const at = row ? all.indexOf(row) : -1;
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
    next?.focus();
    next?.scrollIntoView?.({ block: "nearest" });
    return next;
  };
  useShortcut("j", "Next execution", () => move(1));
  useShortcut("k", "Previous execution", () => move(-1));
  useShortcut("ArrowDown", "Next execution", () => move(1));
  useShortcut("ArrowUp", "Previous execution", () => move(-1));
  useShortcut(" ", "Peek at the execution", () => {
    const name = focused()?.closest<HTMLElement>("[data-name]")?.dataset.name;
    if (name) onPeek(name);
  });
}
