/** A row of the timeline in words: the short one beside its bars, the whole one for hover and screen readers. */
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatDuration, formatTicking } from "../../../flyte/duration.ts";
import { lookOf } from "../../../graph/node-face.ts";
import type { Bar, BarKind } from "./bars.ts";

/** As long as fits beside bars. */
const LONGEST = 44;

export const kindWords = {
  queued: "Queued",
  waiting: "Waiting for resources",
  pulling: "Initialising",
  ran: "Running",
} as const satisfies Record<BarKind, string>;

/**
 * The one fact that matters now: how long, what it waits for, what it failed of.
 *
 * @returns longer and shorter ways to say it, for what there is room
 */
export function shortWords(summary: NodeSummary | undefined, bars: readonly Bar[]): string[] {
  if (!summary) return [];
  const last = bars.at(-1);
  const { phase, reason, errorHead } = summary;
  if (phase === Phase.SKIPPED) return [cut(reason), "Skipped"].filter(given);
  if (phase === Phase.RECOVERED) return ["Recovered"];
  if (!last) return [];
  if (last.isOpen && last.kind !== "ran") return [cut(reason), kindWords[last.kind], spanOf(last)].filter(given);
  const ran = last.kind === "ran" ? spanOf(last) : "";
  const hasFailed = phase === Phase.FAILED || phase === Phase.TIMED_OUT;
  return hasFailed && errorHead
    ? [[ran, cut(errorHead)].filter(given).join(" · "), ran].filter(given)
    : [ran].filter(given);
}

const given = (part: string) => part !== "";

/** Attempt by attempt: "Attempt 1: queued 2.1 s, running 40 s, Failed. Attempt 2: …". */
export function wholeWords(summary: NodeSummary | undefined, bars: readonly Bar[]): string {
  if (!summary || bars.length === 0) return lookOf(summary).word;
  const attempts = [...new Set(bars.map(({ attempt }) => attempt))];
  const sentences = attempts.map((attempt) => {
    const own = bars.filter((bar) => bar.attempt === attempt);
    const end = own.at(-1);
    const words = own.map((bar) => `${kindWords[bar.kind].toLowerCase()} ${spanOf(bar)}`);
    const outcome = end && !end.isOpen ? `, ${end.kind === "ran" ? end.look.word : lookOf(summary).word}` : " so far";
    const name = attempts.length > 1 ? `Attempt ${attempt + 1}: ` : "";
    return `${name}${words.join(", ")}${outcome}`;
  });
  return `${sentences.join(". ")}.`;
}

const spanOf = ({ from, to, isOpen }: Bar) => (isOpen ? formatTicking(to - from) : formatDuration(to - from));

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
