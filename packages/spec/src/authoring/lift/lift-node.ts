/**
 * Nodes → nodes of the concise form: tasks, workflows and launch plans here, maps in lift-map.ts, switches in
 * lift-switch.ts, gates in lift-gate.ts.
 */
import type { Node, TaskNode, WorkflowNode } from "../../gen/flyteidl/core/workflow_pb.js";
import { assertNever } from "../../never.ts";
import { liftGate } from "./lift-gate.ts";
import { findOverridden } from "./lift-generated-task.ts";
import { liftMap } from "./lift-map.ts";
import { liftNodeMetadata } from "./lift-metadata.ts";
import { type LiftContext, liftAfter, liftInputs, liftName, liftOverrides, variableTypes } from "./lift-node-parts.ts";
import { NotSayable, within } from "./lift-not-sayable.ts";
import type { LiftScope } from "./lift-scope.ts";
import { liftSwitch } from "./lift-switch.ts";
import { type Fields, fields } from "./lift-written.ts";

/** @throws NotSayable where the form has no words for it */
export function liftNode(node: Node, context: LiftContext): Fields {
  return within(`node ${node.id}`, () => liftKind(node, context));
}

function liftKind(node: Node, context: LiftContext): Fields {
  const { target } = node;
  switch (target.case) {
    case "taskNode":
      return liftTaskNode(node, target.value, context);
    case "workflowNode":
      return liftWorkflowNode(node, target.value, context.scope);
    case "arrayNode":
      return liftMap(node, target.value, context);
    case "branchNode":
      return liftSwitch(node, target.value, context, liftNode);
    case "gateNode":
      return liftGate(node, target.value);
    case undefined:
      throw new NotSayable("it does not say what it is");
    default:
      return assertNever(target, "node target");
  }
}

function liftTaskNode(node: Node, { reference, overrides }: TaskNode, { scope, made }: LiftContext): Fields {
  const task = scope.getTask(reference.case === "referenceId" ? reference.value : undefined);
  const origin = findOverridden(task, scope);
  const { id } = origin?.base ?? task;
  if (!id || !task.id) throw new NotSayable("its task has no id");
  if (origin) made.add(task.id.name);
  return fields({
    task: scope.refer("task", id),
    with: liftInputs(node, variableTypes(task.interface?.inputs)),
    after: liftAfter(node.upstreamNodeIds),
    name: liftName(node),
    ...liftNodeMetadata(node.metadata, task, origin?.overrides.ignore),
    ...liftOverrides(overrides, origin?.overrides),
  });
}

function liftWorkflowNode(node: Node, { reference }: WorkflowNode, scope: LiftScope): Fields {
  const common = { after: liftAfter(node.upstreamNodeIds), name: liftName(node), ...liftNodeMetadata(node.metadata) };
  switch (reference.case) {
    case "subWorkflowRef": {
      const types = variableTypes(scope.getWorkflow(reference.value).interface?.inputs);
      return fields({ workflow: scope.refer("workflow", reference.value), with: liftInputs(node, types), ...common });
    }
    case "launchplanRef": {
      const { parameters } = scope.getLaunchPlan(reference.value).expectedInputs;
      const types = new Map(Object.entries(parameters).map(([name, each]) => [name, each.var?.type]));
      return fields({
        launchPlan: scope.refer("launchPlan", reference.value),
        with: liftInputs(node, types),
        ...common,
      });
    }
    case undefined:
      throw new NotSayable("it does not say which workflow it runs");
    default:
      return assertNever(reference, "workflow reference");
  }
}
