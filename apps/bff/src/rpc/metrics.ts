import { getExecution } from "../admin/lookups.ts";
import { requireExecutionId } from "../admin/request-checks.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";
import { executionSpan } from "./spans/execution-span.ts";

export const metricsRpc = ({ db }: RpcParts): AdminHandlers => ({
  getExecutionMetrics({ id, depth }) {
    return { span: executionSpan(db, getExecution(db, requireExecutionId(id)), depth) };
  },
});
