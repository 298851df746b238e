/** What a gate makes of the value it waited for (execution.md §4.6; nodes/gate/handler.go). */
import { create } from "@bufbuild/protobuf";
import type { RunError } from "@skein/engine/event";
import { type Literal, type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";

/**
 * The outputs of a gate, or what it fails with.
 *
 * @param variable the output that the value becomes; undefined: the value says whether the inputs pass
 */
export function signalOutputs(value: Literal, variable: string | undefined, inputs: LiteralMap): LiteralMap | RunError {
  if (variable !== undefined) return create(LiteralMapSchema, { literals: { [variable]: value } });
  const isApproved = booleanOf(value);
  if (isApproved === undefined) {
    const message = "received a non-boolean approve signal value";
    return { kind: "UNKNOWN", code: "RuntimeExecutionError", message };
  }
  if (isApproved) return inputs;
  const message = "received a reject signal to disapprove the node input values";
  return { kind: "USER", code: "ReceivedRejectSignal", message };
}

function booleanOf({ value }: Literal): boolean | undefined {
  const scalar = value.case === "scalar" ? value.value.value : undefined;
  const primitive = scalar?.case === "primitive" ? scalar.value.value : undefined;
  return primitive?.case === "boolean" ? primitive.value : undefined;
}
