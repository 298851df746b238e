/** Running one node of an execution by itself: its task, workflow or launch plan, from the inputs the node had. */
import { create } from "@bufbuild/protobuf";
import type { ExecutionCreateRequest } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Node, TaskNodeOverrides } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { ExecutionRow } from "../store/tables.ts";
import { nodeRequest } from "./continued-execution.ts";
import { RerunRefused } from "./rerun.ts";

export interface NodeLaunch {
  /** A launch plan or a task. */
  readonly target: Identifier;
  /** What the node sets for its task. */
  readonly overrides: TaskNodeOverrides | undefined;
}

/**
 * What launches the node by itself.
 *
 * @param launchPlanFor the launch plan of a workflow, by its identifier
 * @throws RerunRefused where nothing does
 */
export function launchOf(node: Node, launchPlanFor: (workflow: Identifier) => Identifier): NodeLaunch {
  const { target } = node;
  if (target.case === "taskNode" && target.value.reference.case === "referenceId")
    return { target: target.value.reference.value, overrides: target.value.overrides };
  if (target.case === "workflowNode" && target.value.reference.case === "subWorkflowRef")
    return { target: launchPlanFor(target.value.reference.value), overrides: undefined };
  if (target.case === "workflowNode" && target.value.reference.case === "launchplanRef")
    return { target: target.value.reference.value, overrides: undefined };
  throw new RerunRefused(`Node ${node.id} is nothing that can be launched by itself; run the execution from it on`);
}

export interface NodeRerun {
  readonly path: string;
  /** What the node read. */
  readonly had: LiteralMap | undefined;
  /** In place of what it read, by name. */
  readonly inputs: LiteralMap | undefined;
  readonly name: string;
  readonly overwriteCache: boolean;
}

/** @throws RerunRefused when the node never had inputs, or they are gone */
export function rerunNodeRequest(
  source: ExecutionRow,
  target: Identifier,
  { path, had, inputs, name, overwriteCache }: NodeRerun,
): ExecutionCreateRequest {
  if (!had) {
    const why = "it has not been reached, or its inputs were removed";
    throw new RerunRefused(`Node ${path} of ${source.execution_name} has no inputs stored: ${why}`);
  }
  const given = create(LiteralMapSchema, { literals: { ...had.literals, ...inputs?.literals } });
  return nodeRequest(source, { target, inputs: given, name, overwriteCache });
}
