/** For tests: a task that adds, a workflow around it, its launch plan; each a plain object to change at will. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type LaunchPlanSpec, LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type TaskSpec, TaskSpecSchema } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { type WorkflowSpec, WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { ContainerSchema, type TaskTemplate, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";

const idOf =
  (resourceType: ResourceType) =>
  (name: string, version = "v1"): Identifier =>
    create(IdentifierSchema, { resourceType, project: "flytesnacks", domain: "development", name, version });

export const taskId = idOf(ResourceType.TASK);
export const workflowId = idOf(ResourceType.WORKFLOW);
export const launchPlanId = idOf(ResourceType.LAUNCH_PLAN);

const integer = { type: { case: "simple" as const, value: SimpleType.INTEGER } };
const typedInterface = {
  inputs: { variables: { n: { type: integer } } },
  outputs: { variables: { m: { type: integer } } },
};

export function addTask(change: (template: TaskTemplate) => void = () => {}): TaskSpec {
  const template = create(TaskTemplateSchema, {
    id: taskId("add"),
    type: "raw-container",
    metadata: { runtime: { version: "1" }, retries: { retries: 2 } },
    interface: typedInterface,
    target: containerOf({ image: "busybox:1.36", command: ["sh"], args: ["-c", "true"] }),
  });
  change(template);
  return create(TaskSpecSchema, { template });
}

export const containerOf = (container: MessageInitShape<typeof ContainerSchema>) => ({
  case: "container" as const,
  value: create(ContainerSchema, container),
});

/** One node, "n0", that runs the task. */
export function addWorkflow(task: Identifier = taskId("add")): WorkflowSpec {
  const promise = (nodeId: string, name: string) => ({
    value: { case: "promise" as const, value: { nodeId, var: name } },
  });
  return create(WorkflowSpecSchema, {
    template: {
      id: workflowId("sum"),
      interface: typedInterface,
      nodes: [
        {
          id: "n0",
          metadata: { name: "add" },
          inputs: [{ var: "n", binding: promise("", "n") }],
          target: { case: "taskNode", value: { reference: { case: "referenceId", value: task } } },
        },
      ],
      outputs: [{ var: "m", binding: promise("n0", "m") }],
    },
  });
}

export function sumLaunchPlan(changes: MessageInitShape<typeof LaunchPlanSpecSchema> = {}): LaunchPlanSpec {
  return create(LaunchPlanSpecSchema, { workflowId: workflowId("sum"), ...changes });
}

export function int(value: number): Literal {
  const primitive = { value: { case: "integer" as const, value: BigInt(value) } };
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: primitive } } },
  });
}

export function text(value: string): Literal {
  const primitive = { value: { case: "stringValue" as const, value } };
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: primitive } } },
  });
}
