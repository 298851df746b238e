/**
 * What lowering asks about entities that are already registered. The bff answers from its store; a browser that has no
 * store answers with nothing.
 */
import { clone } from "@bufbuild/protobuf";
import type { CompiledWorkflowClosure } from "../gen/flyteidl/core/compiler_pb.js";
import type { Identifier } from "../gen/flyteidl/core/identifier_pb.js";
import type { ParameterMap, VariableMap } from "../gen/flyteidl/core/interface_pb.js";
import type { TaskTemplate } from "../gen/flyteidl/core/tasks_pb.js";
import { type WorkflowTemplate, WorkflowTemplateSchema } from "../gen/flyteidl/core/workflow_pb.js";

/** An entity by name: an exact version, or without one the newest. */
export interface EntityName {
  readonly project: string;
  readonly domain: string;
  readonly name: string;
  readonly version?: string;
}

/** A workflow that another may use as a sub-workflow. Templates carry their full id and interface. */
export interface RegisteredWorkflow {
  readonly template: WorkflowTemplate;
  /** The templates it carries itself. */
  readonly subWorkflows: readonly WorkflowTemplate[];
}

export interface RegisteredLaunchPlan {
  readonly id: Identifier;
  /** The closure's expected_inputs: what a launch may or must give. */
  readonly expectedInputs: ParameterMap;
  readonly expectedOutputs: VariableMap;
}

/** Lookups answer undefined for what is not registered. */
export interface Registered {
  findTask(name: EntityName): TaskTemplate | undefined;
  /** `workflowFromClosure` makes it of what a store keeps. */
  findWorkflow(name: EntityName): RegisteredWorkflow | undefined;
  findLaunchPlan(name: EntityName): RegisteredLaunchPlan | undefined;
  /** Names for "did you mean", the likeliest first; a few hundred are enough. */
  listNames?(kind: "task" | "workflow" | "launchPlan", project: string, domain: string): Iterable<string>;
}

/** Knows nothing: for checking without a store. */
export const nothingRegistered: Registered = {
  findTask: () => undefined,
  findWorkflow: () => undefined,
  findLaunchPlan: () => undefined,
};

/**
 * The templates of a compiled workflow, fit to be compiled again: without the start and end nodes that compiling added.
 */
export function workflowFromClosure(closure: CompiledWorkflowClosure): RegisteredWorkflow | undefined {
  const template = closure.primary?.template;
  if (!template) return undefined;
  const subWorkflows = closure.subWorkflows.flatMap((each) => (each.template ? [withoutEnds(each.template)] : []));
  return { template: withoutEnds(template), subWorkflows };
}

function withoutEnds(template: WorkflowTemplate): WorkflowTemplate {
  const copy = clone(WorkflowTemplateSchema, template);
  copy.nodes = copy.nodes.filter((node) => node.id !== "start-node" && node.id !== "end-node");
  return copy;
}
