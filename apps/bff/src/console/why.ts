import { create } from "@bufbuild/protobuf";
import { uniqueNodeId } from "@skein/engine/node-id";
import type { TaskKey } from "@skein/engine/run";
import { Why_State as State, type Why, WhySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { RunLoop } from "../run-loop/loop.ts";
import type { Runner } from "../runner/runner.ts";
import type { Database } from "../store/database.ts";
import { nodeExecutionsAt } from "../store/node-executions.ts";
import type { ExecutionRow, NodeExecutionRow } from "../store/tables.ts";
import type { ValueReader } from "./values.ts";
import { waitMessage, whyMessage } from "./views/why-view.ts";

interface WhyParts {
  readonly db: Database;
  readonly loop: Pick<RunLoop, "why">;
  readonly runner: Pick<Runner, "waitOf">;
  readonly values: ValueReader;
}

/** Why a node is in the phase it is in; undefined when there is nothing to explain. */
export async function whyOf(
  { db, loop, runner, values }: WhyParts,
  execution: ExecutionRow,
  path: string,
  row: NodeExecutionRow | undefined,
): Promise<Why | undefined> {
  // An ended run is rebuilt from its whole journal: not for what its rows say already.
  if (execution.ended_at !== null && row?.phase !== "SKIPPED")
    return row ? undefined : plain(State.NEVER_STARTED, "Not started: the execution ended before.");
  const key = row?.node_id ?? keyAt(db, execution.id, path);
  if (key === undefined) return plain(State.PARENT_NOT_BEGUN, `Not started: ${parentOf(path)} has not begun.`);
  const why = loop.why(execution.id, key);
  if (!why) return undefined;
  const wait = why.kind === "task" ? runner.waitOf(attemptKey(execution, key, why.attempt)) : undefined;
  if (wait) return waitMessage(wait, why.text);
  const branch = why.kind === "notTaken" ? nodeExecutionsAt(db, execution.id, parentOf(path)).at(-1) : undefined;
  return whyMessage(why, branch && (await values.read(branch.input_uri)));
}

const plain = (state: State, text: string): Why => create(WhySchema, { text, kind: { case: "state", value: state } });

const attemptKey = (row: ExecutionRow, node: string, attempt: number): TaskKey => ({
  project: row.execution_project,
  domain: row.execution_domain,
  execution: row.execution_name,
  node,
  attempt,
});

/** The id a node without a row will have; undefined while the node it is inside has not begun. */
function keyAt(db: Database, executionId: number, path: string): string | undefined {
  if (!path.includes("/")) return uniqueNodeId(undefined, path);
  const parent = nodeExecutionsAt(db, executionId, parentOf(path)).at(-1);
  return (
    parent && uniqueNodeId({ key: parent.node_id, attempt: parent.attempt }, path.slice(path.lastIndexOf("/") + 1))
  );
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));
