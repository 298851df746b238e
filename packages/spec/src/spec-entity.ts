/**
 * What can be registered: a task, a workflow or a launch plan with the spec somebody gave for it. Every form a file can
 * have (concise, canonical, binary) ends as these.
 */

import type { LaunchPlanSpec } from "./gen/flyteidl/admin/launch_plan_pb.js";
import type { TaskSpec } from "./gen/flyteidl/admin/task_pb.js";
import type { WorkflowSpec } from "./gen/flyteidl/admin/workflow_pb.js";
import { type Identifier, ResourceType } from "./gen/flyteidl/core/identifier_pb.js";

/**
 * The id may lack project, domain or version: whoever registers fills in its own. For tasks and workflows it equals the
 * template's id.
 */
export type SpecEntity =
  | { readonly kind: "task"; readonly id: Identifier; readonly spec: TaskSpec }
  | { readonly kind: "workflow"; readonly id: Identifier; readonly spec: WorkflowSpec }
  | { readonly kind: "launchPlan"; readonly id: Identifier; readonly spec: LaunchPlanSpec };

/** The resource type that ids of this kind carry. */
export const resourceTypeOf = {
  task: ResourceType.TASK,
  workflow: ResourceType.WORKFLOW,
  launchPlan: ResourceType.LAUNCH_PLAN,
} as const satisfies Record<SpecEntity["kind"], ResourceType>;
