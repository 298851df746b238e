/** Making a failing case smaller: nodes, edges and faults are dropped one by one, while it still fails. */
import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import type { Case } from "./case.ts";

/** The smallest case found that still fails; looks at no more than `tries` cases. */
export async function shrink(failing: Case, fails: (each: Case) => Promise<boolean>, tries = 2000): Promise<Case> {
  let smallest = failing;
  let left = tries;
  for (let found = true; found && left > 0; ) {
    found = false;
    for (const each of smallerCases(smallest)) {
      left -= 1;
      if (left < 0) break;
      if (!(await fails(each))) continue;
      smallest = each;
      found = true;
      break;
    }
  }
  return smallest;
}

function* smallerCases(each: Case): Generator<Case> {
  for (const faults of without(each.faults)) yield { ...each, faults };
  for (const sketch of smallerWorkflows(each.sketch)) yield { ...each, sketch };
  for (const [index, fault] of each.faults.entries()) {
    const after = Math.floor(fault.after / 2);
    if (after > 0 && after < fault.after) yield { ...each, faults: each.faults.with(index, { ...fault, after }) };
  }
  if (each.maxParallelism > 0) yield { ...each, maxParallelism: 0 };
  if (each.taskRetries > 0) yield { ...each, taskRetries: 0 };
  if (each.harshness > 0) yield { ...each, harshness: 0 };
}

function* without<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length > 3) {
    yield list.slice(list.length / 2);
    yield list.slice(0, list.length / 2);
  }
  for (const index of list.keys()) yield list.toSpliced(index, 1);
}

function* smallerWorkflows(sketch: WorkflowSketch): Generator<WorkflowSketch> {
  const { onFailure, ...rest } = sketch;
  if (onFailure !== undefined) yield rest;
  for (const nodes of without(sketch.nodes)) yield withNodes(sketch, nodes);
  if ((sketch.outputs ?? []).length > 0) yield { ...sketch, outputs: [] };
  for (const [index, node] of sketch.nodes.entries()) {
    for (const smaller of smallerNodes(node)) yield { ...sketch, nodes: sketch.nodes.with(index, smaller) };
  }
  if (onFailure !== undefined) for (const smaller of smallerNodes(onFailure)) yield { ...sketch, onFailure: smaller };
}

function* smallerNodes(node: NodeSketch): Generator<NodeSketch> {
  const { inside, asks, arms, retries = 0, timeoutMs = 0, after = [], ...rest } = node;
  const plain = { ...rest, after };
  if (inside !== undefined || asks !== undefined || arms !== undefined) yield plain;
  if (retries > 0) yield { ...node, retries: 0 };
  if (timeoutMs > 0) yield { ...node, timeoutMs: 0 };
  // An echo says what it reads.
  for (const fewer of node.echo ? [] : without(after)) yield { ...node, after: fewer };
  if (inside !== undefined) for (const smaller of smallerWorkflows(inside)) yield { ...node, inside: smaller };
  if (asks !== undefined) for (const smaller of smallerWorkflows(asks)) yield { ...node, asks: smaller };
  for (const [index, arm] of (arms ?? []).entries()) {
    for (const smaller of smallerNodes(arm)) yield { ...node, arms: (arms ?? []).with(index, smaller) };
  }
}

/** Without the edges to nodes that are gone. */
function withNodes(sketch: WorkflowSketch, nodes: readonly NodeSketch[]): WorkflowSketch {
  const ids = new Set(nodes.map(({ id }) => id));
  const kept = (node: NodeSketch): NodeSketch => ({
    ...node,
    after: (node.after ?? []).filter((id) => ids.has(id)),
    ...(node.arms && { arms: node.arms.map(kept) }),
  });
  return { ...sketch, nodes: nodes.map(kept), outputs: (sketch.outputs ?? []).filter((id) => ids.has(id)) };
}
