/** A workflow as it would be stored, or why it cannot be: compiled with what it refers to. */
import { type Diagnostic, hasErrors } from "@skein/spec/diagnostic";
import type { DescriptionEntity } from "@skein/spec/gen/flyteidl/admin/description_entity_pb";
import type { WorkflowSpec } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import type { CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { Mode } from "../findings.ts";
import { getRequirements } from "../requirements.ts";
import { compileWorkflow } from "../workflow.ts";
import type { EntityLookup } from "./entity-lookup.ts";

/** One workflow, judged. */
export interface WorkflowDraft {
  readonly kind: "workflow";
  readonly id: Identifier;
  readonly shortDescription: string;
  /** As given; what is stored beside the template, and found by its id. */
  readonly description: DescriptionEntity | undefined;
  /** As given, under the request's id; absent when the spec has none. */
  readonly template: WorkflowTemplate | undefined;
  /** Absent when there are errors. */
  readonly closure: CompiledWorkflowClosure | undefined;
  readonly findings: readonly Diagnostic[];
}

/** Compiles a workflow with the tasks and launch plans that `lookup` finds; paths as in admin.WorkflowSpec. */
export function draftWorkflow(id: Identifier, spec: WorkflowSpec, lookup: EntityLookup, mode: Mode): WorkflowDraft {
  const template = spec.template && { ...spec.template, id };
  const { description } = spec;
  const shortDescription = description?.shortDescription ?? "";
  const draft = { kind: "workflow", id, shortDescription, description, template } as const;
  if (!template) return { ...draft, closure: undefined, findings: [] };
  const { subWorkflows } = spec;
  const required = getRequirements(template, subWorkflows);
  const { closure, diagnostics } = compileWorkflow(
    {
      primary: template,
      subWorkflows,
      tasks: required.taskIds.flatMap((each) => lookup.task(each) ?? []),
      launchPlans: required.launchPlanIds.flatMap((each) => lookup.launchPlan(each) ?? []),
    },
    { mode },
  );
  return { ...draft, closure: hasErrors(diagnostics) ? undefined : closure, findings: diagnostics };
}
