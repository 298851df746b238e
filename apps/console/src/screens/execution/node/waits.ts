/** What an attempt waited for before it ran, and for how long: its phases as a few steps. */
import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { TaskExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { Attempt, PhaseChange } from "@skein/spec/gen/skein/console/v1/console_pb";

const words = {
  queued: "Queued",
  engine: "Waited for the engine",
  resources: "Waited for resources",
  pull: "Pulled the image",
  start: "Started the container",
} as const;

export interface Wait {
  readonly kind: keyof typeof words;
  readonly word: string;
  /** What was said of it last. */
  readonly reason: string;
  readonly from: number;
  /** Undefined while it lasts. */
  readonly to: number | undefined;
}

/** Until it ran or ended; neighbours of one kind are one. */
export function waitsOf({
  history,
  createdAt,
  startedAt,
  endedAt,
}: Pick<Attempt, "history" | "createdAt" | "startedAt" | "endedAt">): Wait[] {
  const end = msOf(startedAt) ?? msOf(endedAt);
  const changes = history.filter(({ at }) => end === undefined || (msOf(at) ?? end) <= end);
  const waits: Wait[] = [];
  for (const [index, change] of changes.entries()) {
    const kind = kindOf(change);
    const from = msOf(index === 0 ? (createdAt ?? change.at) : change.at);
    if (kind === undefined || from === undefined) continue;
    const to = msOf(changes[index + 1]?.at) ?? end;
    const before = waits.at(-1);
    const reason = change.reason || (before?.kind === kind ? before.reason : "");
    if (before?.kind === kind) waits[waits.length - 1] = { ...before, reason, to };
    else waits.push({ kind, word: words[kind], reason, from, to });
  }
  return waits;
}

function kindOf({ phase, reason }: PhaseChange): Wait["kind"] | undefined {
  const waits = phase === Phase.QUEUED || phase === Phase.WAITING_FOR_RESOURCES || phase === Phase.INITIALIZING;
  if (waits && reason.startsWith("waits for the Docker engine")) return "engine";
  if (phase === Phase.QUEUED) return "queued";
  if (phase === Phase.WAITING_FOR_RESOURCES) return "resources";
  if (phase === Phase.INITIALIZING) return /\bpull/i.test(reason) ? "pull" : "start";
  return undefined;
}

const msOf = (at: Timestamp | undefined) => at && timestampMs(at);
