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
  GraphSchema,
  type NodeSummary,
  NodeSummarySchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";

/** @param sequence the state of the store the delta brings the view to; an older one than the view's changes nothing */
export function applyDelta(view: ExecutionView, delta: ExecutionDelta, sequence: bigint): ExecutionView {
  if (sequence < view.sequence) return view;
  const { execution = view.execution, error = view.error, outputs = view.outputs } = delta;
  return create(ExecutionViewSchema, {
    ...view,
    sequence,
    ...optional({ execution: sameRow(view.execution, execution), error, outputs }),
    errorPath: delta.errorPath || view.errorPath,
    abortCause: delta.abortCause || view.abortCause,
    abortPrincipal: delta.abortPrincipal || view.abortPrincipal,
    nodes: mergeNodes(view.nodes, delta.nodes),
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
