import { create } from "@bufbuild/protobuf";
import type { ServiceImpl } from "@connectrpc/connect";
import { type Signal, SignalSchema } from "@skein/spec/gen/flyteidl/admin/signal_pb";
import type { SignalService } from "@skein/spec/gen/flyteidl/service/signal_pb";
import { getExecution } from "../admin/lookups.ts";
import { requireExecutionId } from "../admin/request-checks.ts";
import type { NamedSignal } from "../admin/signals.ts";
import { listSignals } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import { signalTypeOf, signalValueOf } from "../store/signals.ts";
import { toExecutionId } from "./execution-messages.ts";
import type { RpcParts } from "./parts.ts";

export const signalsRpc = ({ db, signals }: RpcParts): ServiceImpl<typeof SignalService> => ({
  getOrCreateSignal({ id, type }) {
    return toSignal(signals.getOrCreate(id, type));
  },
  listSignals(request) {
    const page = parseListRequest(request, { rpc: "ListSignals", primary: "signal" });
    const execution = getExecution(db, requireExecutionId(request.workflowExecutionId, "execution_id"));
    const rows = listSignals(db, execution.id, page);
    return { signals: rows.map((row) => toSignal({ execution, row })), token: nextToken(rows.length, page) };
  },
  setSignal({ id, value }) {
    signals.set(id, value);
    return {};
  },
});

function toSignal({ execution, row }: NamedSignal): Signal {
  const value = signalValueOf(row);
  return create(SignalSchema, {
    id: { signalId: row.signal_id, executionId: toExecutionId(execution) },
    type: signalTypeOf(row),
    ...(value && { value }),
  });
}
