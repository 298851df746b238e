/**
 * All timers of all executions over one timer of the system.
 *
 * Nothing is persisted here: a timer is part of a run's state and set again when the run is rebuilt. Setting a key
 * again replaces it; a cleared or replaced entry stays in the heap until it comes up, and is then passed over.
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
}

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

  return {
    set(key, at, fire) {
      const entry = { key, at, fire };
      current.set(key, entry);
      push(heap, entry);
      arm();
    },
    clear: (key) => {
      current.delete(key);
    },
    close: () => {
      cancelWake?.();
      heap.length = 0;
      current.clear();
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
