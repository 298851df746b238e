/** What a closure that no compiler of ours made may lack: found before anything of it runs. */
import { Problem } from "@skein/spec/problem";
import { uniqueNodeId } from "./node-id.ts";
import { successors, type WorkflowPlan } from "./plan.ts";
import type { NodeKey } from "./run.ts";

/** A closure no compiler of ours made: something it refers to is not in it, or its nodes cannot all be reached. */
export class InvalidClosure extends Problem {
  readonly kind = "invalid";
}

/** Long ids are hashed to 32 bits, as upstream; two nodes of one name would be taken for one another. */
export function checkUniqueIds({ id, nodes }: WorkflowPlan): void {
  const seen = new Map<string, string>();
  for (const node of nodes) {
    const key = uniqueNodeId(undefined, node.id);
    const other = seen.get(key);
    if (other !== undefined) {
      const remedy = "rename one, to 20 characters or fewer";
      throw new InvalidClosure(
        `Nodes ${other} and ${node.id} of workflow ${id} get the same unique id ${key}; ${remedy}.`,
      );
    }
    seen.set(key, node.id);
  }
}

/**
 * Two nodes of a scope that opens inside `parent` which would get one unique id: few are, but where the ids of the nodes
 * around are long, all are hashed.
 */
export function findSharedId(
  { nodes }: WorkflowPlan,
  parent: { readonly key: NodeKey; readonly attempt: number },
): readonly [string, string] | undefined {
  const seen = new Map<NodeKey, string>();
  for (const { id } of nodes) {
    const key = uniqueNodeId(parent, id);
    const other = seen.get(key);
    if (other !== undefined) return [other, id];
    seen.set(key, id);
  }
  return undefined;
}

/** Every node must become ready when all before it have succeeded; else a run could wait for nothing. */
export function checkReachable(plan: WorkflowPlan): void {
  const remaining = Uint32Array.from(plan.upCount);
  const hidden = hiddenEdges(plan);
  for (const next of [...hidden.values()].flat()) remaining[next] = (remaining[next] ?? 0) + 1;
  const ready = [plan.start];
  let reached = 0;
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    reached += 1;
    for (const next of [...successors(plan, index), ...(hidden.get(index) ?? [])]) {
      remaining[next] = (remaining[next] ?? 0) - 1;
      if (remaining[next] === 0) ready.push(next);
    }
  }
  if (reached === plan.nodes.length - (plan.onFailure === undefined ? 0 : 1)) return;
  const stuck = plan.nodes.filter((_, index) => (remaining[index] ?? 0) > 0 || !isConnected(plan, index));
  const names = stuck.map((node) => node.id).join(", ");
  throw new InvalidClosure(`Nodes ${names} of workflow ${plan.id} can never start: a cycle, or no way to them.`);
}

/** Node → branch nodes that cannot end before it, because an arm reads it. */
function hiddenEdges({ nodes }: WorkflowPlan): Map<number, number[]> {
  const edges = new Map<number, number[]>();
  nodes.forEach(({ target }, branch) => {
    const left = target.kind === "branch" ? [...target.branch.arms.nodes] : [];
    for (const node of left) {
      for (const { index } of node.sources) edges.set(index, [...(edges.get(index) ?? []), branch]);
      if (node.target.kind === "branch") left.push(...node.target.branch.arms.nodes);
    }
  });
  return edges;
}

function isConnected(plan: WorkflowPlan, index: number): boolean {
  return index === plan.start || index === plan.onFailure || (plan.upCount[index] ?? 0) > 0;
}
