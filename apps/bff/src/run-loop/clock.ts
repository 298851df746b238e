import type { Millis } from "@skein/engine/run";

/** Time as a part that is handed in: tests bring their own. */
export interface Clock {
  now(): Millis;
  /** Calls once, at or after `at`; returns what cancels it. */
  wakeAt(at: Millis, call: () => void): () => void;
}

/** The longest delay setTimeout understands; a later time is reached in several naps. */
const LONGEST_NAP_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt(at, call) {
    let timer: NodeJS.Timeout;
    const nap = () => {
      const left = at - Date.now();
      timer = left > LONGEST_NAP_MS ? setTimeout(nap, LONGEST_NAP_MS) : setTimeout(call, Math.max(0, left));
    };
    nap();
    return () => clearTimeout(timer);
  },
};
