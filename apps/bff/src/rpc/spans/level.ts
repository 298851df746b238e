/** One workflow's nodes, and the rows they have at one place of an execution. */
import type { CompiledWorkflow, CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { BranchNode, Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { NodeExecutionRow } from "../../store/tables.ts";

export interface Level {
  /** What sub-workflows are looked up in. */
  readonly closure: CompiledWorkflowClosure;
  readonly nodes: ReadonlyMap<string, Node>;
  /** Node id → the ids it waits for. */
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  /** Node id → its newest row; in the order they began. */
  readonly rows: ReadonlyMap<string, NodeExecutionRow>;
}

export function workflowLevel(
  closure: CompiledWorkflowClosure,
  workflow: CompiledWorkflow | undefined,
  rows: readonly NodeExecutionRow[],
): Level {
  const { nodes = [], failureNode } = workflow?.template ?? {};
  return levelOf(closure, failureNode ? [...nodes, failureNode] : nodes, upstreamOf(workflow), rows);
}

function upstreamOf(workflow: CompiledWorkflow | undefined): ReadonlyMap<string, readonly string[]> {
  const edges = Object.entries(workflow?.connections?.downstream ?? {}).flatMap(([from, { ids }]) =>
    ids.map((to) => ({ from, to })),
  );
  const byTarget = Map.groupBy(edges, ({ to }) => to);
  return new Map([...byTarget].map(([to, found]) => [to, found.map(({ from }) => from)]));
}

/** The arms of a branch: they wait for nothing but its decision. */
export function branchLevel(
  closure: CompiledWorkflowClosure,
  { ifElse }: BranchNode,
  rows: readonly NodeExecutionRow[],
): Level {
  const arms = [ifElse?.case?.thenNode, ...(ifElse?.other ?? []).map((each) => each.thenNode)];
  if (ifElse?.default.case === "elseNode") arms.push(ifElse.default.value);
  return levelOf(
    closure,
    arms.flatMap((each) => each ?? []),
    new Map(),
    rows.filter((row) => row.phase !== "SKIPPED"),
  );
}

function levelOf(
  closure: CompiledWorkflowClosure,
  nodes: readonly Node[],
  upstream: ReadonlyMap<string, readonly string[]>,
  rows: readonly NodeExecutionRow[],
): Level {
  // A parent that was tried again has a row per try: the last one counts.
  const newest = [...new Map(rows.map((row) => [row.spec_node_id, row])).values()];
  newest.sort((one, other) => one.created_at - other.created_at || one.id - other.id);
  return {
    closure,
    nodes: new Map(nodes.map((node) => [node.id, node])),
    upstream,
    rows: new Map(newest.map((row) => [row.spec_node_id, row])),
  };
}

/** Of the nodes this one waits for, the row that was done last. */
export function lastUpstream({ upstream, rows }: Level, nodeId: string): NodeExecutionRow | undefined {
  let last: NodeExecutionRow | undefined;
  for (const id of upstream.get(nodeId) ?? []) {
    const row = rows.get(id);
    if (row && (!last || row.updated_at > last.updated_at)) last = row;
  }
  return last;
}
