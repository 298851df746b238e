/** The gate nodes of a closure: what they wait for, as data and in words. */
import { create } from "@bufbuild/protobuf";
import { durationToMs } from "@skein/spec/duration";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import type { GateNode } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { formatLiteralType } from "@skein/spec/literal-type";

export type GatePlan =
  | { readonly kind: "sleep"; readonly ms: number }
  /** Its inputs become its outputs once somebody says yes. */
  | { readonly kind: "approve"; readonly signal: string }
  /** What somebody says becomes its one output. */
  | { readonly kind: "signal"; readonly signal: string; readonly type: LiteralType; readonly variable: string };

/** Undefined where the gate has no condition: nothing a compiler lets by. */
export function gateOf({ condition }: GateNode): GatePlan | undefined {
  switch (condition.case) {
    case "sleep": {
      const { duration } = condition.value;
      return { kind: "sleep", ms: duration === undefined ? 0 : Math.max(0, durationToMs(duration)) };
    }
    case "approve":
      return { kind: "approve", signal: condition.value.signalId };
    case "signal": {
      const { signalId, type, outputVariableName: variable } = condition.value;
      return { kind: "signal", signal: signalId, type: type ?? create(LiteralTypeSchema), variable };
    }
    case undefined:
      return undefined;
  }
}

const boolean: LiteralType = create(LiteralTypeSchema, { type: { case: "simple", value: SimpleType.BOOLEAN } });

/** The type of what a gate waits for. */
export function signalType(gate: Exclude<GatePlan, { kind: "sleep" }>): LiteralType {
  return gate.kind === "approve" ? boolean : gate.type;
}

/** What a gate that waits for somebody waits for. */
export interface Gate {
  readonly kind: "gate";
  readonly signal: string;
  readonly wanted: "approval" | "value";
  readonly text: string;
}

export function whyGate(gate: Exclude<GatePlan, { kind: "sleep" }>): Gate {
  const { signal } = gate;
  return gate.kind === "approve"
    ? { kind: "gate", signal, wanted: "approval", text: `Waits for an approval: signal ${signal}.` }
    : {
        kind: "gate",
        signal,
        wanted: "value",
        text: `Waits for a value of type ${formatLiteralType(gate.type)}: signal ${signal}.`,
      };
}
