/** How an event reads: of what kind it is, its glyph and word, and what a filter finds it by. */
import { type ExecutionEvent, ExecutionEvent_Notice as Notice } from "@skein/spec/gen/skein/console/v1/console_pb";
import { executionLook, nodeLook, type PhaseLook, taskLook } from "../../../flyte/phase-look.ts";
import type { IconName } from "../../../ui/icon-shapes.tsx";

export type EventKind = "execution" | "node" | "attempt";

export const eventKinds = ["execution", "node", "attempt"] as const satisfies readonly EventKind[];

export const kindWords = {
  execution: "Execution",
  node: "Node",
  attempt: "Attempt",
} as const satisfies Record<EventKind, string>;

export function kindOf({ change }: ExecutionEvent): EventKind {
  return change.case === "task" ? "attempt" : change.case === "node" ? "node" : "execution";
}

interface EventLook {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: string;
}

const notices = {
  [Notice.NOTICE_UNSPECIFIED]: { word: "Unknown", icon: "phaseUnknown", tone: "tone-wait" },
  [Notice.LAUNCHED]: { word: "Launched", icon: "play", tone: "tone-ink" },
  [Notice.ABORT_REQUESTED]: { word: "Abort asked for", icon: "stop", tone: "tone-abort" },
  [Notice.HELD]: { word: "Held at a breakpoint", icon: "phasePaused", tone: "tone-pause" },
  [Notice.LET_GO]: { word: "Let go", icon: "play", tone: "tone-ink" },
  [Notice.BREAKPOINTS_CHANGED]: { word: "Breakpoints changed", icon: "phasePaused", tone: "tone-ink" },
  [Notice.INPUTS_EDITED]: { word: "Inputs edited", icon: "pen", tone: "tone-ink" },
  [Notice.TROUBLE]: { word: "Trouble, tried again", icon: "warning", tone: "tone-pause" },
} as const satisfies Record<Notice, EventLook>;

export function eventLook({ change }: ExecutionEvent): EventLook {
  switch (change.case) {
    case "execution":
      return still(executionLook(change.value));
    case "node":
      return still(nodeLook(change.value));
    case "task":
      return still(taskLook(change.value));
    case "notice":
      return notices[change.value] ?? notices[Notice.NOTICE_UNSPECIFIED];
    case undefined:
      return notices[Notice.NOTICE_UNSPECIFIED]; // a kind newer than this console
  }
}

/** An event is past: its glyph does not turn. */
const still = ({ word, icon, tone }: PhaseLook): EventLook => ({ word, icon, tone });

export interface EventFilter {
  /** Lower case; part of the node's name or path, of the word or the reason. */
  readonly text: string;
  /** Undefined: all. */
  readonly kind: EventKind | undefined;
}

/** @param nameOf a node's name by its path */
export function matchesEvent(
  event: ExecutionEvent,
  { text, kind }: EventFilter,
  nameOf: (path: string) => string,
): boolean {
  if (kind !== undefined && kindOf(event) !== kind) return false;
  if (text === "") return true;
  const { path, reason, actor } = event;
  return `${nameOf(path)} ${path} ${eventLook(event).word} ${reason} ${actor}`.toLowerCase().includes(text);
}
