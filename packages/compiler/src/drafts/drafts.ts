/**
 * The drafts of one batch: each entity as it would be stored, its references looked up in the batch before what is
 * registered.
 */
import { create } from "@bufbuild/protobuf";
import { CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { identifierKey } from "@skein/spec/identifier";
import { resourceTypeOf, type SpecEntity } from "@skein/spec/spec-entity";
import type { Mode } from "../findings.ts";
import { draftLaunchPlan, type LaunchPlanDraft } from "./draft-launch-plan.ts";
import { draftTask, type TaskDraft } from "./draft-task.ts";
import { draftWorkflow, type WorkflowDraft } from "./draft-workflow.ts";
import type { EntityLookup } from "./entity-lookup.ts";

/** What one entity would become. */
export type Draft = TaskDraft | WorkflowDraft | LaunchPlanDraft;

/**
 * Drafts entities whose ids are complete.
 *
 * @param stored what is registered already
 * @returns one draft per entity, in the order given
 */
export function draftBatch(entities: readonly SpecEntity[], stored: EntityLookup, mode: Mode): Draft[] {
  const known = new Map(entities.map((each) => [keyOf(each), each]));
  const find = <Kind extends SpecEntity["kind"]>(kind: Kind, id: Identifier) => {
    const found = known.get(identifierKey({ ...id, resourceType: resourceTypeOf[kind] }));
    // The key holds the resource type, which says the kind.
    return found as Extract<SpecEntity, { kind: Kind }> | undefined;
  };
  const tasks = new Map<SpecEntity, TaskDraft>();
  const launchPlans = new Map<SpecEntity, LaunchPlanDraft>();

  const lookup: EntityLookup = {
    task(id) {
      const entity = find("task", id);
      if (!entity) return stored.task(id);
      const { compiled, template } = draftOnce(tasks, entity, () => draftTask(entity.id, entity.spec));
      // One with errors lends its interface all the same, so that its mistake is not reported twice.
      return compiled ?? (template && create(CompiledTaskSchema, { template }));
    },
    launchPlan(id) {
      const entity = find("launchPlan", id);
      if (!entity) return stored.launchPlan(id);
      const closure = draftOnce(launchPlans, entity, () => launchPlanOf(entity)).launchPlan?.closure;
      if (!closure?.expectedInputs || !closure.expectedOutputs) return undefined;
      return { id, expectedInputs: closure.expectedInputs, expectedOutputs: closure.expectedOutputs };
    },
    workflowInterface(id) {
      const entity = find("workflow", id);
      if (!entity) return stored.workflowInterface(id);
      return entity.spec.template?.interface ?? create(TypedInterfaceSchema);
    },
  };

  function launchPlanOf({ id, spec }: Extract<SpecEntity, { kind: "launchPlan" }>): LaunchPlanDraft {
    const workflowId = spec.workflowId && { ...spec.workflowId, resourceType: ResourceType.WORKFLOW };
    return draftLaunchPlan(id, spec, workflowId && lookup.workflowInterface(workflowId));
  }

  function draft(entity: SpecEntity): Draft {
    switch (entity.kind) {
      case "task":
        return draftOnce(tasks, entity, () => draftTask(entity.id, entity.spec));
      case "workflow":
        return draftWorkflow(entity.id, entity.spec, lookup, mode);
      case "launchPlan":
        return draftOnce(launchPlans, entity, () => launchPlanOf(entity));
    }
  }

  return entities.map(draft);
}

/** Equal for entities of the same kind and full identifier. */
export const keyOf = ({ kind, id }: Pick<SpecEntity, "kind" | "id">): string =>
  identifierKey({ ...id, resourceType: resourceTypeOf[kind] });

function draftOnce<D>(drafts: Map<SpecEntity, D>, entity: SpecEntity, make: () => D): D {
  const known = drafts.get(entity);
  if (known) return known;
  const made = make();
  drafts.set(entity, made);
  return made;
}
