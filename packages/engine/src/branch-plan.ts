/** The arms of a branch node as a closure has them. */
import type { BooleanExpression } from "@skein/spec/gen/flyteidl/core/condition_pb";
import type { BranchNode, Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { Decision } from "./branch-condition.ts";

export interface Arms {
  /** One node per arm: those of the conditions in order, then the one without. */
  readonly nodes: readonly Node[];
  readonly decision: Decision;
}

/** Undefined where an arm has no node or no condition: nothing a compiler lets by. */
export function armsOf({ ifElse }: BranchNode): Arms | undefined {
  const nodes: Node[] = [];
  const conditions: BooleanExpression[] = [];
  for (const block of [ifElse?.case, ...(ifElse?.other ?? [])]) {
    if (block?.thenNode === undefined || block.condition === undefined) return undefined;
    nodes.push(block.thenNode);
    conditions.push(block.condition);
  }
  const last = ifElse?.default;
  if (last?.case === "elseNode") return { nodes: [...nodes, last.value], decision: { conditions, otherwise: "arm" } };
  const otherwise = last?.case === "error" ? { message: last.value.message } : undefined;
  return { nodes, decision: { conditions, otherwise } };
}

/** The nodes in the arms of a branch node; none for other nodes. */
export function armNodes({ target }: Node): readonly Node[] {
  return target.case === "branchNode" ? (armsOf(target.value)?.nodes ?? []) : [];
}
