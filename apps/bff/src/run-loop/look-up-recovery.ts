/** What the source of a recovering execution has of a node (execution.md §1.9); what it has is copied, never moved. */
import type { Command } from "@skein/engine/command";
import type { Recovered } from "@skein/engine/event";
import { checkpointUri } from "@skein/engine/paths";
import type { Uri } from "@skein/engine/run";
import { cacheRecordOf } from "../store/catalog-key.ts";
import type { Database } from "../store/database.ts";
import { findDynamicWorkflow } from "../store/dynamic-workflows.ts";
import { findChildExecution } from "../store/executions.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import type { NodeExecutionRow } from "../store/tables.ts";
import { findTaskExecution } from "../store/task-executions.ts";
import type { LiveRun } from "./live-run.ts";
import type { Values } from "./values.ts";

type LookUp = Command & { kind: "lookUpRecovery" };

export async function lookUpRecovery(
  { db, values }: { readonly db: Database; readonly values: Values },
  { source }: LiveRun,
  { node, source: name, inputs, outputs, futures, isRead }: LookUp,
): Promise<Recovered> {
  const row = source && findNodeExecution(db, source.id, node);
  if (!row) return anew(`It did not run in ${name}.`);
  switch (row.phase) {
    case "SUCCEEDED":
    case "RECOVERED": {
      const hasOutputs = row.output_uri !== null && (await values.copy(row.output_uri, outputs));
      if (isRead && !hasOutputs) return anew(`It succeeded in ${name}, but its outputs are gone.`);
      if (row.input_uri !== null) await values.copy(row.input_uri, inputs);
      const cache = cacheRecordOf(row);
      return { kind: "reused", from: row.recovered_from ?? name, outputs: hasOutputs, ...(cache && { cache }) };
    }
    case "SKIPPED":
    case "QUEUED":
    case "RUNNING":
    case "FAILING":
    case "FAILED":
    case "ABORTED":
    case "TIMED_OUT":
    case "DYNAMIC_RUNNING": {
      const child = findChildExecution(db, row.id);
      const asked = futuresOf(db, row);
      const hasTask = findTaskExecution(db, row.id, row.attempt) !== undefined;
      return {
        ...anew(`${ended[row.phase]} in ${name}.`),
        ...(hasTask && { checkpoint: checkpointUri({ ...source, execution: name }, node, row.attempt) }),
        ...(asked && (await values.copy(asked, futures)) && { futures }),
        ...(child && { child: child.execution_name }),
      };
    }
  }
}

/** What the newest attempt's task had asked for; an attempt after one that asked may not have come so far. */
function futuresOf(db: Database, row: NodeExecutionRow): Uri | undefined {
  const dynamic = row.is_dynamic ? findDynamicWorkflow(db, row) : undefined;
  return dynamic?.attempt === row.attempt ? dynamic.futures_uri : undefined;
}

const anew = (reason: string) => ({ kind: "anew" as const, reason });

const ended = {
  SKIPPED: "It was skipped",
  QUEUED: "It had not ended",
  RUNNING: "It had not ended",
  FAILING: "It had not ended",
  DYNAMIC_RUNNING: "It had not ended",
  FAILED: "It failed",
  ABORTED: "It was aborted",
  TIMED_OUT: "It timed out",
} as const satisfies Record<Exclude<NodeExecutionRow["phase"], "SUCCEEDED" | "RECOVERED">, string>;
