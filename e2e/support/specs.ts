/** Flyte's own messages, as an SDK would make them: a raw-container task that adds one, and a workflow of one node. */
import { create } from "@bufbuild/protobuf";
import { type LaunchPlanSpec, LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type TaskSpec, TaskSpecSchema } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { type WorkflowSpec, WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { scope } from "./api.ts";

export const identifier = (resourceType: ResourceType, name: string): Identifier =>
  create(IdentifierSchema, { resourceType, ...scope, name, version: "v1" });

const integer = { type: { case: "simple" as const, value: SimpleType.INTEGER } };
const typedInterface = {
  inputs: { variables: { n: { type: integer } } },
  outputs: { variables: { m: { type: integer } } },
};

/** m = n + 1 */
export function addTask(name: string): TaskSpec {
  return create(TaskSpecSchema, {
    template: {
      id: identifier(ResourceType.TASK, name),
      type: "raw-container",
      metadata: { runtime: { version: "1" } },
      interface: typedInterface,
      target: {
        case: "container",
        value: {
          image: "busybox:1.36",
          command: ["sh", "-c"],
          args: ["echo $((`cat /var/inputs/n` + 1)) > /var/outputs/m"],
          dataConfig: { enabled: true, inputPath: "/var/inputs", outputPath: "/var/outputs" },
        },
      },
    },
  });
}

/** One node, n0, that runs the task of the same name. */
export function addWorkflow(name: string): WorkflowSpec {
  const promise = (nodeId: string, variable: string) => ({
    value: { case: "promise" as const, value: { nodeId, var: variable } },
  });
  const task = { case: "referenceId" as const, value: identifier(ResourceType.TASK, name) };
  return create(WorkflowSpecSchema, {
    template: {
      id: identifier(ResourceType.WORKFLOW, name),
      interface: typedInterface,
      nodes: [
        {
          id: "n0",
          inputs: [{ var: "n", binding: promise("", "n") }],
          target: { case: "taskNode", value: { reference: task } },
        },
      ],
      outputs: [{ var: "m", binding: promise("n0", "m") }],
    },
  });
}

export function addLaunchPlan(name: string): LaunchPlanSpec {
  return create(LaunchPlanSpecSchema, {
    workflowId: identifier(ResourceType.WORKFLOW, name),
    defaultInputs: { parameters: { n: { var: { type: integer }, behavior: { case: "required", value: true } } } },
  });
}

export function int(value: number): Literal {
  return primitive({ case: "integer", value: BigInt(value) });
}

export function text(value: string): Literal {
  return primitive({ case: "stringValue", value });
}

function primitive(value: { case: "integer"; value: bigint } | { case: "stringValue"; value: string }): Literal {
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: { value } } } },
  });
}
