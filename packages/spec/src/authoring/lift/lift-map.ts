/** Array nodes over a generated task → `map` with `over` and `with`. */
import type { ArrayNode, Node } from "../../gen/flyteidl/core/workflow_pb.js";
import { findMapped } from "./lift-generated-task.ts";
import { liftNodeMetadata } from "./lift-metadata.ts";
import {
  type LiftContext,
  liftAfter,
  liftBindings,
  liftName,
  liftOverrides,
  variableTypes,
} from "./lift-node-parts.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { type Fields, fields, unlessEmpty } from "./lift-written.ts";

/** @throws NotSayable where its task was not made from one that is known */
export function liftMap(node: Node, array: ArrayNode, { scope, made }: LiftContext): Fields {
  const inner = array.node?.target.case === "taskNode" ? array.node.target.value : undefined;
  if (inner?.reference.case !== "referenceId") throw new NotSayable("it maps something other than a task");
  const mapped = scope.getTask(inner.reference.value);
  const bound = new Set(array.boundInputs);
  const isOver = ({ var: name }: { var: string }) => !bound.has(name);
  const over = node.inputs.filter(isOver);
  const names = new Set(over.map((each) => each.var));
  const origin = findMapped(mapped, names, isPartial(array), scope);
  if (!origin?.base.id || !mapped.id) {
    throw new NotSayable(`its task ${mapped.id?.name} was not made from a task that is known`);
  }
  made.add(mapped.id.name);
  const types = variableTypes(mapped.interface?.inputs);
  const { successCriteria, parallelismOption } = array;
  return fields({
    map: scope.refer("task", origin.base.id),
    over: liftBindings(over, types),
    with: unlessEmpty(
      liftBindings(
        node.inputs.filter((each) => !isOver(each)),
        types,
      ),
    ),
    concurrency: parallelismOption.case && BigInt(parallelismOption.value),
    minSuccesses: successCriteria.case === "minSuccesses" ? BigInt(successCriteria.value) : undefined,
    minSuccessRatio: successCriteria.case === "minSuccessRatio" ? shortestFloat(successCriteria.value) : undefined,
    after: liftAfter(node.upstreamNodeIds),
    name: liftName(node),
    ...liftNodeMetadata(array.node?.metadata, mapped, origin.overrides.ignore),
    ...liftOverrides(inner.overrides, origin.overrides),
  });
}

function isPartial({ successCriteria }: ArrayNode): boolean {
  if (successCriteria.case === "minSuccesses") return true;
  return successCriteria.case === "minSuccessRatio" && successCriteria.value < 1;
}

/** A float of 32 bits by as few digits as tell it from its neighbours: 0.3, not 0.30000001192092896. */
function shortestFloat(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}
