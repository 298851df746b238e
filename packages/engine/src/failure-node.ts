/**
 * The node that runs when its workflow has failed (execution.md §1.6): once all else of the workflow is gone, once, and
 * never when the workflow is brought down from outside. Whatever it does, the workflow has failed.
 */
import { create } from "@bufbuild/protobuf";
import { type LiteralMap, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { LiteralTypeSchema, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import type { Run } from "./run.ts";
import { type Failure, NodeState, type Scope } from "./scope.ts";

/** What the failure node is told of the failure. */
export interface ToldError {
  readonly message: string;
  /** The failure node's own id, as upstream; not that of the node that failed. */
  readonly failedNodeId: string;
}

/** "due": it is to begin now; "waits": it does, for a place; "none": there is nothing to run, or it has run. */
export function failureNodeOf(run: Run, scope: Scope): "due" | "waits" | "none" {
  const { onFailure } = scope.plan;
  if (onFailure === undefined || scope.failure === undefined || isBroughtDown(run, scope)) return "none";
  switch (scope.state[onFailure]) {
    case NodeState.waiting:
      return "due";
    case NodeState.ready:
      return "waits";
    default:
      return "none";
  }
}

/** Whether a node of a scope that has failed may begin all the same. */
export function isFailureNode(run: Run, scope: Scope, index: number): boolean {
  return index === scope.plan.onFailure && !scope.closed && !isBroughtDown(run, scope);
}

function isBroughtDown(run: Run, { parent }: Scope): boolean {
  return run.phase === "ABORTING" || run.givenUp || parent?.ending !== undefined;
}

/** What the workflow fails with: its own failure, unless that of its failure node hides it. */
export function finalFailure(scope: Scope): Failure | undefined {
  const { onFailure } = scope.plan;
  if (onFailure === undefined) return scope.failure;
  const own = scope.failures.get(onFailure);
  if (own === undefined || scope.state[onFailure] !== NodeState.timedOut) return own ?? scope.failure;
  return { error: { kind: "USER", code: "TimedOut", message: "FailureNode Timed-out" }, node: own.node };
}

/** Puts the failure where an input is called `err`; other inputs, and those of a node without one, stay. */
export function withError(inputs: LiteralMap, { message, failedNodeId }: ToldError): LiteralMap {
  if (!Object.hasOwn(inputs.literals, "err")) return inputs;
  const error = create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "error", value: { message, failedNodeId } } } },
  });
  const type = create(LiteralTypeSchema, {
    type: { case: "simple", value: SimpleType.ERROR },
    structure: { tag: "FlyteError" },
  });
  const err = create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "union", value: { value: error, type } } } },
  });
  return create(LiteralMapSchema, { literals: { ...inputs.literals, err } });
}
