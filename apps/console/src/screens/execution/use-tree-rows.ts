/**
 * The rows of a tree grid in a window that scrolls under its head.
 *
 * A selection is brought into sight when it changes, wherever that was done; what only the data change never scrolls.
 * The selected row is there also out of sight, because the grid names it as the one that has the focus.
 */
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useRef } from "react";
import { findShown, type TreeRow } from "./node-tree.ts";

interface TreeRowsProps {
  readonly rows: readonly TreeRow[];
  readonly selected: string | undefined;
  /** Pixels of the head that sticks to the top. */
  readonly headPx: number;
  readonly sizeOf: (index: number) => number;
}

export function useTreeRows({ rows, selected, headPx, sizeOf }: TreeRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const at = rows.findIndex(({ node }) => node.path === selected);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: sizeOf,
    overscan: 12,
    // The rows begin below the head, so as much of the window's height is not theirs.
    scrollPaddingEnd: headPx,
    rangeExtractor: (range) => withRow(defaultRangeExtractor(range), at, range),
    initialRect: { width: 1200, height: 600 },
  });
  const reveal = useEffectEvent((path: string) => {
    const index = findShown(rows, path);
    if (index >= 0) virtual.scrollToIndex(index);
  });
  useEffect(() => {
    if (selected !== undefined) reveal(selected);
  }, [selected]);
  return { scroller, virtual, at, onReveal: (index: number) => virtual.scrollToIndex(index) };
}

/** In the order of the document. */
function withRow(indexes: number[], row: number, { count }: Range): number[] {
  if (row < 0 || row >= count || indexes.includes(row)) return indexes;
  return row < (indexes[0] ?? 0) ? [row, ...indexes] : [...indexes, row];
}
