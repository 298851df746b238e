import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ExecutionEvent,
  ExecutionEventSchema,
  type ExecutionView,
  ExecutionEvent_Notice as Notice,
} from "@skein/spec/gen/skein/console/v1/console_pb";

type Change = ExecutionEvent["change"];
type More = Pick<MessageInitShape<typeof ExecutionEventSchema>, "path" | "nodeId" | "attempt" | "reason" | "actor">;

/** The history that leads to a view: of its nodes and attempts, and how it was launched. */
export function seedEvents({ execution, nodes }: ExecutionView): ExecutionEvent[] {
  const found: ExecutionEvent[] = [];
  const add = (at: ExecutionEvent["at"], change: Change, more: More = {}) =>
    at && found.push(create(ExecutionEventSchema, { at, change, ...more }));
  add(execution?.createdAt, { case: "notice", value: Notice.LAUNCHED }, { actor: execution?.principal ?? "" });
  add(execution?.startedAt, { case: "execution", value: ExecutionPhase.RUNNING });
  for (const { path, id, phase, queuedAt, startedAt, endedAt, errorHead, reason, attempts } of nodes) {
    const own = { path, nodeId: id };
    add(queuedAt, { case: "node", value: Phase.QUEUED }, own);
    add(startedAt, { case: "node", value: Phase.RUNNING }, own);
    for (const { attempt, history } of attempts)
      for (const change of history) add(change.at, { case: "task", value: change.phase }, { ...own, attempt, reason });
    add(endedAt, { case: "node", value: phase }, { ...own, reason: errorHead });
  }
  const sorted = found.toSorted((a, b) => (a.at && b.at ? timestampMs(a.at) - timestampMs(b.at) : 0));
  for (const [number, event] of sorted.entries()) event.number = BigInt(number);
  return sorted;
}
