import { create } from "@bufbuild/protobuf";
import { gateOf, signalType } from "@skein/engine/gate-plan";
import { type Gate, GateSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { NodeExecutionRow } from "../../store/tables.ts";
import type { Drawn } from "./closure.ts";

/** What a node waits for somebody to say; undefined for one that does not, or no longer. */
export function gateView(drawn: Drawn, path: string, row: NodeExecutionRow | undefined): Gate | undefined {
  const target = drawn.templates.get(path)?.target;
  if (row?.phase !== "RUNNING" || target?.case !== "gateNode") return undefined;
  const gate = gateOf(target.value);
  if (!gate || gate.kind === "sleep") return undefined;
  return create(GateSchema, { signalId: gate.signal, type: signalType(gate), isApproval: gate.kind === "approve" });
}
