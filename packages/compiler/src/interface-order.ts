/**
 * In which order the interfaces of nodes can be worked out: each after those it is made of.
 */
import { isApproval, type NodeRecord } from "./node-tree.ts";

/** Every node after those its interface depends on; where these form a loop, in some fixed order. */
export function byDependency(
  records: Iterable<NodeRecord>,
  nodes: ReadonlyMap<string, NodeRecord>,
): ReadonlySet<NodeRecord> {
  const ordered = new Set<NodeRecord>();
  const entered = new Set<NodeRecord>();
  for (const record of records) {
    if (entered.has(record)) continue;
    entered.add(record);
    const stack = [{ record, rest: dependencies(record, nodes)[Symbol.iterator]() }];
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const next = frame.rest.next();
      if (next.done) {
        ordered.add(frame.record);
        stack.pop();
      } else if (!entered.has(next.value)) {
        entered.add(next.value);
        stack.push({ record: next.value, rest: dependencies(next.value, nodes)[Symbol.iterator]() });
      }
    }
  }
  return ordered;
}

/** Whether a node's variables come from other nodes; those of all others are known at once. */
export function isMadeOfOthers(record: NodeRecord): boolean {
  const { case: kind } = record.node.target;
  return kind === "branchNode" || kind === "arrayNode" || isApproval(record);
}

const none: readonly NodeRecord[] = [];

/** Branches take theirs from their children, array nodes from the inner node, approvals from what they read. */
function dependencies(record: NodeRecord, nodes: ReadonlyMap<string, NodeRecord>): readonly NodeRecord[] {
  const { node, arms, inner } = record;
  if (!isMadeOfOthers(record)) return none;
  const found = arms.flatMap(({ child }) => child ?? []);
  if (inner) found.push(inner);
  if (!isApproval(record)) return found;
  const pending = node.inputs.flatMap(({ binding }) => binding ?? []);
  // A list hands out what is pushed while it is walked.
  for (const { value } of pending) {
    if (value.case === "promise") {
      const provider = nodes.get(value.value.nodeId);
      if (provider && provider.place !== "boundary") found.push(provider);
    }
    const parts = value.case === "collection" || value.case === "map" ? Object.values(value.value.bindings) : [];
    for (const part of parts) pending.push(part);
  }
  return found;
}
