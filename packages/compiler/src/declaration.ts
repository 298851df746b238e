/**
 * Where a variable is declared, to be shown beside what is wrong with its use.
 */
import { identifierKey } from "@skein/spec/identifier";
import type { Finding } from "./findings.ts";
import { endNodeId, startNodeId } from "./node-tree.ts";
import type { WorkflowScope } from "./scope.ts";
import { into } from "./trail.ts";

type Related = NonNullable<Finding<"MismatchingTypes">["related"]>;

/** Where an output that is read comes from: the workflow's input, the sub-workflow's output, else the node. */
export function providerPlace(providerId: string, variable: string, within: WorkflowScope): Related {
  const { workflow, nodes, scope } = within;
  if (providerId === startNodeId) {
    if (!Object.hasOwn(workflow.template.interface?.inputs?.variables ?? {}, variable)) return [];
    const at = into(workflow.root, "interface", "inputs", "variables", variable);
    return [{ at, message: `Input ${variable} of the workflow` }];
  }
  const provider = nodes.get(providerId);
  if (!provider) return [];
  const target = provider.node.target.case === "workflowNode" ? provider.node.target.value.reference : undefined;
  const sub = target?.case === "subWorkflowRef" ? scope.workflows.byKey.get(identifierKey(target.value)) : undefined;
  if (sub && Object.hasOwn(sub.template.interface?.outputs?.variables ?? {}, variable)) {
    const at = into(sub.root, "interface", "outputs", "variables", variable);
    return [{ at, message: `Output ${variable} of sub-workflow ${sub.entity}` }];
  }
  return [{ at: provider.at, message: `Node ${providerId}, which makes ${variable}` }];
}

/** Where what is bound is declared, for the outputs of the workflow. */
export function consumerPlace(consumer: string, variable: string, { workflow }: WorkflowScope): Related {
  if (consumer !== endNodeId) return [];
  if (!Object.hasOwn(workflow.template.interface?.outputs?.variables ?? {}, variable)) return [];
  const at = into(workflow.root, "interface", "outputs", "variables", variable);
  return [{ at, message: `Output ${variable} of the workflow` }];
}
