import type { Clock } from "../clock.ts";

/** For tests: a clock that only moves when told to, with one timer, as `openTimers` needs it. */
export function handClock(from = 0) {
  let now = from;
  let pending: { at: number; call: () => void } | undefined;
  const clock: Clock = {
    now: () => now,
    wakeAt(at, call) {
      const mine = { at, call };
      pending = mine;
      return () => {
        if (pending === mine) pending = undefined;
      };
    },
  };
  const moveTo = (at: number) => {
    for (;;) {
      const due = pending;
      if (!due || due.at > at) break;
      pending = undefined;
      now = Math.max(now, due.at);
      due.call();
    }
    now = at;
  };
  /** All at once, as after a sleep of the machine: what was due meanwhile comes late. */
  const jumpTo = (at: number) => {
    now = at;
    const due = pending;
    if (!due || due.at > at) return;
    pending = undefined;
    due.call();
  };
  return { clock, moveTo, jumpTo };
}
