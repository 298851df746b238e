import type { LogLine } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useKeyHint, useShortcut } from "../../../frame/shortcuts.ts";
import { firstOf, holdsEnd, type LogWindow } from "./log-window.ts";

/** The height of a line that is not wrapped, in pixels. */
const LINE = 20;

/** The log that is scrolled: what is held of it, and the rest on request. */
export interface LogReader {
  readonly window: LogWindow;
  /** The lines around this row become the window. */
  jump(row: number): void;
  toEnd(): void;
  loadBefore(): void;
  loadAfter(): void;
}

export interface Following {
  /** Whether the end stays in view as it moves. */
  readonly follows: boolean;
  readonly setFollows: (on: boolean) => void;
}

export interface LogScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  readonly follows: boolean;
  /** Lines that came since the reader left the end. */
  readonly missed: number;
  /** The first row in view. */
  top(): number;
  /** Brings a row into view, fetching it if need be. */
  show(row: number): void;
  pause(): void;
  resume(): void;
  onScroll(): void;
  onKeyDown(event: KeyboardEvent): void;
}

/**
 * Reading and following one log.
 *
 * @param lines those of the window that are shown
 */
export function useLogScroll(reader: LogReader, lines: readonly LogLine[], following: Following): LogScroll {
  const { window } = reader;
  const { follows, setFollows } = following;
  const [seen, setSeen] = useState(0);
  // Who came by a link has seen what was there then.
  if (!follows && seen === 0 && window.total > 0) setSeen(window.total);
  const lastTop = useRef(0);
  /** The row that is to be in view once it is held. */
  const [wanted, setWanted] = useState<number>();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: (index) => String(lines[index]?.row ?? index),
    overscan: 30,
    initialRect: { width: 1200, height: 600 },
  });
  const indexFrom = (row: number) => lines.findIndex((each) => Number(each.row) >= row);

  const pause = () => {
    if (!follows) return;
    setFollows(false);
    setSeen(window.total);
  };
  const resume = () => {
    setFollows(true);
    if (!holdsEnd(window)) reader.toEnd();
  };
  const show = (row: number) => {
    pause();
    setWanted(row);
    if (row < firstOf(window) || row >= firstOf(window) + window.lines.length) reader.jump(row);
  };
  useLayoutEffect(() => {
    if (wanted === undefined || wanted < firstOf(window)) return;
    const index = lines.findIndex((each) => Number(each.row) >= wanted);
    if (index < 0) return;
    virtual.scrollToIndex(index, { align: "center" });
    setWanted(undefined);
  }, [wanted, window, lines, virtual]);

  // New lines are shown by staying at the end; a reader who scrolled up is left where they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of lines is what moves the end
  useLayoutEffect(() => {
    if (follows && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: "end" });
  }, [follows, lines.length, window.total]);

  // Lines put before the first would push what is being read down by as much.
  const first = useRef(firstOf(window));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the window's move is what is made up for
  useLayoutEffect(() => {
    const before = first.current;
    first.current = firstOf(window);
    if (follows || wanted !== undefined || before <= first.current || !scroller.current) return;
    const added = indexFrom(before);
    if (added > 0) scroller.current.scrollTop += added * LINE;
  }, [window]);

  useShortcut("G", "Follow the log", resume);
  useKeyHint("End", "Follow the log");
  return {
    scroller,
    virtual,
    follows,
    missed: Math.max(0, window.total - seen),
    top: () => Number(lines[virtual.range?.startIndex ?? 0]?.row ?? 0n),
    show,
    pause,
    resume,
    onScroll: () => {
      const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = scroller.current ?? {};
      const isAtEnd = scrollTop + clientHeight >= scrollHeight - LINE;
      // Upwards by whatever means: the scrollbar tells of itself in no other way.
      if (scrollTop < lastTop.current - 2 && !isAtEnd) pause();
      lastTop.current = scrollTop;
      if (!isAtEnd && scrollTop < LINE * 40) reader.loadBefore();
      if (isAtEnd && !holdsEnd(window)) reader.loadAfter();
    },
    onKeyDown: ({ key }) => {
      if (key === "Home") show(0);
      if (key === "ArrowUp" || key === "PageUp") pause();
      if (key === "End") resume();
    },
  };
}
