/**
 * What a run must come to, worked out the naive way: by walking the drawing of the workflow, node by node, without
 * events, counters or time. For FAIL_AFTER_EXECUTABLE_NODES_COMPLETE, where the outcome depends on nothing else.
 */

import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { uniqueNodeId } from "../node-id.ts";
import type { Fate } from "./world.ts";

export interface Outcome {
  /** Last phase by node key, start and end nodes included. */
  readonly phases: Map<string, string>;
  /** Newest attempt by node key of task nodes that ran. */
  readonly attempts: Map<string, number>;
  /** The node whose failure is the workflow's. */
  readonly failedNode: string | undefined;
}

export function outcomeOf(sketch: WorkflowSketch, fate: Fate, parent?: { key: string; attempt: number }): Outcome {
  const phases = new Map<string, string>();
  const attempts = new Map<string, number>();
  const key = (id: string) => uniqueNodeId(parent, id);
  const own = new Map<string, string>();
  const culprits = new Map<string, string>();
  const settle = (id: string, phase: string) => {
    own.set(id, phase);
    phases.set(key(id), phase);
  };
  const isSpoilt = (ids: readonly string[]) => ids.some((id) => own.get(id) !== "SUCCEEDED");
  settle("start-node", "SUCCEEDED");
  /** What a node comes to that is ready, or the one an arm of a branch is; the node whose failure it is. */
  const run = (node: NodeSketch, id: string): string | undefined => {
    if (node.sleepMs !== undefined || node.echo) {
      attempts.set(id, 0);
      return undefined;
    }
    if (node.launches !== undefined) return fate(id, 0) === "succeed" ? undefined : id;
    if (node.gate !== undefined) return node.gate !== "sleep" && fate(id, 0) === "permanent" ? id : undefined;
    if (node.arms !== undefined) return runBranch(node, id, node.arms);
    if (node.inside === undefined) {
      const { succeeds, attempt } = tryTask(node, id, fate);
      attempts.set(id, attempt);
      return succeeds ? undefined : id;
    }
    const inner = outcomeOf(node.inside, fate, { key: id, attempt: 0 });
    for (const [each, phase] of inner.phases) phases.set(each, phase);
    for (const [each, attempt] of inner.attempts) attempts.set(each, attempt);
    return inner.failedNode;
  };
  const runBranch = (node: NodeSketch, id: string, arms: readonly NodeSketch[]): string | undefined => {
    const last = arms.length - 1;
    const cases = node.hasElse ? last : arms.length;
    const taken = (node.takes ?? 0) < cases ? (node.takes ?? 0) : node.hasElse ? last : undefined;
    if (taken === undefined) return id;
    let culprit: string | undefined;
    arms.forEach((arm, index) => {
      const armId = `${node.id}-${arm.id}`;
      const armKey = uniqueNodeId({ key: id, attempt: 0 }, armId);
      if (index !== taken || isSpoilt(arm.after ?? [])) {
        phases.set(armKey, "SKIPPED");
        return;
      }
      culprit = run({ ...arm, id: armId }, armKey);
      phases.set(armKey, culprit === undefined ? "SUCCEEDED" : "FAILED");
    });
    return culprit;
  };
  for (const node of sketch.nodes) {
    if (isSpoilt(node.after ?? [])) {
      settle(node.id, "SKIPPED");
      continue;
    }
    const culprit = run(node, key(node.id));
    settle(node.id, culprit === undefined ? "SUCCEEDED" : "FAILED");
    if (culprit !== undefined) culprits.set(node.id, culprit);
  }
  settle("end-node", isSpoilt([...own.keys()]) ? "SKIPPED" : "SUCCEEDED");
  const failedNode = lastVisited(sketch, culprits);
  const { onFailure } = sketch;
  if (failedNode === undefined || onFailure === undefined) return { phases, attempts, failedNode };
  const handlersOwn = run(onFailure, key(onFailure.id));
  phases.set(key(onFailure.id), handlersOwn === undefined ? "SUCCEEDED" : "FAILED");
  return { phases, attempts, failedNode: handlersOwn ?? failedNode };
}

function tryTask(node: NodeSketch, key: string, fate: Fate): { succeeds: boolean; attempt: number } {
  let user = (node.retries ?? 0) + 1;
  let system = 3;
  for (let attempt = 0; ; attempt += 1) {
    const end = fate(key, attempt);
    if (end === "succeed") return { succeeds: true, attempt };
    if (end === "permanent") return { succeeds: false, attempt };
    if (end === "user") user -= 1;
    else system -= 1;
    if (user === 0 || system < 0) return { succeeds: false, attempt };
  }
}

/** Upstream's walk, with all its repeated visits: successors in id order, failing nodes are not passed. */
function lastVisited(sketch: WorkflowSketch, culprits: ReadonlyMap<string, string>): string | undefined {
  let last: string | undefined;
  const visit = (id: string) => {
    const culprit = culprits.get(id);
    if (culprit !== undefined) {
      last = culprit;
      return;
    }
    const next = sketch.nodes.filter(({ after = [] }) => (id === "" ? after.length === 0 : after.includes(id)));
    for (const each of next.map((node) => node.id).sort()) visit(each);
  };
  visit("");
  return last;
}
