/** The keys of a tree grid: arrows, Home and End move the selection, left and right close and open. */
import type { KeyboardEvent } from "react";
import type { TreeRow } from "./node-tree.ts";

interface TreeKeys {
  readonly rows: readonly TreeRow[];
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
  readonly onToggle: (path: string) => void;
  /** Brings a row into view, by its index. */
  readonly onReveal: (index: number) => void;
}

/** Acts on a key that is the tree's; says whether it was. */
export function pressTreeKey(event: KeyboardEvent, tree: TreeKeys): boolean {
  if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { rows, selected, onSelect, onToggle, onReveal } = tree;
  const at = rows.findIndex(({ node }) => node.path === selected);
  const row = rows[at];
  const to = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: rows.length - 1 }[event.key];
  const next = to === undefined ? undefined : rows[to];
  if (to !== undefined && next) {
    onSelect(next.node.path);
    onReveal(to);
  } else if (event.key === "ArrowRight" && row && row.children > 0 && !row.isOpen) onToggle(row.node.path);
  else if (event.key === "ArrowLeft" && row?.isOpen) onToggle(row.node.path);
  else if (to === undefined) return false;
  event.preventDefault();
  return true;
}
