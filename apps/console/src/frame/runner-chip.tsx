import { RunnerStatus_State } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { inlineCode } from "../flyte/inline-code.tsx";
import { formatMemory } from "../flyte/size.ts";
import { settingsPath } from "../paths.ts";
import { Icon } from "../ui/icon.tsx";
import { useRunner } from "./runner.ts";

/** What the runner does now; leads to its figures. */
export function RunnerChip() {
  const runner = useRunner();
  if (!runner) return undefined;
  const isReady = runner.state === RunnerStatus_State.READY;
  const load = [
    runner.running > 0 ? `${runner.running} ${runner.running === 1 ? "attempt" : "attempts"} running` : "",
    runner.waiting > 0 ? `${runner.waiting} waiting` : "",
  ].filter(Boolean);
  const text = isReady ? load.join(", ") || "Idle" : "Runner unavailable";
  const reserved = `${runner.cpuReserved} of ${runner.cpuTotal} cores and ${formatMemory(runner.memoryReservedBytes)} of ${formatMemory(runner.memoryTotalBytes)} reserved`;
  return (
    <Link
      to={settingsPath("about")}
      title={isReady ? `${runner.engine}: ${reserved}` : runner.message}
      className={`inline-flex h-6 flex-none items-center gap-1.5 rounded-chip px-1.5 text-meta hover:bg-hover max-md:hidden ${isReady ? "text-muted" : "text-pause"}`}
    >
      <Icon name={isReady ? "cpu" : "warning"} size={14} />
      <span className="whitespace-nowrap max-lg:sr-only">
        <span className="sr-only">Runner: </span>
        {text}
      </span>
    </Link>
  );
}

/** Says across the page why no work starts, and what to do. */
export function RunnerBar() {
  const runner = useRunner();
  if (runner?.state !== RunnerStatus_State.UNAVAILABLE) return undefined;
  return (
    <div
      role="status"
      className="tone-pause flex items-start gap-2 border-b border-tone-line bg-tone-panel px-4 py-2 text-meta leading-4.5"
    >
      <Icon name="warning" className="mt-px text-pause" />
      <p className="min-w-0 wrap-anywhere">
        <b className="font-strong">The runner is unavailable; launched work waits. </b>
        {inlineCode(runner.message || "The engine does not answer; it is asked again by itself.")}
      </p>
    </div>
  );
}
