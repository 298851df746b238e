/**
 * Launching an execution once more (admin-api.md §3.5): what it was asked for, with its own inputs, and a reference to it.
 *
 * The new one is nobody's child, whoever the old one was launched by; a node that recovers its child names itself.
 */
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type ExecutionCreateRequest,
  ExecutionCreateRequestSchema,
  type ExecutionMetadata,
  ExecutionMetadata_ExecutionMode,
  ExecutionMetadataSchema,
  ExecutionSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import {
  type Identifier,
  type NodeExecutionIdentifier,
  WorkflowExecutionIdentifierSchema,
} from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { ExecutionRow } from "../store/tables.ts";

/** Everything runs again. */
export function relaunchRequest(
  source: ExecutionRow,
  { name, overwriteCache }: { readonly name: string; readonly overwriteCache: boolean },
): ExecutionCreateRequest {
  const request = continued(source, name, { mode: ExecutionMetadata_ExecutionMode.RELAUNCH });
  if (request.spec) request.spec.overwriteCache = overwriteCache;
  return request;
}

export interface RecoverOptions {
  readonly name: string;
  /** The node it is launched by. */
  readonly parent?: NodeExecutionIdentifier | undefined;
  /** In place of the source's. */
  readonly inputs?: LiteralMap | undefined;
}

/** What has finished is taken over (execution.md §1.9); the source may still run, as upstream allows. */
export function recoverRequest(source: ExecutionRow, { name, parent, inputs }: RecoverOptions): ExecutionCreateRequest {
  const mode = ExecutionMetadata_ExecutionMode.RECOVERED;
  const request = continued(source, name, { mode, ...(parent && { parentNodeExecution: parent }) });
  return inputs ? create(ExecutionCreateRequestSchema, { ...request, inputs }) : request;
}

/** Something of the execution is launched by itself, with inputs of its own. */
export function nodeRequest(
  source: ExecutionRow,
  {
    target,
    inputs,
    name,
    overwriteCache,
  }: {
    readonly target: Identifier;
    readonly inputs: LiteralMap;
    readonly name: string;
    readonly overwriteCache: boolean;
  },
): ExecutionCreateRequest {
  const request = relaunchRequest(source, { name, overwriteCache });
  if (request.spec) request.spec.launchPlan = target;
  request.inputs = inputs;
  return request;
}

function continued(
  source: ExecutionRow,
  name: string,
  metadata: Partial<Pick<ExecutionMetadata, "mode" | "parentNodeExecution">>,
): ExecutionCreateRequest {
  const { execution_project: project, execution_domain: domain, execution_name } = source;
  const referenceExecution = create(WorkflowExecutionIdentifierSchema, { project, domain, name: execution_name });
  const spec = fromBinary(ExecutionSpecSchema, source.spec);
  spec.metadata = create(ExecutionMetadataSchema, { ...metadata, referenceExecution });
  return create(ExecutionCreateRequestSchema, {
    project,
    domain,
    name,
    spec,
    inputs: fromBinary(LiteralMapSchema, source.user_inputs),
  });
}
