/** What somebody does with a held node: lets it go, goes on by one step, gives it other inputs. */
import { queue } from "./begin.ts";
import type { HoldSide } from "./breakpoint.ts";
import { askCache, isCacheAsked } from "./caching.ts";
import type { Finding } from "./event.ts";
import { isAnswer } from "./find.ts";
import { complete } from "./finish.ts";
import { hold, recordHold, unhold } from "./hold.ts";
import { issueAwaited, questOf } from "./issue.ts";
import { uniqueNodeId } from "./node-id.ts";
import { enterPlace } from "./place.ts";
import { successors, takesPlace, type WorkflowPlan } from "./plan.ts";
import type { NodeKey, Run, Uri } from "./run.ts";
import { keyOf, type LiveNode, type Scope } from "./scope.ts";
import type { Turn } from "./turn.ts";

/** The answer to a breakpoint's condition. One that cannot be tested holds: better once too often. */
export function breakpointTested(
  turn: Turn,
  key: NodeKey,
  when: HoldSide,
  hit: boolean,
  problem: string | undefined,
): void {
  const node = turn.run.live.get(key);
  const held = node?.held;
  if (node?.stage !== "asking" || held?.when !== when) return;
  const { outputs, cache, cause } = held;
  if (hit || problem !== undefined)
    hold(turn, node, { when, outputs, cache, cause, ...(problem !== undefined && { problem }) });
  else if (when === "before") proceed(turn, node);
  else complete(turn, node, outputs, cache);
}

export function continued(turn: Turn, key: NodeKey): void {
  const node = turn.run.live.get(key);
  if (node?.held === undefined) return;
  if (node.stage === "editing") node.held = { ...node.held, goes: true };
  if (node.stage !== "held") return;
  const { when, outputs, cache } = node.held;
  unhold(turn, node);
  recordHold(turn, node, undefined);
  if (when === "after") {
    complete(turn, node, outputs, cache);
  } else if (takesPlace(node.plan.target)) {
    node.stage = "released";
    turn.run.ready.push({ scope: node.scope, index: node.index });
  } else {
    proceed(turn, node);
  }
}

/** There is a place for a node that was held before it began, and has been let go. */
export function resume(turn: Turn, node: LiveNode): void {
  enterPlace(turn, node);
  proceed(turn, node);
}

/** A node with its inputs goes on: with what the cache has, or by itself. */
export function proceed(turn: Turn, node: LiveNode): void {
  if (isCacheAsked(turn.run, node)) askCache(turn, node);
  else queue(turn, node);
}

/** Lets it go, and holds those that begin next because of it. */
export function stepped(turn: Turn, key: NodeKey): void {
  const node = turn.run.live.get(key);
  if (node === undefined || !isHeld(node)) return;
  for (const next of nextOf(node)) turn.run.steps.add(next);
  continued(turn, key);
}

/** Other inputs lie at `from`; they take the place of its own when that is done (`inputsReplaced`). */
export function inputsEdited(turn: Turn, key: NodeKey, from: Uri): void {
  const node = turn.run.live.get(key);
  if (node === undefined || !isEditable(turn.run, key) || node.held === undefined) return;
  node.held = { ...node.held, edited: from };
  node.stage = "editing";
  issueAwaited(turn, node);
}

/** They are in place; what was asked of the inputs was asked of them. */
export function inputsReplaced(turn: Turn, key: NodeKey, from: Uri, finding: Finding | undefined): void {
  const node = turn.run.live.get(key);
  if (node?.stage !== "editing" || node.held?.edited !== from || !isAnswer(questOf(node), finding)) return;
  node.finding = finding;
  node.stage = "held";
  if (node.held.goes) continued(turn, key);
}

/** Whether somebody can let it go. */
export function isHeld({ stage }: LiveNode): boolean {
  return stage === "held" || stage === "editing";
}

/** Whether the node is held before it began, so that its inputs can still be others. */
export function isEditable({ live }: Run, key: NodeKey): boolean {
  const node = live.get(key);
  return node?.stage === "held" && node.held?.when === "before";
}

/** The nodes that can begin only once this one has been let go: those inside it, else those after it. */
function nextOf({ scope, index, key, attempt, plan: { target }, held }: LiveNode): NodeKey[] {
  const inside = (plan: WorkflowPlan, indices: Iterable<number>) =>
    [...indices].map((each) => uniqueNodeId({ key, attempt }, plan.nodes[each]?.id ?? ""));
  if (held?.when === "before" && target.kind === "workflow") {
    const first = [...successors(target.workflow, target.workflow.start)].filter(
      (each) => each !== target.workflow.end,
    );
    if (first.length > 0) return inside(target.workflow, first);
  }
  if (held?.when === "before" && target.kind === "branch")
    return inside(target.branch.arms, target.branch.arms.nodes.keys());
  return after(scope, index);
}

/** Where there is nothing left of a scope but its end, those after the node it is inside of. */
function after(scope: Scope, index: number): NodeKey[] {
  const next = [...successors(scope.plan, index)].filter((each) => each !== scope.plan.end);
  const arms = scope.waiters.get(index) ?? [];
  const keys = [...next.map((each) => keyOf(scope, each)), ...arms.map((arm) => keyOf(arm.scope, arm.index))];
  if (keys.length > 0 || scope.parent === undefined) return keys;
  return after(scope.parent.scope, scope.parent.index);
}
