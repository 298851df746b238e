/**
 * What a workflow can refer to: tasks, workflows and launch plans, found by name in the same file, in what was given
 * with it, or among what is registered. Implemented in lower.ts.
 *
 * A lookup that fails has said so, and counted as an error of whoever asked.
 */
import type { Identifier, ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import type { ParameterMap, TypedInterface, VariableMap } from "../gen/flyteidl/core/interface_pb.js";
import type { Literal } from "../gen/flyteidl/core/literals_pb.js";
import type { TaskTemplate } from "../gen/flyteidl/core/tasks_pb.js";
import type { WorkflowTemplate } from "../gen/flyteidl/core/workflow_pb.js";
import type { Findings } from "./findings.ts";
import type { EntityRefDoc } from "./schema.ts";
import type { SourceMap } from "./source-map.ts";
import type { SourceText, Span } from "./source-text.ts";

/** Values for inputs that a node leaves out. */
export type Defaults = ReadonlyMap<string, Literal>;

export interface TaskTarget {
  readonly template: TaskTemplate;
  readonly defaults: Defaults;
}

export interface WorkflowTarget {
  readonly id: Identifier;
  readonly interface: TypedInterface;
  readonly defaults: Defaults;
  /** Its own template first, then those of the sub-workflows it uses. */
  readonly templates: readonly CarriedTemplate[];
}

/** A template that a workflow takes into its spec, and where it was written, if it was. */
export interface CarriedTemplate {
  readonly template: WorkflowTemplate;
  readonly origin?: {
    readonly map: SourceMap;
    readonly source: SourceText;
    readonly path: readonly (string | number)[];
  };
}

export interface LaunchPlanTarget {
  readonly id: Identifier;
  /** What a node may bind; fixed inputs are not among it. */
  readonly inputs: ParameterMap;
  readonly outputs: VariableMap;
}

export interface Scope {
  /** The identifier of something defined in this file. */
  identify(resourceType: ResourceType, name: string): Identifier;
  findTask(reference: EntityRefDoc, findings: Findings): TaskTarget | undefined;
  findWorkflow(reference: EntityRefDoc, findings: Findings): WorkflowTarget | undefined;
  findLaunchPlan(reference: EntityRefDoc, findings: Findings): LaunchPlanTarget | undefined;
  /** Adds a task made for a node; the same template twice is one task. */
  addTask(template: TaskTemplate, span: Span, findings: Findings): void;
}
