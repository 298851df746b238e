/** A pod's activeDeadlineSeconds: the container is ended when it has run so long. */
import type { ContainerInspectInfo } from "dockerode";
import { nap } from "./abort.ts";
import type { AttemptContext } from "./parts.ts";
import { stopContainer } from "./stop.ts";

/** Returns at once; ends the container unless `over` comes first. */
export function endAtDeadline(
  { parts: { engine, clock, settings }, name, closing }: AttemptContext,
  { startedAt, deadlineMs, graceMs }: { startedAt: number; deadlineMs: number; graceMs: number | undefined },
  over: AbortSignal,
): void {
  const end = async () => {
    await nap(clock, Math.max(0, startedAt + deadlineMs - clock.now()), over);
    if (!over.aborted) await stopContainer(engine, name, graceMs ?? settings.stopGraceMs, closing);
  };
  end().catch(() => {}); // it ended by itself, or the process does
}

/** Whether it ended, not well, after its time was over. */
export function isPastDeadline(
  deadlineMs: number | undefined,
  { ExitCode, StartedAt, FinishedAt }: Pick<ContainerInspectInfo["State"], "ExitCode" | "StartedAt" | "FinishedAt">,
): boolean {
  if (deadlineMs === undefined || ExitCode === 0) return false;
  return Date.parse(FinishedAt) - Date.parse(StartedAt) >= deadlineMs;
}
