/**
 * A narrow place: so many at once, and executions take turns in what waits.
 *
 * A run without a limit to its parallelism asks for thousands of files in one turn; others must not wait for all of them.
 */
import { openInbox } from "./inbox.ts";

export interface Narrow {
  /** Has `work`, which must not reject, done when there is room. */
  pass(executionId: number, work: () => Promise<void>): void;
}

export function openNarrow(width: number): Narrow {
  const waiting = openInbox<() => Promise<void>>();
  let inside = 0;

  function enter(): void {
    while (inside < width && !waiting.isEmpty) {
      for (const { events } of waiting.take(1, width - inside)) {
        for (const work of events) {
          inside += 1;
          work().finally(leave);
        }
      }
    }
  }

  function leave(): void {
    inside -= 1;
    enter();
  }

  return {
    pass(executionId, work) {
      waiting.put(executionId, work);
      enter();
    },
  };
}
