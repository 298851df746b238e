/**
 * What lowering asks about entities that are already registered. The bff answers from its store; a browser that has no
 * store answers with nothing.
 */
import type { CompiledWorkflowClosure } from "../gen/flyteidl/core/compiler_pb.js";
import type { Identifier } from "../gen/flyteidl/core/identifier_pb.js";
import type { ParameterMap, VariableMap } from "../gen/flyteidl/core/interface_pb.js";
import type { TaskTemplate } from "../gen/flyteidl/core/tasks_pb.js";

/** An entity by name: an exact version, or without one the newest. */
export interface EntityName {
  readonly project: string;
  readonly domain: string;
  readonly name: string;
  readonly version?: string;
}

export interface RegisteredLaunchPlan {
  readonly id: Identifier;
  /** The closure's expected_inputs: what a launch may or must give. */
  readonly expectedInputs: ParameterMap;
  readonly expectedOutputs: VariableMap;
}

/** Lookups answer undefined for what is not registered. Templates carry their full id and interface. */
export interface Registered {
  findTask(name: EntityName): TaskTemplate | undefined;
  /** The closure holds the templates that a workflow which uses it as a sub-workflow carries along. */
  findWorkflow(name: EntityName): CompiledWorkflowClosure | undefined;
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
