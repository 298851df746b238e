/** What a launch starts: the workflow behind a launch plan, or the one made around a single task. */
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type LaunchPlanClosure,
  LaunchPlanClosureSchema,
  type LaunchPlanSpec,
  LaunchPlanSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type ParameterMap, ParameterMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { formatResourceType } from "@skein/spec/identifier";
import type { Change, Database } from "../store/database.ts";
import type { WorkflowRow } from "../store/tables.ts";
import { findWorkflowById } from "../store/workflows.ts";
import { getLaunchPlan, getTask } from "./lookups.ts";
import { InvalidRequest, MissingEntity } from "./request-checks.ts";
import { ensureTaskWorkflow } from "./task-workflow.ts";

export interface LaunchTarget {
  readonly workflow: WorkflowRow;
  /** Absent for a single task, whose launch consults none. */
  readonly launchPlan: { readonly id: number; readonly spec: LaunchPlanSpec } | undefined;
  readonly taskId: number | undefined;
  readonly expected: ParameterMap;
  readonly fixed: LiteralMap;
}

/** @throws MissingEntity, InvalidRequest when it is neither a launch plan nor a task */
export function getLaunchTarget(db: Database, change: Change, id: Identifier, now: number): LaunchTarget {
  switch (id.resourceType) {
    case ResourceType.LAUNCH_PLAN:
      return launchPlanTarget(db, id);
    case ResourceType.TASK: {
      const task = getTask(db, id);
      const { workflow, expected } = ensureTaskWorkflow(db, change, task, now);
      return { workflow, launchPlan: undefined, taskId: task.id, expected, fixed: create(LiteralMapSchema) };
    }
    default:
      throw new InvalidRequest(
        `Invalid reference entity resource type [${formatResourceType(id.resourceType)}], only [TASK, LAUNCH_PLAN] allowed`,
      );
  }
}

function launchPlanTarget(db: Database, id: Identifier): LaunchTarget {
  const row = getLaunchPlan(db, id);
  const spec = fromBinary(LaunchPlanSpecSchema, row.spec);
  const closure: LaunchPlanClosure = fromBinary(LaunchPlanClosureSchema, row.closure);
  const workflow = findWorkflowById(db, row.workflow_id);
  if (!workflow) throw new MissingEntity("WORKFLOW", `of launch plan ${id.name}`);
  return {
    workflow,
    launchPlan: { id: row.id, spec },
    taskId: undefined,
    expected: closure.expectedInputs ?? create(ParameterMapSchema),
    fixed: spec.fixedInputs ?? create(LiteralMapSchema),
  };
}
