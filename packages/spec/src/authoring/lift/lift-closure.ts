/**
 * A compiled workflow → the entities it can have been compiled from, with what compiling changed undone: start and end
 * nodes, the branch's id before the ids of its children, the order of upstream ids.
 *
 * @see packages/compiler/src/emit.ts
 */
import { clone, create } from "@bufbuild/protobuf";
import type { LaunchPlanSpec } from "../../gen/flyteidl/admin/launch_plan_pb.js";
import { TaskSpecSchema } from "../../gen/flyteidl/admin/task_pb.js";
import { WorkflowSpecSchema } from "../../gen/flyteidl/admin/workflow_pb.js";
import type { CompiledWorkflowClosure } from "../../gen/flyteidl/core/compiler_pb.js";
import type { Identifier } from "../../gen/flyteidl/core/identifier_pb.js";
import { type Node, type WorkflowTemplate, WorkflowTemplateSchema } from "../../gen/flyteidl/core/workflow_pb.js";
import { identifierKey } from "../../identifier.ts";
import type { SpecEntity } from "../../spec-entity.ts";
import { allNodes, referencesOf } from "../fill-identifiers.ts";
import { providersOf } from "../lower-switch.ts";
import { workflowFromClosure } from "../registered.ts";
import { childrenOf } from "./lift-switch.ts";

/** A launch plan as a store keeps it. */
export interface PlanOfClosure {
  readonly id: Identifier;
  readonly spec: LaunchPlanSpec;
}

/**
 * Tasks, sub-workflows, the workflow itself and its plans. Compiling the workflow's spec with the tasks, in their order,
 * gives the closure again.
 */
export function entitiesOfClosure(closure: CompiledWorkflowClosure, plans: readonly PlanOfClosure[]): SpecEntity[] {
  const tasks = closure.tasks.flatMap(({ template }): SpecEntity[] =>
    template?.id ? [{ kind: "task", id: template.id, spec: create(TaskSpecSchema, { template }) }] : [],
  );
  const { template: primary, subWorkflows = [] } = workflowFromClosure(closure) ?? {};
  const inner = subWorkflows.map(undoTemplate);
  const entityOf = (template: WorkflowTemplate, carried: readonly WorkflowTemplate[]): SpecEntity[] => {
    const spec = create(WorkflowSpecSchema, { template, subWorkflows: [...carried] });
    return template.id ? [{ kind: "workflow", id: template.id, spec }] : [];
  };
  return [
    ...tasks,
    ...inner.flatMap((template) => entityOf(template, carriedBy(template, inner))),
    ...(primary ? entityOf(undoTemplate(primary), inner) : []),
    ...plans.map(({ id, spec }): SpecEntity => ({ kind: "launchPlan", id, spec })),
  ];
}

/** The sub-workflows a template uses, each before those it uses itself, in the order of lowering. */
function carriedBy(template: WorkflowTemplate, all: readonly WorkflowTemplate[]): WorkflowTemplate[] {
  const carried = new Set<WorkflowTemplate>();
  const visit = (each: WorkflowTemplate) => {
    for (const { id } of nodesInOrder(each).flatMap(referencesOf)) {
      const used = all.find((one) => one.id && identifierKey(one.id) === identifierKey(id));
      if (!used || used === template || carried.has(used)) continue;
      carried.add(used);
      visit(used);
    }
  };
  visit(template);
  return [...carried];
}

/** Depth first: what is inside a branch comes where the branch stands. */
function nodesInOrder({ nodes, failureNode }: WorkflowTemplate): Node[] {
  const withInner = (node: Node): Node[] => {
    const ifElse = node.target.case === "branchNode" ? node.target.value.ifElse : undefined;
    return [node, ...(ifElse ? childrenOf(ifElse).flatMap(withInner) : [])];
  };
  return [...nodes, ...(failureNode ? [failureNode] : [])].flatMap(withInner);
}

function undoTemplate(template: WorkflowTemplate): WorkflowTemplate {
  const copy = clone(WorkflowTemplateSchema, template);
  // Inner nodes come after those they are inside of, whose ids are the prefixes: so from the back.
  for (const node of allNodes(copy).toReversed()) undoBranch(node);
  return copy;
}

function undoBranch(node: Node): void {
  const ifElse = node.target.case === "branchNode" ? node.target.value.ifElse : undefined;
  if (!ifElse) return;
  const children = childrenOf(ifElse);
  for (const child of children) if (child.id.startsWith(`${node.id}-`)) child.id = child.id.slice(node.id.length + 1);
  // Lowering lists what the branches read after what is said; compiling has sorted both together.
  const read = new Set(children.flatMap(providersOf));
  const others = node.upstreamNodeIds.filter((id) => !read.has(id));
  if ([...read].every((id) => node.upstreamNodeIds.includes(id))) node.upstreamNodeIds = [...others, ...read];
}
