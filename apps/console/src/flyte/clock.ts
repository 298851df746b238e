import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { useSyncExternalStore } from "react";
import { serverClock as clock } from "../live/clock.ts";

/**
 * The server's time, as far as this browser knows it.
 *
 * Durations of what still goes on are counted from the server's clock: a laptop's own may be minutes off, and then a
 * run would show a negative age. Every answer that carries the server's time refines the offset.
 */

/** Tells the clock what the server's time is now. */
export function noteServerTime(time: Timestamp | undefined): void {
  if (time) clock.sample(timestampMs(time), Date.now());
}

export function serverNow(): number {
  return clock.now(Date.now());
}

// One timer for all that ticks, and none while nothing does.
let second = Math.floor(serverNow() / 1000);
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Math.floor(serverNow() / 1000);
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const idle = () => () => {};

/** The server's time in milliseconds, renewed every second while `ticking`. */
export function useServerNow(ticking = true): number {
  useSyncExternalStore(ticking ? subscribe : idle, () => second);
  return serverNow();
}
