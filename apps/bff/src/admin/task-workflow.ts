/**
 * The workflow around a single task, made once per task version (admin-api.md §3.4).
 *
 * Its name begins with `.flytegen.`; its launch plan exists too, as upstream's does. The one node's inputs are the
 * workflow's, its outputs become the workflow's.
 */
import { create, fromBinary } from "@bufbuild/protobuf";
import { draftLaunchPlan } from "@skein/compiler/drafts/draft-launch-plan";
import { draftWorkflow } from "@skein/compiler/drafts/draft-workflow";
import { LaunchPlanClosureSchema, LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type WorkflowSpec, WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type ParameterMap,
  ParameterMapSchema,
  TypedInterfaceSchema,
} from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import type { Change, Database } from "../store/database.ts";
import { findLaunchPlan } from "../store/launch-plans.ts";
import { namedEntityState, saveNamedEntity } from "../store/named-entities.ts";
import type { TaskRow, WorkflowRow } from "../store/tables.ts";
import { findWorkflow, getWorkflowById } from "../store/workflows.ts";
import { storeLaunchPlan } from "./store-launch-plan.ts";
import { storeWorkflow } from "./store-workflow.ts";
import { storedEntities } from "./stored-entities.ts";

class TaskCannotStandAlone extends Problem {
  readonly kind = "precondition";
}

const generatedPrefix = ".flytegen.";

/** The stored workflow and what it wants; made now unless this task was launched before. */
export function ensureTaskWorkflow(
  db: Database,
  change: Change,
  task: TaskRow,
  now: number,
): { readonly workflow: WorkflowRow; readonly expected: ParameterMap } {
  const name = { project: task.project, domain: task.domain, name: generatedPrefix + task.name, version: task.version };
  const id = create(IdentifierSchema, { ...name, resourceType: ResourceType.WORKFLOW });
  const workflow = findWorkflow(db, name) ?? makeWorkflow(db, change, id, task, now);
  const launchPlan = findLaunchPlan(db, name);
  const closure = launchPlan && fromBinary(LaunchPlanClosureSchema, launchPlan.closure);
  return { workflow, expected: closure?.expectedInputs ?? create(ParameterMapSchema) };
}

function makeWorkflow(db: Database, change: Change, id: Identifier, task: TaskRow, now: number): WorkflowRow {
  const template = fromBinary(CompiledTaskSchema, task.closure).template;
  const draft = template && draftWorkflow(id, taskWorkflowSpec(id, template), storedEntities(db), "flyte-1.16");
  if (!draft?.closure)
    throw new TaskCannotStandAlone(
      `Task ${formatIdentifier({ ...task, resourceType: ResourceType.TASK })} cannot be launched by itself: ` +
        (draft?.findings.map((each) => each.message).join("; ") ?? "it has no template"),
    );
  const workflowId = storeWorkflow(db, change, draft, draft.closure, now);
  const typedInterface = draft.closure.primary?.template?.interface;
  const launchPlanId = create(IdentifierSchema, { ...id, resourceType: ResourceType.LAUNCH_PLAN });
  const { launchPlan } = draftLaunchPlan(
    launchPlanId,
    create(LaunchPlanSpecSchema, { workflowId: id }),
    typedInterface,
  );
  if (launchPlan) storeLaunchPlan(db, change, launchPlanId, launchPlan, workflowId, now);
  for (const resourceType of [ResourceType.WORKFLOW, ResourceType.LAUNCH_PLAN])
    saveNamedEntity(db, {
      resource_type: resourceType,
      project: id.project,
      domain: id.domain,
      name: id.name,
      description: "",
      state: namedEntityState.systemGenerated,
    });
  return getWorkflowById(db, workflowId);
}

function taskWorkflowSpec(id: Identifier, task: TaskTemplate): WorkflowSpec {
  const nodeId = taskNodeId(task.id?.name ?? "");
  const bind = (fromNode: string) => (variable: string) => ({
    var: variable,
    binding: { value: { case: "promise" as const, value: { nodeId: fromNode, var: variable } } },
  });
  const inputs = Object.keys(task.interface?.inputs?.variables ?? {}).sort();
  const outputs = Object.keys(task.interface?.outputs?.variables ?? {}).sort();
  return create(WorkflowSpecSchema, {
    template: {
      id,
      interface: task.interface ?? create(TypedInterfaceSchema),
      nodes: [
        {
          id: nodeId,
          metadata: { name: nodeId, ...timing(task) },
          inputs: inputs.map(bind("")),
          target: {
            case: "taskNode",
            value: { reference: { case: "referenceId", value: task.id ?? create(IdentifierSchema) } },
          },
        },
      ],
      outputs: outputs.map(bind(nodeId)),
    },
  });
}

/** What runs a node looks for its timeout at the node alone. */
function timing({ metadata }: TaskTemplate) {
  const { retries, timeout } = metadata ?? {};
  return { ...(retries && { retries }), ...(timeout && { timeout }) };
}

/** The last 63 bytes of the task's name, of which letters, digits and "-" are kept. */
export function taskNodeId(taskName: string): string {
  const end = Buffer.from(taskName).subarray(-63).toString("latin1");
  return end.replace(/[^a-zA-Z0-9-]/g, "") || "task";
}
