/**
 * Brings a container's log into the store, while it runs and to the last line.
 *
 * However often the stream breaks, or the process is started again, every line is stored once: reading resumes a little
 * before the last stored line, and what is stored already is left out.
 */
import type { Clock } from "../../run-loop/clock.ts";
import type { LogWriter } from "../log-writer.ts";
import { nap } from "./abort.ts";
import type { Engine } from "./engine.ts";
import { statusOf } from "./engine-errors.ts";
import { createLogFrames, createStoredFilter } from "./log-frames.ts";

export interface FollowLogParts {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly containerId: string;
  readonly writer: LogWriter;
  /** Aborted once the container has ended. */
  readonly ended: AbortSignal;
  readonly signal: AbortSignal;
}

/** Two hands write stdout and stderr: a line may be stamped a little before one that is stored already. */
const RESUME_WINDOW_NANOS = 2_000_000_000n;
/** A container that is over by then is read once, after its end. */
const HEAD_START_MS = 100;
/** How long the stream may say nothing after the container's end; while lines still come, it may take its time. */
const CLOSING_MS = 2_000;

/** Resolves when the container has ended and all its lines are stored, or it is gone. */
export async function followLog(parts: FollowLogParts): Promise<void> {
  const { clock, ended, signal } = parts;
  await nap(clock, HEAD_START_MS, AbortSignal.any([ended, signal]));
  for (;;) {
    signal.throwIfAborted();
    const wasOver = ended.aborted;
    const found = await readOnce(parts);
    if (!found || wasOver) return;
    // The engine may close the stream early; once more after the end makes sure of the last lines.
    if (!ended.aborted) await nap(clock, HEAD_START_MS, AbortSignal.any([ended, signal]));
  }
}

/** One reading from where the store ends; false when there is no container. */
async function readOnce({ engine, clock, containerId, writer, ended, signal }: FollowLogParts): Promise<boolean> {
  const leaving = new AbortController();
  let heardAt = clock.now();
  let isStoring = false;
  const leaveWhenSilent = async () => {
    do await nap(clock, CLOSING_MS, leaving.signal);
    while (!leaving.signal.aborted && (isStoring || clock.now() - heardAt < CLOSING_MS));
    leaving.abort();
  };
  const onEnd = () => void leaveWhenSilent();
  try {
    return await engine.insist(async (docker) => {
      const { sinceNanos, lines: stored } = await writer.recent(RESUME_WINDOW_NANOS);
      const isStored = createStoredFilter(stored);
      const frames = createLogFrames();
      const stream = await docker.getContainer(containerId).logs({
        follow: true,
        stdout: true,
        stderr: true,
        timestamps: true,
        since: `${sinceNanos / 1_000_000_000n}.${String(sinceNanos % 1_000_000_000n).padStart(9, "0")}`,
        abortSignal: AbortSignal.any([leaving.signal, signal]),
      });
      if (ended.aborted) onEnd();
      else ended.addEventListener("abort", onEnd, { once: true });
      for await (const chunk of stream) {
        isStoring = true;
        const lines = frames.read(Buffer.from(chunk)).filter((line) => !isStored(line));
        if (lines.length > 0) await writer.append(lines);
        isStoring = false;
        heardAt = clock.now();
      }
      const last = frames.end().filter((line) => !isStored(line));
      if (last.length > 0) await writer.append(last);
      return true;
    }, signal);
  } catch (reason) {
    if (leaving.signal.aborted && !signal.aborted) return true; // what is missing comes with the last reading
    if (statusOf(reason) === 404 || statusOf(reason) === 409) return false; // gone, or going
    throw reason;
  } finally {
    ended.removeEventListener("abort", onEnd);
    leaving.abort();
  }
}
