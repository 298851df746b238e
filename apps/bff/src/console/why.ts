import { uniqueNodeId } from "@skein/engine/node-id";
import type { RunLoop } from "../run-loop/loop.ts";
import type { Database } from "../store/database.ts";
import { nodeExecutionsAt } from "../store/node-executions.ts";
import type { ExecutionRow, NodeExecutionRow } from "../store/tables.ts";

/** Why a node is in the phase it is in; empty when there is nothing to explain. */
export function whyOf(
  db: Database,
  loop: Pick<RunLoop, "why">,
  execution: ExecutionRow,
  path: string,
  row: NodeExecutionRow | undefined,
): string[] {
  if (row?.phase === "SKIPPED" && row.reason !== "") return [row.reason];
  // An ended run is rebuilt from its whole journal: not for what its rows say already.
  if (execution.ended_at !== null && row?.phase !== "SKIPPED") return row ? [] : [neverStarted];
  const key = row?.node_id ?? keyAt(db, execution.id, path);
  const reason = key === undefined ? parentNotOpen(path) : loop.why(execution.id, key);
  return reason ? [reason] : [];
}

/** The id a node without a row will have; undefined while the node it is inside has not begun. */
function keyAt(db: Database, executionId: number, path: string): string | undefined {
  const at = path.lastIndexOf("/");
  if (at < 0) return uniqueNodeId(undefined, path);
  const parent = nodeExecutionsAt(db, executionId, path.slice(0, at)).at(-1);
  return parent && uniqueNodeId({ key: parent.node_id, attempt: parent.attempt }, path.slice(at + 1));
}

const neverStarted = "Not started: the execution ended before.";

const parentNotOpen = (path: string): string => `Not started: ${path.slice(0, path.lastIndexOf("/"))} has not begun.`;
