/** What gates wait for. */
import { defect, type Mode, type Report } from "./findings.ts";
import type { NodeGroup, NodeRecord } from "./node-tree.ts";
import { into } from "./trail.ts";

/** Reports gates that share a signal or name none: signals are sent to an execution by their id alone. */
export function checkSignals(groups: readonly NodeGroup[], mode: Mode, report: Report): void {
  const waiting = new Map<string, NodeRecord>();
  for (const { records } of groups) for (const record of records) checkSignal(record, waiting, mode, report);
}

function checkSignal(record: NodeRecord, waiting: Map<string, NodeRecord>, mode: Mode, report: Report): void {
  const { target } = record.node;
  if (target.case !== "gateNode") return;
  const { condition } = target.value;
  if (condition.case !== "signal" && condition.case !== "approve") return;
  const { signalId } = condition.value;
  const first = waiting.get(signalId);
  if (signalId !== "" && !first) {
    waiting.set(signalId, record);
    return;
  }
  const gate = into(record.at, "gateNode", condition.case);
  report({
    code: "SignalId",
    facts: { signalId },
    severity: defect(mode),
    nodeId: record.id,
    at: signalId === "" ? gate : into(gate, "signalId"),
    message: first
      ? `Gates ${first.id} and ${record.id} wait for one signal, "${signalId}"`
      : `Gate ${record.id} waits for a signal without an id, which nobody can send`,
    related: first ? [{ at: first.at, message: `Gate ${first.id}` }] : [],
  });
}
