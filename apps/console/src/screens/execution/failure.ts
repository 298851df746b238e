import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";

const failures: ReadonlySet<Phase> = new Set([Phase.FAILED, Phase.FAILING, Phase.TIMED_OUT]);

/** Nodes that failed by themselves, the first first; parents that failed because of a child are left out. */
export function failedNodes(view: ExecutionView): NodeSummary[] {
  const failed = view.nodes.filter(({ phase }) => failures.has(phase));
  const parents = new Set(failed.flatMap(({ path }) => ancestorsOf(path)));
  return failed.filter(({ path }) => !parents.has(path)).sort((a, b) => endOf(a) - endOf(b));
}

/** The node an execution failed because of: the one its error names, else the first that failed. */
export function findRootCause(view: ExecutionView): NodeSummary | undefined {
  const named = view.errorPath ? view.nodes.find(({ path }) => path === view.errorPath) : undefined;
  return named ?? failedNodes(view)[0];
}

export interface OtherFailures {
  /** What the cause brought down with it, from the inside out: the nodes it stands inside of. */
  readonly consequences: readonly NodeSummary[];
  /** What failed by itself, the first first. */
  readonly others: readonly NodeSummary[];
}

/** Every other node that failed, by whether the cause made it fail. */
export function otherFailures(view: ExecutionView, cause: NodeSummary): OtherFailures {
  const around = new Set(ancestorsOf(cause.path));
  const consequences = view.nodes.filter(({ path, phase }) => around.has(path) && failures.has(phase));
  return {
    consequences: consequences.sort((a, b) => b.path.length - a.path.length),
    others: failedNodes(view).filter(({ path }) => path !== cause.path && !around.has(path)),
  };
}

/**
 * How much is made of a failure: all of it where the execution fails because of it; a line where it ended otherwise and
 * a node had failed on the way; nothing where nothing has.
 *
 * One that goes on with a failed node is bound to fail: its other nodes are let run to their end (failure policy).
 */
export function failureWeight(view: ExecutionView): "loud" | "quiet" | "none" {
  const phase = view.execution?.phase ?? ExecutionPhase.UNDEFINED;
  if (failedPhases.has(phase)) return view.error || findRootCause(view) ? "loud" : "none";
  if (!findRootCause(view)) return "none";
  return endedOtherwise.has(phase) ? "quiet" : "loud";
}

const failedPhases: ReadonlySet<ExecutionPhase> = new Set([
  ExecutionPhase.FAILING,
  ExecutionPhase.FAILED,
  ExecutionPhase.TIMED_OUT,
]);

const endedOtherwise: ReadonlySet<ExecutionPhase> = new Set([
  ExecutionPhase.SUCCEEDING,
  ExecutionPhase.SUCCEEDED,
  ExecutionPhase.ABORTING,
  ExecutionPhase.ABORTED,
]);

/** What an error says in one line. */
export function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}

/** Paths of what a node stands inside of. */
function ancestorsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join("/"));
}

const endOf = ({ endedAt }: NodeSummary) => (endedAt ? timestampMs(endedAt) : Number.MAX_SAFE_INTEGER);
