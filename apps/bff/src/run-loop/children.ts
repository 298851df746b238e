/**
 * The executions that launch plan nodes are (execution.md §4.2): launched under a name made from the node's lineage, so
 * that a second launch finds the first, and ended with their parent.
 *
 * Nothing here waits. Each command is answered as things stand, and carried out again when its child has ended (loop.ts).
 */
import { create, fromBinary } from "@bufbuild/protobuf";
import type { Command } from "@skein/engine/command";
import type { ChildOutcome, RunError } from "@skein/engine/event";
import type { ErrorKind } from "@skein/engine/run";
import {
  type ExecutionCreateRequest,
  ExecutionCreateRequestSchema,
  ExecutionMetadata_ExecutionMode,
  ExecutionSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { ExecutionError_ErrorKind } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  NodeExecutionIdentifierSchema,
  ResourceType,
  WorkflowExecutionIdentifierSchema,
} from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { parseIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import { recoverRequest } from "../admin/continued-execution.ts";
import type { Launcher } from "../admin/launcher.ts";
import type { Database } from "../store/database.ts";
import { readExecutionError } from "../store/execution-error.ts";
import { findExecution, findExecutionById } from "../store/executions.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import type { ExecutionRow } from "../store/tables.ts";
import type { LiveRun } from "./live-run.ts";
import type { Values } from "./values.ts";

export type LaunchChild = Command & { kind: "launchChild" };
export type TerminateChild = Command & { kind: "terminateChild" };

/** What can be said of a child; undefined when there is nothing new. */
type ChildNews =
  | { readonly kind: "childLaunched" }
  | { readonly kind: "childEnded"; readonly outcome: ChildOutcome }
  | undefined;

export interface Children {
  launch(run: LiveRun, command: LaunchChild): Promise<ChildNews>;
  terminate(run: LiveRun, command: TerminateChild): Promise<ChildNews>;
}

interface ChildrenParts {
  readonly db: Database;
  readonly values: Values;
  readonly launcher: Pick<Launcher, "launch" | "terminate">;
}

export function openChildren({ db, values, launcher }: ChildrenParts): Children {
  const childOf = ({ name: { project, domain } }: LiveRun, name: string) =>
    findExecution(db, { project, domain, name });

  return {
    async launch(run, command) {
      const known = childOf(run, command.name);
      const inputs = known ? undefined : await readInputs(command);
      if (!isAwaited(run, command)) return undefined;
      try {
        const child = known ?? childOf(run, command.name) ?? launcher.launch(requestFor(run, command, inputs));
        if (child.parent_node_execution_id !== findNodeExecution(db, run.id, command.parent)?.id)
          return refused(`Execution ${command.name} exists already, and is not of this node`);
        if (child.ended_at === null) return { kind: "childLaunched" };
        return { kind: "childEnded", outcome: await outcomeOf(child, command) };
      } catch (reason) {
        if (reason instanceof Problem && reason.kind !== "unavailable") return refused(reason.message);
        throw reason;
      }
    },
    async terminate(run, { name, parent: node, reason }) {
      const child = childOf(run, name);
      if (
        child &&
        child.ended_at === null &&
        child.parent_node_execution_id === findNodeExecution(db, run.id, node)?.id
      ) {
        const { project, domain, execution } = run.name;
        const owner = `${project}:${domain}:${execution}`;
        const cause = `cascading abort as parent execution id [${owner}] aborted, reason [${reason}]`;
        launcher.terminate(create(WorkflowExecutionIdentifierSchema, { project, domain, name }), cause);
        return undefined;
      }
      return { kind: "childEnded", outcome: { kind: "failed", error: abortedError(name, reason) } };
    },
  };

  function requestFor(run: LiveRun, command: LaunchChild, inputs: LiteralMap | undefined): ExecutionCreateRequest {
    const { name, parent: node, recovers } = command;
    const source = recovers === undefined ? undefined : childOf(run, recovers);
    if (!source) return requestOf(db, run, command, inputs);
    const { project, domain, execution } = run.name;
    const parent = create(NodeExecutionIdentifierSchema, {
      nodeId: node,
      executionId: { project, domain, name: execution },
    });
    return recoverRequest(source, { name, parent });
  }

  function readInputs({ inputs, subNode }: LaunchChild): Promise<LiteralMap | undefined> {
    return subNode ? values.readElement(inputs, subNode) : values.read(inputs);
  }

  async function outcomeOf(child: ExecutionRow, { to }: LaunchChild): Promise<ChildOutcome> {
    if (child.phase === "SUCCEEDED") {
      const outputs = child.outputs_uri === null ? undefined : await values.read(child.outputs_uri);
      if (outputs) await values.write(to, outputs);
      return { kind: "succeeded" };
    }
    const error = readExecutionError(child.error);
    if (child.phase !== "FAILED" || !error)
      return { kind: "failed", error: abortedError(child.execution_name, child.abort_cause ?? "") };
    const { code, message } = error;
    return { kind: "failed", error: { code, message, kind: kinds[error.kind] } };
  }
}

const kinds = {
  [ExecutionError_ErrorKind.UNKNOWN]: "UNKNOWN",
  [ExecutionError_ErrorKind.USER]: "USER",
  [ExecutionError_ErrorKind.SYSTEM]: "SYSTEM",
} as const satisfies Record<ExecutionError_ErrorKind, ErrorKind>;

/** The node may have been stopped while its inputs were read: what is launched then would never be ended. */
function isAwaited({ run }: LiveRun, { node: key, attempt }: LaunchChild): boolean {
  const subNode = run.subNodes.get(key);
  if (subNode) return subNode.ending === undefined && subNode.array.array?.attempt[subNode.index] === attempt;
  const node = run.live.get(key);
  return node?.stage === "child" && node.attempt === attempt && node.ending === undefined;
}

/** A child takes over what its parent was launched with, and the parallelism as a budget of its own. */
function requestOf(
  db: Database,
  run: LiveRun,
  { name, parent: node, launchPlan }: LaunchChild,
  inputs: LiteralMap | undefined,
): ExecutionCreateRequest {
  const { project, domain, execution } = run.name;
  const row = findExecutionById(db, run.id);
  const own = row ? fromBinary(ExecutionSpecSchema, row.spec) : create(ExecutionSpecSchema);
  const { labels, annotations, securityContext, rawOutputDataConfig, envs, interruptible } = own;
  return create(ExecutionCreateRequestSchema, {
    project,
    domain,
    name,
    inputs: inputs ?? create(LiteralMapSchema),
    spec: {
      launchPlan: parseIdentifier(launchPlan, ResourceType.LAUNCH_PLAN),
      metadata: {
        mode: ExecutionMetadata_ExecutionMode.CHILD_WORKFLOW,
        parentNodeExecution: { nodeId: node, executionId: { project, domain, name: execution } },
      },
      maxParallelism: own.maxParallelism,
      overwriteCache: own.overwriteCache,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(securityContext && { securityContext }),
      ...(rawOutputDataConfig && { rawOutputDataConfig }),
      ...(envs && { envs }),
      ...(interruptible !== undefined && { interruptible }),
    },
  });
}

function refused(message: string): ChildNews {
  const error: RunError = { kind: "USER", code: "RuntimeExecutionError", message };
  return { kind: "childEnded", outcome: { kind: "failed", error } };
}

function abortedError(name: string, cause: string): RunError {
  const message = `child execution ${name} was aborted: ${cause}`;
  return { kind: "USER", code: "RemoteChildWorkflowExecutionFailed", message };
}
