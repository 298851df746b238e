import type { ExecutionEvent } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type RefObject, useEffect, useState } from "react";

/** As near to the end as this counts as there. */
const NEAR_PX = 30;

/**
 * What comes is followed while the end is in sight; else it is counted, and nothing moves.
 *
 * @param shown   oldest first
 * @param atFirst whether to begin at the end
 */
export function useEnd(scroller: RefObject<HTMLElement | null>, shown: readonly ExecutionEvent[], atFirst: boolean) {
  const newest = shown.at(-1)?.number ?? -1n;
  const [isAtEnd, setIsAtEnd] = useState(atFirst);
  const [seen, setSeen] = useState(newest);
  const toEnd = () => {
    const { current } = scroller;
    if (current) current.scrollTop = current.scrollHeight;
    setIsAtEnd(true);
    setSeen(newest);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row is the reason to move
  useEffect(() => {
    if (isAtEnd) toEnd();
  }, [newest]);
  const onScroll = () => {
    const { current } = scroller;
    if (!current) return;
    const next = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_PX;
    setIsAtEnd(next);
    if (next) setSeen(newest);
  };
  const firstNew = isAtEnd ? shown.length : shown.findLastIndex(({ number }) => number <= seen) + 1;
  return { unseen: shown.length - firstNew, onScroll, toEnd };
}
