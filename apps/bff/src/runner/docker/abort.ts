/** Waiting that can be given up. */
import type { Clock } from "../../run-loop/clock.ts";

/** The work's result, or the signal's reason, whichever comes first. The work itself goes on. */
export function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Resolves after that time, or at once when the signal is aborted. */
export function nap(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.wakeAt(clock.now() + ms, end);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
