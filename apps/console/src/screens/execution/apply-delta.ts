/**
 * How what comes over the stream changes the view on screen.
 *
 * A delta holds whole current rows, so applying one twice, or missing one in between, is right. Rows that say the same
 * as before keep their identity: what did not change is not drawn again.
 */
import { create, equals } from "@bufbuild/protobuf";
import {
  type ExecutionDelta,
  ExecutionRowSchema,
  type ExecutionView,
  ExecutionViewSchema,
  type Graph,
  GraphSchema,
  type InnerGraph,
  type NodeResources,
  type NodeSummary,
  NodeSummarySchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";

/** @param sequence the state of the store the delta brings the view to; an older one than the view's changes nothing */
export function applyDelta(view: ExecutionView, delta: ExecutionDelta, sequence: bigint): ExecutionView {
  if (sequence < view.sequence) return view;
  const {
    execution = view.execution,
    error = view.error,
    outputs = view.outputs,
    lineage = view.lineage,
    inner,
  } = delta;
  const graph = inner.reduce(withInner, view.graph);
  return create(ExecutionViewSchema, {
    ...view,
    sequence,
    ...optional({ execution: sameRow(view.execution, execution), error, outputs, lineage, graph }),
    ...(graph !== view.graph && { resources: inner.reduce(withResources, view.resources) }),
    errorPath: delta.errorPath || view.errorPath,
    abortCause: delta.abortCause || view.abortCause,
    abortPrincipal: delta.abortPrincipal || view.abortPrincipal,
    nodes: mergeNodes(view.nodes, delta.nodes),
    breakpoints: delta.breakpoints,
  });
}

/** For a view that was fetched anew: what says the same as before keeps its identity. */
export function keepIdentity(before: ExecutionView | undefined, next: ExecutionView): ExecutionView {
  if (!before || before === next) return next;
  const known = new Map(before.nodes.map((node) => [node.path, node]));
  const { graph } = next;
  const isSameGraph = before.graph && graph && (before.graph === graph || equals(GraphSchema, before.graph, graph));
  return create(ExecutionViewSchema, {
    ...next,
    ...optional({ execution: sameRow(before.execution, next.execution), graph: isSameGraph ? before.graph : graph }),
    nodes: next.nodes.map((node) => sameNode(known.get(node.path), node)),
  });
}

/** The graph with what a dynamic node runs below it, in place of what stood there; the same one if it stood there already. */
function withInner(graph: Graph | undefined, { path, graph: inner }: InnerGraph): Graph | undefined {
  if (!graph || !inner) return graph;
  const isBelow = (each: string) => each.startsWith(`${path}/`);
  const before = create(GraphSchema, {
    nodes: graph.nodes.filter((node) => node.path === path || isBelow(node.path)),
    edges: graph.edges.filter(({ from }) => isBelow(from)),
  });
  if (equals(GraphSchema, before, inner)) return graph;
  const [own, ...below] = inner.nodes;
  const around = graph.nodes.filter((node) => !isBelow(node.path));
  return create(GraphSchema, {
    nodes: [...around.map((node) => (node.path === path ? (own ?? node) : node)), ...below],
    edges: [...graph.edges.filter(({ from }) => !isBelow(from)), ...inner.edges],
  });
}

function withResources(before: readonly NodeResources[], { path, resources }: InnerGraph): NodeResources[] {
  const isHere = (each: string) => each === path || each.startsWith(`${path}/`);
  return [...before.filter((each) => !isHere(each.path)), ...resources];
}

function mergeNodes(before: readonly NodeSummary[], changed: readonly NodeSummary[]): NodeSummary[] {
  const byPath = new Map(before.map((node) => [node.path, node]));
  for (const node of changed) byPath.set(node.path, sameNode(byPath.get(node.path), node));
  return [...byPath.values()];
}

function sameNode(before: NodeSummary | undefined, next: NodeSummary): NodeSummary {
  return before && (before === next || equals(NodeSummarySchema, before, next)) ? before : next;
}

function sameRow(before: ExecutionView["execution"], next: ExecutionView["execution"]): ExecutionView["execution"] {
  return before && next && (before === next || equals(ExecutionRowSchema, before, next)) ? before : next;
}

/** Fields that are absent rather than undefined. */
function optional<T extends object>(fields: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  const given: { [Key in keyof T]?: NonNullable<T[Key]> } = {};
  for (const key of Object.keys(fields) as (keyof T)[]) given[key] = fields[key] ?? undefined; // keys of an object literal
  return given;
}
