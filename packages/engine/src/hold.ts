/**
 * Nodes that wait at a breakpoint, on either side of what they do. How they are let go: let-go.ts.
 *
 * A held node takes no place in the execution's parallelism and no deadline of its own runs: it may stand for days, and
 * must cost nobody else anything. Those of the nodes it is inside of stand still too. Before a node, it is visible as QUEUED; after it, it stays RUNNING until it is let go,
 * so that for all others it has not happened yet.
 */
import { type Breakpoint, breakpointAt, type HoldSide } from "./breakpoint.ts";
import { issueAwaited } from "./issue.ts";
import { leavePlace } from "./place.ts";
import type { CacheRecord } from "./record.ts";
import type { NodeKey, Run, Uri } from "./run.ts";
import { type Held, type LiveNode, NodeState, setState } from "./scope.ts";
import { clearDeadlines, pauseDeadlines, resumeDeadlines } from "./timers.ts";
import { recordNode, type Turn } from "./turn.ts";

/** Whether the node stops here; if so it is held, or will be when its breakpoint's condition turns out true. */
export function stopsAt(turn: Turn, node: LiveNode, when: HoldSide, outputs?: Uri, cache?: CacheRecord): boolean {
  const { run } = turn;
  if (when === "before" && run.steps.delete(node.key)) {
    hold(turn, node, { when, outputs, cache, cause: "step" });
    return true;
  }
  const breakpoint = breakpointAt(run, node, when);
  if (breakpoint === undefined) return false;
  const held: Held = { when, outputs, cache, cause: "breakpoint" };
  if (breakpoint.condition === undefined) hold(turn, node, held);
  else ask(turn, node, held, breakpoint);
  return true;
}

/** Has the condition tested where the inputs are. */
function ask(turn: Turn, node: LiveNode, held: Held, { condition }: Breakpoint): void {
  node.held = condition === undefined ? held : { ...held, condition };
  node.stage = "asking";
  if (held.when === "after") clearDeadlines(turn, node);
  issueAwaited(turn, node);
}

export function hold(turn: Turn, node: LiveNode, held: Held): void {
  node.held = held;
  node.stage = "held";
  leavePlace(turn, node);
  // After it, only a node whose result was there already has not been seen.
  if (node.recorded === undefined) {
    setState(node.scope, node.index, NodeState.queued);
    recordNode(turn, node, "QUEUED");
  }
  if (held.when === "after") clearDeadlines(turn, node);
  recordHold(turn, node, held);
  for (const around of nodesAround(node)) {
    around.heldInside += 1;
    if (around.heldInside === 1) pauseDeadlines(turn, around);
  }
}

/** It is held no longer, let go or brought down. */
export function unhold(turn: Turn, node: LiveNode): void {
  for (const around of nodesAround(node)) {
    around.heldInside -= 1;
    if (around.heldInside === 0) resumeDeadlines(turn, around);
  }
}

function* nodesAround({ scope }: LiveNode): Generator<LiveNode> {
  for (let around = scope.parent; around !== undefined; around = around.scope.parent) yield around;
}

/** Tells whether a node is held, and by what; undefined: no longer. */
export function recordHold(turn: Turn, node: LiveNode, held: Held | undefined): void {
  node.recordedAt = Math.max(node.recordedAt, turn.at);
  const reason = held === undefined ? "" : holdText(held);
  turn.records.push({ kind: "hold", node: node.key, at: node.recordedAt, held: held?.when, reason });
}

/** Of a node that is held: why, in words. */
export function holdText({ when, cause, problem }: Held): string {
  const where = when === "before" ? "before it" : "after it: its outputs are there, the nodes after it wait";
  const what = cause === "step" ? `Held ${where}, after a step.` : `Held at a breakpoint ${where}.`;
  return problem === undefined ? what : `${what} Its condition could not be tested: ${problem}`;
}

/** Nodes that are held, in the order they came to it. */
export function heldNodes(run: Run): NodeKey[] {
  return [...run.live.values()].filter(({ stage }) => stage === "held").map(({ key }) => key);
}
