/** A workflow as it would be stored, or why it cannot be (admin-api.md §2.3). */
import { create, toBinary } from "@bufbuild/protobuf";
import { getRequirements } from "@skein/compiler/requirements";
import { compileWorkflow } from "@skein/compiler/workflow";
import { type Diagnostic, hasErrors } from "@skein/spec/diagnostic";
import type { WorkflowSpec } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { type CompiledWorkflowClosure, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { Change, Database } from "../store/database.ts";
import { insertWorkflow } from "../store/workflows.ts";
import type { EntityLookup } from "./entity-lookup.ts";
import { countNodes } from "./node-count.ts";
import { digestOf } from "./stored-structure.ts";

export interface WorkflowDraft {
  readonly kind: "workflow";
  readonly id: Identifier;
  readonly shortDescription: string;
  readonly template: WorkflowTemplate | undefined;
  /** Absent when there are errors. */
  readonly closure: CompiledWorkflowClosure | undefined;
  readonly findings: readonly Diagnostic[];
}

export function draftWorkflow(id: Identifier, spec: WorkflowSpec, lookup: EntityLookup): WorkflowDraft {
  const template = spec.template && { ...spec.template, id };
  const shortDescription = spec.description?.shortDescription ?? "";
  const draft = { kind: "workflow", id, shortDescription, template } as const;
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
    { mode: "flyte-1.16" },
  );
  return { ...draft, closure: hasErrors(diagnostics) ? undefined : closure, findings: diagnostics };
}

/** @returns the row's id */
export function storeWorkflow(
  db: Database,
  change: Change,
  draft: WorkflowDraft,
  closure: CompiledWorkflowClosure,
  now: number,
): number {
  const { project, domain, name, version } = draft.id;
  const typedInterface = closure.primary?.template?.interface ?? create(TypedInterfaceSchema);
  return insertWorkflow(db, change, {
    project,
    domain,
    name,
    version,
    short_description: draft.shortDescription,
    typed_interface: toBinary(TypedInterfaceSchema, typedInterface),
    digest: digestOf(CompiledWorkflowClosureSchema, closure),
    closure: toBinary(CompiledWorkflowClosureSchema, closure),
    node_count: countNodes(closure),
    created_at: now,
  });
}
