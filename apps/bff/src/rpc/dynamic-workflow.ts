import { fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import type { DynamicWorkflowNodeMetadataSchema } from "@skein/spec/gen/flyteidl/admin/node_execution_pb";
import { type CompiledWorkflowClosure, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../store/database.ts";
import { findDynamicWorkflow, readDynamicClosure } from "../store/dynamic-workflows.ts";
import { findOrigin } from "../store/node-executions.ts";
import type { NodeExecutionRow } from "../store/tables.ts";

class NotDynamic extends Problem {
  readonly kind = "notFound";
}

/**
 * What a dynamic node runs, by its newest attempt that asked for nodes, or ran where it was recovered from; undefined for
 * other nodes, and before.
 */
export function toDynamicWorkflow(
  db: Database,
  node: NodeExecutionRow,
): MessageInitShape<typeof DynamicWorkflowNodeMetadataSchema> | undefined {
  const found = findDynamic(db, node);
  if (!found) return undefined;
  const { closure: compiledWorkflow, futuresUri: dynamicJobSpecUri } = found;
  const id = compiledWorkflow.primary?.template?.id;
  return { ...(id && { id }), compiledWorkflow, dynamicJobSpecUri };
}

/** The closure of it, and where the task asked for that. */
export function findDynamic(
  db: Database,
  node: NodeExecutionRow,
): { readonly closure: CompiledWorkflowClosure; readonly futuresUri: string } | undefined {
  const origin = findOrigin(db, node);
  const found = origin?.is_dynamic === 1 ? findDynamicWorkflow(db, origin) : undefined;
  const bytes = found && readDynamicClosure(db, found.digest);
  if (!found || !bytes) return undefined;
  return { closure: fromBinary(CompiledWorkflowClosureSchema, bytes), futuresUri: found.futures_uri };
}

/** @throws NotDynamic for a node that is not dynamic, or not yet */
export function requireDynamicWorkflow(db: Database, node: NodeExecutionRow) {
  const found = toDynamicWorkflow(db, node);
  if (!found) throw new NotDynamic("node does not contain dynamic workflow");
  return found;
}
