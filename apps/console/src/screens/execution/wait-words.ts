/** Why an execution that goes on does nothing, in words: for its header, where one node's reason is not to be seen. */
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ExecutionView,
  type NodeSummary,
  type RunnerStatus,
  RunnerStatus_State,
  Breakpoint_Side as Side,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { statusQuery } from "../../frame/queries.ts";

export function useWaitWords(view: ExecutionView): string | undefined {
  const runner = useQuery(statusQuery()).data?.runner;
  return useMemo(() => waitWords(view, runner), [view, runner]);
}

/** Undefined while something runs, once it has ended, and where nobody can say. */
export function waitWords(view: ExecutionView, runner: RunnerStatus | undefined): string | undefined {
  const phase = view.execution?.phase ?? ExecutionPhase.UNDEFINED;
  if (!waitingPhases.has(phase)) return undefined;
  const live = view.nodes.filter((node) => livePhases.has(node.phase) && !node.isParent);
  if (live.some(isAtWork)) return undefined;
  const isAway = runner?.state === RunnerStatus_State.UNAVAILABLE;
  if (isAway && (live.length === 0 || live.some(isWithRunner)))
    return `The runner is unavailable${runner.message ? `: ${runner.message}` : ""}`;
  if (live.length === 0) return phase === ExecutionPhase.RUNNING ? undefined : "Queued: it has not started yet";
  const first = live.find((node) => reasonOf(node) !== "");
  if (!first) return undefined;
  const name = view.graph?.nodes.find(({ path }) => path === first.path)?.name || first.path;
  const more = live.length > 1 ? `, and ${live.length - 1} more` : "";
  return `Waits at ${name}: ${reasonOf(first).replace(/\.$/, "")}${more}`;
}

/** A failing or aborting one is being brought down: it waits for nothing. */
const waitingPhases: ReadonlySet<ExecutionPhase> = new Set([
  ExecutionPhase.UNDEFINED,
  ExecutionPhase.QUEUED,
  ExecutionPhase.RUNNING,
]);

const livePhases: ReadonlySet<Phase> = new Set([Phase.QUEUED, Phase.RUNNING, Phase.DYNAMIC_RUNNING]);

/** Its attempt or an element runs; or it has neither, as a child execution, and gives no reason. */
function isAtWork({ phase, taskPhase, map, reason, held }: NodeSummary): boolean {
  if (phase === Phase.QUEUED || held !== Side.SIDE_UNSPECIFIED) return false;
  if (map) return map.running > 0;
  if (taskPhase !== TaskPhase.UNDEFINED) return !isBefore(taskPhase);
  return reason === "";
}

const isWithRunner = ({ taskPhase, map, reason, held }: NodeSummary): boolean =>
  held === Side.SIDE_UNSPECIFIED && (isBefore(taskPhase) || map !== undefined || reason === "");

const isBefore = (phase: TaskPhase): boolean =>
  phase === TaskPhase.QUEUED || phase === TaskPhase.WAITING_FOR_RESOURCES || phase === TaskPhase.INITIALIZING;

function reasonOf({ reason, held }: NodeSummary): string {
  return reason || (held === Side.SIDE_UNSPECIFIED ? "" : "held at a breakpoint");
}
