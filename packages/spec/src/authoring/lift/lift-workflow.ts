/** WorkflowSpec → a workflow of the concise form. Its sub-workflows are workflows of their own. */
import type { WorkflowSpec } from "../../gen/flyteidl/admin/workflow_pb.js";
import type { ParameterMap } from "../../gen/flyteidl/core/interface_pb.js";
import { failureNodeId, failurePolicies } from "../lower-workflow.ts";
import { liftDescription } from "./lift-metadata.ts";
import { liftNode } from "./lift-node.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { liftOutputs } from "./lift-output.ts";
import type { LiftScope } from "./lift-scope.ts";
import { liftVariables } from "./lift-type.ts";
import { type Fields, fields } from "./lift-written.ts";

/**
 * @param parameters of its default launch plan, which become the defaults of its inputs
 * @param made names of the tasks that its nodes make; filled here
 * @throws NotSayable where the form has no words for it
 */
export function liftWorkflow(
  { template, description }: WorkflowSpec,
  parameters: ParameterMap | undefined,
  scope: LiftScope,
  made: Set<string>,
): Fields {
  if (!template) throw new NotSayable("it has no template");
  const context = { scope, made };
  const nodes = new Map(template.nodes.map((node) => [node.id, liftNode(node, context)]));
  if (nodes.size < template.nodes.length) throw new NotSayable("two of its nodes have the same id");
  const failure = template.failureNode;
  if (failure && failure.id !== failureNodeId) {
    throw new NotSayable(`its failure node has an id of its own, ${JSON.stringify(failure.id)}`);
  }
  const policy = Object.entries(failurePolicies).find(([, each]) => each === template.metadata?.onFailure)?.[0];
  return fields({
    description: liftDescription(description),
    inputs: liftVariables(template.interface?.inputs, parameters),
    nodes,
    outputs: liftOutputs(template, scope),
    onFailure: failure && liftNode(failure, context),
    failurePolicy: template.metadata?.onFailure ? policy : undefined,
    interruptible: template.metadataDefaults?.interruptible || undefined,
  });
}
