/**
 * A branch node under way (execution.md §4.3): the arm it takes runs inside it, in a scope of one node per arm.
 *
 * The node of an arm reads what the enclosing workflow's nodes have written, not what the branch has; where one of them
 * is not decided yet, it waits, while the branch runs. Where one failed or was skipped it is skipped too, and the branch
 * succeeds without outputs.
 */
import { formatCondition } from "@skein/spec/format-condition";
import { fail, succeed } from "./finish.ts";
import { issueAwaited } from "./issue.ts";
import { outputDir, outputsUri } from "./paths.ts";
import type { BranchPlan } from "./plan.ts";
import { isFresh } from "./recovery.ts";
import { markRunning } from "./running.ts";
import {
  hasSucceeded,
  isDecided,
  type LiveNode,
  lookupOf,
  makeScope,
  NodeState,
  type Scope,
  setState,
} from "./scope.ts";
import { beginExecutionDeadline, clearDeadlines } from "./timers.ts";
import { recordAtOnce, type Turn } from "./turn.ts";

/** Goes into the arm that the inputs were found to choose; the others are skipped. */
export function takeArm(turn: Turn, node: LiveNode): void {
  const { finding } = node;
  const { target } = node.plan;
  if (target.kind !== "branch") return;
  if (finding?.kind === "refused") fail(turn, node, finding.error);
  if (finding?.kind !== "branch") return;
  const { arm } = finding;
  markRunning(turn, node);
  beginExecutionDeadline(turn, node);
  const scope = makeScope(target.branch.arms, {
    parent: node,
    around: lookupOf(node.scope),
    prefix: outputDir(node.scope, node.index, node.attempt),
    path: `${node.scope.path}${node.plan.id}/`,
  });
  node.stage = "inside";
  node.child = scope;
  node.scope.taken.set(node.index, { arm, attempt: node.attempt });
  scope.plan.nodes.forEach((_, index) => {
    if (index === arm) return;
    setState(scope, index, NodeState.skipped);
    recordAtOnce(turn, { scope, index }, "SKIPPED", notTaken(target.branch, arm, index)?.text);
  });
  awaitSources(scope, arm);
  if (scope.remaining[arm] === 0) turn.work.push({ kind: "admit", scope, index: arm });
}

/** Counts what the node of the arm still waits for outside, and has it told. */
function awaitSources(scope: Scope, arm: number): void {
  const { around } = scope;
  for (const { index } of scope.plan.nodes[arm]?.sources ?? []) {
    const state = around?.state[index];
    if (isDecided(state)) {
      if (!hasSucceeded(state)) scope.spoilt[arm] = 1;
      if (around !== undefined && isFresh(around, index)) scope.fresh[arm] = 1;
      continue;
    }
    scope.remaining[arm] = (scope.remaining[arm] ?? 0) + 1;
    const waiting = around?.waiters.get(index) ?? [];
    around?.waiters.set(index, [...waiting, { scope, index: arm }]);
  }
}

/** The arm has come to its end: its outputs become the branch's. */
export function endBranch(turn: Turn, node: LiveNode, scope: Scope): void {
  const arm = node.finding?.kind === "branch" ? node.finding.arm : 0;
  switch (scope.state[arm]) {
    case NodeState.succeeded:
    case NodeState.recovered:
      clearDeadlines(turn, node);
      node.stage = "copying";
      node.copied = outputsUri(scope, arm, scope.attempt[arm] ?? 0);
      turn.run.copies.set(node.key, node);
      issueAwaited(turn, node);
      return;
    case NodeState.timedOut: // Upstream knows of no error then.
      fail(turn, node, { kind: "UNKNOWN", code: "Unknown", message: "Unknown error message" }, scope.failure?.node);
      return;
    case NodeState.failed:
      if (scope.failure !== undefined) fail(turn, node, scope.failure.error, scope.failure.node);
      return;
    default:
      succeed(turn, node, undefined);
  }
}

/** Why an arm was skipped by the branch itself; undefined for the one that was taken. */
export interface NotTaken {
  readonly kind: "notTaken";
  /** The condition that decided it, as written. */
  readonly condition: string;
  /** What it came to: false is the arm's own, true that of the arm taken instead. */
  readonly outcome: boolean;
  readonly text: string;
}

export function notTaken({ decision: { conditions } }: BranchPlan, taken: number, arm: number): NotTaken | undefined {
  if (arm === taken) return undefined;
  const outcome = arm > taken;
  const expression = conditions[outcome ? taken : arm];
  const condition = expression === undefined ? "" : formatCondition(expression);
  return {
    kind: "notTaken",
    condition,
    outcome,
    text: `Skipped because branch condition ${condition} was ${outcome}.`,
  };
}
