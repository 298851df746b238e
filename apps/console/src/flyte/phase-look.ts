import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as NodePhase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { IconName } from "../ui/icon-shapes.tsx";

/**
 * How a phase looks: glyph shape, Flyte's word, colour token and chart pattern, so that none of them carries it alone.
 *
 * One row per look; the three phase enums map onto them. A phase this console does not know yet is "Unknown".
 */
export interface PhaseLook {
  readonly word: string;
  readonly icon: IconName;
  /** A `tone-…` class: text, tint and bars below it take its colour. */
  readonly tone: string;
  /** A `fill-…` class for bars of charts. */
  readonly fill: string;
  /** Ended well: shown quietly in lists. */
  readonly quiet: boolean;
  /** The glyph turns while it lasts. */
  readonly moves: boolean;
}

const look = (
  word: string,
  icon: IconName,
  tone: string,
  fill: string,
  more: { quiet?: boolean; moves?: boolean } = {},
): PhaseLook => ({ word, icon, tone, fill, quiet: more.quiet ?? false, moves: more.moves ?? false });

export const looks = {
  succeeded: look("Succeeded", "phaseSucceeded", "tone-ok", "fill-quiet", { quiet: true }),
  succeeding: look("Succeeding", "phaseSucceeding", "tone-ok", "fill-quiet"),
  running: look("Running", "phaseRunning", "tone-run", "fill-solid", { moves: true }),
  dynamicRunning: look("Dynamic running", "phaseRunning", "tone-run", "fill-solid", { moves: true }),
  failed: look("Failed", "phaseFailed", "tone-fail", "fill-hatch"),
  failing: look("Failing", "phaseFailing", "tone-fail", "fill-hatch"),
  timedOut: look("Timed out", "phaseTimedOut", "tone-timeout", "fill-cross"),
  aborted: look("Aborted", "phaseAborted", "tone-abort", "fill-vertical"),
  aborting: look("Aborting", "phaseAborted", "tone-abort", "fill-vertical"),
  paused: look("Paused", "phasePaused", "tone-pause", "fill-dots"),
  held: look("Held", "phasePaused", "tone-pause", "fill-dots"),
  queued: look("Queued", "phaseQueued", "tone-wait", "fill-thin"),
  waiting: look("Waiting for resources", "phaseWaiting", "tone-wait", "fill-thin"),
  initialising: look("Initialising", "phaseInitialising", "tone-wait", "fill-thin"),
  skipped: look("Skipped", "phaseSkipped", "tone-wait", "fill-outline", { quiet: true }),
  notStarted: look("Not started", "phaseNotStarted", "tone-wait", "fill-outline"),
  cached: look("Cached", "phaseCached", "tone-reuse", "fill-horizontal", { quiet: true }),
  recovered: look("Recovered", "phaseRecovered", "tone-reuse", "fill-horizontal", { quiet: true }),
  unknown: look("Unknown", "phaseUnknown", "tone-wait", "fill-thin"),
} as const satisfies Record<string, PhaseLook>;

const executionLooks = {
  [ExecutionPhase.UNDEFINED]: looks.unknown,
  [ExecutionPhase.QUEUED]: looks.queued,
  [ExecutionPhase.RUNNING]: looks.running,
  [ExecutionPhase.SUCCEEDING]: looks.succeeding,
  [ExecutionPhase.SUCCEEDED]: looks.succeeded,
  [ExecutionPhase.FAILING]: looks.failing,
  [ExecutionPhase.FAILED]: looks.failed,
  [ExecutionPhase.ABORTED]: looks.aborted,
  [ExecutionPhase.TIMED_OUT]: looks.timedOut,
  [ExecutionPhase.ABORTING]: looks.aborting,
} as const satisfies Record<ExecutionPhase, PhaseLook>;

const nodeLooks = {
  [NodePhase.UNDEFINED]: looks.notStarted,
  [NodePhase.QUEUED]: looks.queued,
  [NodePhase.RUNNING]: looks.running,
  [NodePhase.SUCCEEDED]: looks.succeeded,
  [NodePhase.FAILING]: looks.failing,
  [NodePhase.FAILED]: looks.failed,
  [NodePhase.ABORTED]: looks.aborted,
  [NodePhase.SKIPPED]: looks.skipped,
  [NodePhase.TIMED_OUT]: looks.timedOut,
  [NodePhase.DYNAMIC_RUNNING]: looks.dynamicRunning,
  [NodePhase.RECOVERED]: looks.recovered,
} as const satisfies Record<NodePhase, PhaseLook>;

const taskLooks = {
  [TaskPhase.UNDEFINED]: looks.notStarted,
  [TaskPhase.QUEUED]: looks.queued,
  [TaskPhase.RUNNING]: looks.running,
  [TaskPhase.SUCCEEDED]: looks.succeeded,
  [TaskPhase.ABORTED]: looks.aborted,
  [TaskPhase.FAILED]: looks.failed,
  [TaskPhase.INITIALIZING]: looks.initialising,
  [TaskPhase.WAITING_FOR_RESOURCES]: looks.waiting,
  [TaskPhase.RETRYABLE_FAILED]: looks.failed,
} as const satisfies Record<TaskPhase, PhaseLook>;

export function executionLook(phase: ExecutionPhase): PhaseLook {
  return executionLooks[phase] ?? looks.unknown; // a number newer than our messages
}

/**
 * A running node's attempt says more than "running": it may wait for resources or be pulling its image. One that has
 * succeeded may have done so without an attempt.
 */
export function nodeLook(
  phase: NodePhase,
  taskPhase: TaskPhase = TaskPhase.UNDEFINED,
  cacheStatus: CatalogCacheStatus = CatalogCacheStatus.CACHE_DISABLED,
): PhaseLook {
  if (phase === NodePhase.SUCCEEDED && cacheStatus === CatalogCacheStatus.CACHE_HIT) return looks.cached;
  const waits = taskPhase === TaskPhase.INITIALIZING || taskPhase === TaskPhase.WAITING_FOR_RESOURCES;
  if (waits && (phase === NodePhase.RUNNING || phase === NodePhase.QUEUED)) return taskLooks[taskPhase];
  return nodeLooks[phase] ?? looks.unknown;
}

export function taskLook(phase: TaskPhase): PhaseLook {
  return taskLooks[phase] ?? looks.unknown;
}

const terminalExecutionPhases: ReadonlySet<ExecutionPhase> = new Set([
  ExecutionPhase.SUCCEEDED,
  ExecutionPhase.FAILED,
  ExecutionPhase.ABORTED,
  ExecutionPhase.TIMED_OUT,
]);

/** Whether its durations still tick. */
export function isOngoing(phase: ExecutionPhase): boolean {
  return !terminalExecutionPhases.has(phase);
}
