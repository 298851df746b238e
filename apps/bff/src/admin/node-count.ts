/** How many nodes a workflow has on all levels, as a graph draws them: start and end nodes left out. */
import type { CompiledWorkflow, CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { identifierKey } from "@skein/spec/identifier";

/** A sub-workflow counts once for each node that calls it. */
export function countNodes({ primary, subWorkflows }: CompiledWorkflowClosure): number {
  const byKey = new Map(
    subWorkflows.flatMap((each) => (each.template?.id ? [[identifierKey(each.template.id), each]] : [])),
  );
  const known = new Map<CompiledWorkflow, number>();

  function countWorkflow(workflow: CompiledWorkflow | undefined): number {
    if (!workflow) return 0;
    const counted = known.get(workflow);
    if (counted !== undefined) return counted;
    known.set(workflow, 0); // a workflow that calls itself does not compile; counting it must end all the same
    const nodes = workflow.template?.nodes.filter(({ id }) => id !== "start-node" && id !== "end-node") ?? [];
    const count = nodes.reduce((sum, node) => sum + countNode(node), 0);
    known.set(workflow, count);
    return count;
  }

  function countNode(node: Node): number {
    const { target } = node;
    if (target.case === "workflowNode" && target.value.reference.case === "subWorkflowRef")
      return 1 + countWorkflow(byKey.get(identifierKey(target.value.reference.value)));
    if (target.case === "branchNode") {
      const { ifElse } = target.value;
      const blocks = [ifElse?.case, ...(ifElse?.other ?? [])].map((block) => block?.thenNode);
      const arms = ifElse?.default.case === "elseNode" ? [...blocks, ifElse.default.value] : blocks;
      return 1 + arms.reduce((sum, arm) => sum + (arm ? countNode(arm) : 0), 0);
    }
    return 1;
  }

  return countWorkflow(primary);
}
