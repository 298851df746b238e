/**
 * All timers of all executions over one timer of the system.
 *
 * Nothing is persisted here: a timer is part of a run's state and set again when the run is rebuilt. Setting a key
 * again replaces it; a cleared or replaced entry is passed over when it comes up, and swept out before such entries
 * outnumber the others, because each holds on to the run it was for.
 */
import type { Millis } from "@skein/engine/run";
import type { Clock } from "./clock.ts";

interface Entry {
  readonly key: string;
  readonly at: Millis;
  readonly fire: () => void;
}

export interface Timers {
  set(key: string, at: Millis, fire: () => void): void;
  clear(key: string): void;
  close(): void;
  /** Entries in memory, with those that were cleared and are not yet swept out. */
  readonly held: number;
}

/** Fewer are not worth sweeping. */
const SWEPT_FROM = 64;

export function openTimers(clock: Clock): Timers {
  const heap: Entry[] = [];
  const current = new Map<string, Entry>();
  let cancelWake: (() => void) | undefined;
  let wakesAt = Number.POSITIVE_INFINITY;

  const arm = () => {
    const head = heap[0];
    if (!head || head.at >= wakesAt) return;
    cancelWake?.();
    wakesAt = head.at;
    cancelWake = clock.wakeAt(head.at, wake);
  };
  const wake = () => {
    wakesAt = Number.POSITIVE_INFINITY;
    cancelWake = undefined;
    const now = clock.now();
    for (let head = heap[0]; head && head.at <= now; head = heap[0]) {
      pop(heap);
      if (current.get(head.key) !== head) continue;
      current.delete(head.key);
      head.fire();
    }
    arm();
  };

  /** Each sweep halves the heap at least, so that all of them together cost no more than the entries did. */
  const sweep = () => {
    if (heap.length < SWEPT_FROM || heap.length < 2 * current.size) return;
    heap.length = 0;
    for (const entry of current.values()) push(heap, entry);
  };

  return {
    set(key, at, fire) {
      const entry = { key, at, fire };
      current.set(key, entry);
      push(heap, entry);
      sweep();
      arm();
    },
    clear: (key) => {
      if (current.delete(key)) sweep();
    },
    close: () => {
      cancelWake?.();
      heap.length = 0;
      current.clear();
    },
    get held() {
      return heap.length;
    },
  };
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  for (;;) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (index === 0 || !parent || parent.at <= entry.at) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    const child = right && left && right.at < left.at ? right : left;
    if (!child || child.at >= last.at) break;
    heap[index] = child;
    index = child === right ? 2 * index + 2 : 2 * index + 1;
  }
  heap[index] = last;
}
