/** How a node gets under way: its inputs, its attempts, the scope inside it. */
import { assertNever } from "@skein/spec/never";
import { startArray } from "./array.ts";
import { takeArm } from "./branch.ts";
import { succeed } from "./finish.ts";
import { startGate } from "./gate.ts";
import { issueAwaited } from "./issue.ts";
import { outputDir } from "./paths.ts";
import { enterPlace } from "./place.ts";
import { takesPlace } from "./plan.ts";
import { recoversInside } from "./recovery.ts";
import type { NodeRef } from "./run.ts";
import { markRunning } from "./running.ts";
import { keyOf, type LiveNode, makeScope, NodeState, type Scope, setState, startKeyOf } from "./scope.ts";
import { startTask } from "./start-task.ts";
import { beginActiveDeadline, beginExecutionDeadline } from "./timers.ts";
import { recordAtOnce, recordNode, type Turn } from "./turn.ts";

/** Has the inputs of a ready node resolved; it becomes visible when they are stored. */
export function begin(turn: Turn, { scope, index }: NodeRef): void {
  const node = makeLive(turn, { scope, index }, "resolving");
  if (node === undefined) return;
  if (node.hasPlace) turn.run.used += 1;
  issueAwaited(turn, node);
}

/** Brings a node under way, not visible yet. */
export function makeLive(turn: Turn, { scope, index }: NodeRef, stage: "resolving" | "lookUp"): LiveNode | undefined {
  const plan = scope.plan.nodes[index];
  if (plan === undefined) return undefined;
  const node: LiveNode = {
    scope,
    index,
    plan,
    key: keyOf(scope, index),
    stage,
    recorded: undefined,
    recordedAt: 0,
    attempt: 0,
    systemFailures: 0,
    task: undefined,
    hasPlace: stage !== "lookUp" && takesPlace(plan.target),
    dynamic: undefined,
    array: undefined,
    child: undefined,
    copied: undefined,
    recovers: recoversInside(turn.run, scope, index),
    finding: undefined,
    isReserving: false,
    heldBy: undefined,
    ending: undefined,
    timers: new Set(),
    held: undefined,
    heldInside: 0,
    paused: [],
  };
  turn.run.live.set(node.key, node);
  scope.live.add(node);
  setState(scope, index, NodeState.resolving);
  return node;
}

/** The inputs are stored: the node is visible, and what it stands for starts. */
export function queue(turn: Turn, node: LiveNode): void {
  setState(node.scope, node.index, NodeState.queued);
  const reason = node.scope.anew.get(node.index)?.reason;
  recordNode(turn, node, "QUEUED", reason === undefined ? {} : { reason });
  beginActiveDeadline(turn, node);
  const { kind } = node.plan.target;
  switch (kind) {
    case "task":
      startTask(turn, node);
      return;
    case "workflow":
      openScope(turn, node);
      return;
    case "branch":
      takeArm(turn, node);
      return;
    case "gate":
      startGate(turn, node);
      return;
    case "launchPlan":
      launchChild(turn, node);
      return;
    case "array":
      startArray(turn, node);
      return;
    case "end": // The inputs are its outputs, and its event does not name them.
      succeed(turn, node, undefined);
      return;
    case "start": // Never gets here: passStart lets it by.
      return;
    default:
      assertNever(kind, "target");
  }
}

/** There is no result that the node could use: it makes one, as soon as it has a place. */
export function beginOrWait(turn: Turn, node: LiveNode): void {
  node.heldBy = undefined;
  if (node.hasPlace) queue(turn, node);
  else awaitPlace(turn, node);
}

/** Starts the next attempt, which may have to wait for a place; the one before is gone for certain. */
export function retry(turn: Turn, node: LiveNode): void {
  node.ending = undefined;
  node.dynamic = undefined;
  node.attempt += 1;
  const { kind } = node.plan.target;
  if (takesPlace(node.plan.target) && !node.hasPlace) {
    awaitPlace(turn, node);
    return;
  }
  if (kind === "task") {
    startTask(turn, node);
  } else if (kind === "branch") {
    takeArm(turn, node);
  } else if (kind === "gate") {
    startGate(turn, node);
  } else if (kind === "launchPlan") {
    launchChild(turn, node);
  } else if (kind === "array") {
    startArray(turn, node);
  } else {
    node.stage = "opening";
    turn.run.copies.set(startKeyOf(node), node);
    issueAwaited(turn, node);
  }
}

function awaitPlace(turn: Turn, node: LiveNode): void {
  node.stage = "place";
  turn.run.ready.push({ scope: node.scope, index: node.index });
}

/** There is a place for the next attempt of a node that had given its own back. */
export function beginAgain(turn: Turn, node: LiveNode): void {
  enterPlace(turn, node);
  startTask(turn, node);
}

function launchChild(turn: Turn, node: LiveNode): void {
  node.stage = "child";
  issueAwaited(turn, node);
}

/** Opens the scope of a sub-workflow node whose start node has its outputs. */
export function openScope(turn: Turn, node: LiveNode): void {
  const { target } = node.plan;
  if (target.kind !== "workflow") return;
  markRunning(turn, node);
  beginExecutionDeadline(turn, node);
  node.stage = "inside";
  node.child = makeScope(target.workflow, {
    parent: node,
    around: undefined,
    prefix: outputDir(node.scope, node.index, node.attempt),
    path: `${node.scope.path}${node.plan.id}/`,
  });
  passStart(turn, node.child);
}

/** The start node of a scope succeeds as soon as the scope is there: its outputs are the scope's inputs. */
export function passStart(turn: Turn, scope: Scope): void {
  const index = scope.plan.start;
  setState(scope, index, NodeState.succeeded);
  recordAtOnce(turn, { scope, index }, "SUCCEEDED");
  turn.work.push({ kind: "decided", scope, index });
}
