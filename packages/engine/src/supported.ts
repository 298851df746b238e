/**
 * Which workflows the engine can run: all but those with array nodes over something else than a task or a launch plan.
 *
 * Everything else is refused before an execution exists, in words, rather than failed half-way through.
 */
import { type Diagnostic, diagnostic } from "@skein/spec/diagnostic";
import type { CompiledWorkflow, CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import { armNodes } from "./branch-plan.ts";

/** A workflow with nodes of a kind the engine does not run. */
export class UnsupportedNode extends Problem {
  readonly kind = "precondition";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => each.message).join("\n"));
    this.diagnostics = diagnostics;
  }
}

/**
 * What keeps a closure from being run: one diagnostic for each such node, of the primary workflow and every workflow
 * it reaches; empty when it can be run.
 */
export function supportedBy(closure: CompiledWorkflowClosure): Diagnostic[] {
  const byId = new Map(closure.subWorkflows.map((each) => [formatIdentifier(each.template?.id), each]));
  const found: Diagnostic[] = [];
  const seen = new Set<CompiledWorkflow>();
  const left = closure.primary === undefined ? [] : [closure.primary];
  for (let workflow = left.pop(); workflow !== undefined; workflow = left.pop()) {
    if (seen.has(workflow)) continue;
    seen.add(workflow);
    const entity = formatIdentifier(workflow.template?.id);
    const nodes = [...(workflow.template?.nodes ?? [])];
    if (workflow.template?.failureNode !== undefined) nodes.push(workflow.template.failureNode);
    for (const node of nodes) {
      nodes.push(...armNodes(node));
      const kind = unsupportedKind(node);
      if (kind !== undefined) found.push(unsupported(entity, node.id, kind));
      const called = subWorkflowOf(node);
      const sub = called === undefined ? undefined : byId.get(called);
      if (sub !== undefined) left.push(sub);
    }
  }
  return found;
}

function unsupported(entity: string, nodeId: string, kind: string): Diagnostic {
  return diagnostic({
    code: "UnsupportedNode",
    entity,
    nodeId,
    message: `Node ${nodeId} of workflow ${entity} is ${kind}, which cannot be run yet.`,
    data: { kind },
    hints: [{ text: "Map over a task, or over a launch plan of the workflow." }],
  });
}

function unsupportedKind({ target }: Node): string | undefined {
  switch (target.case) {
    case undefined: // start-node and end-node
    case "taskNode":
    case "branchNode":
    case "gateNode":
    case "workflowNode":
      return undefined;
    case "arrayNode":
      return unsupportedSubNode(target.value.node);
  }
}

function unsupportedSubNode(each: Node | undefined): string | undefined {
  const kind = each?.target.case;
  if (kind === "taskNode") return undefined;
  if (each?.target.case === "workflowNode" && each.target.value.reference.case === "launchplanRef") return undefined;
  const names = {
    workflowNode: "a sub-workflow",
    branchNode: "a branch",
    gateNode: "a gate",
    arrayNode: "an array node",
  };
  return `an array node over ${kind === undefined ? "nothing" : names[kind]}`;
}

/** Identifier text of the sub-workflow a node calls; undefined when it calls none. */
export function subWorkflowOf({ target }: Node): string | undefined {
  if (target.case !== "workflowNode" || target.value.reference.case !== "subWorkflowRef") return undefined;
  return formatIdentifier(target.value.reference.value);
}
