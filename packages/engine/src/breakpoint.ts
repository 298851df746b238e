/**
 * Breakpoints: where a run is to wait for somebody, as part of its state.
 *
 * One by path holds every instance of a place in the drawn workflow (each attempt of a sub-workflow makes new nodes), one
 * by node id that node alone. There is one at most for each place and side; a second takes its place.
 */
import type { JsonValue } from "@bufbuild/protobuf";
import type { NodeKey, Run } from "./run.ts";
import type { LiveNode } from "./scope.ts";

export interface Breakpoint {
  readonly where: BreakpointPlace;
  /** Before: its inputs are there, nothing of it has begun. After: it has succeeded, nobody has been told. */
  readonly when: HoldSide;
  /** Over the node's inputs, flyteidl.core.BooleanExpression as protobuf-JSON; absent: it always holds. */
  readonly condition?: JsonValue;
}

export type BreakpointPlace =
  | { readonly kind: "node"; readonly node: NodeKey }
  /** Template node ids from the root joined by "/". */
  | { readonly kind: "path"; readonly path: string };

export type HoldSide = "before" | "after";

/** The identity of a breakpoint inside its execution. */
export function breakpointId({ where, when }: Pick<Breakpoint, "where" | "when">): string {
  return where.kind === "node" ? `${when}|node|${where.node}` : `${when}|path|${where.path}`;
}

/** The breakpoint a node has come to; that of the node itself before that of its place. */
export function breakpointAt({ breakpoints }: Run, node: LiveNode, when: HoldSide): Breakpoint | undefined {
  if (breakpoints.size === 0) return undefined;
  const path = `${node.scope.path}${node.plan.id}`;
  return (
    breakpoints.get(breakpointId({ where: { kind: "node", node: node.key }, when })) ??
    breakpoints.get(breakpointId({ where: { kind: "path", path }, when }))
  );
}
