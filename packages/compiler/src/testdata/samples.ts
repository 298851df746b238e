/**
 * Small messages for tests: types from their short text, references as `node.output`, everything in project p, domain d.
 */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type TypedInterface, TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import {
  type Binding,
  type BindingData,
  BindingDataSchema,
  BindingSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import {
  type Node,
  NodeSchema,
  type WorkflowTemplate,
  WorkflowTemplateSchema,
} from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { Mode } from "../findings.ts";
import type { LaunchPlanInterface } from "../scope.ts";
import { compileWorkflow } from "../workflow.ts";

/** `list[int]` as a message. */
export function type(text: string): LiteralType {
  const { type: parsed, problem } = parseLiteralType(text);
  if (!parsed) throw new Error(`${text}: ${problem.message}`);
  return parsed;
}

type Types = Readonly<Record<string, string>>;

export function anInterface(inputs: Types = {}, outputs: Types = {}): TypedInterface {
  const variables = (types: Types) => ({
    variables: Object.fromEntries(Object.entries(types).map(([name, text]) => [name, { type: type(text) }])),
  });
  return create(TypedInterfaceSchema, { inputs: variables(inputs), outputs: variables(outputs) });
}

export function taskId(name: string): Identifier {
  return create(IdentifierSchema, { resourceType: ResourceType.TASK, project: "p", domain: "d", name, version: "v" });
}

export function workflowId(name: string): Identifier {
  const resourceType = ResourceType.WORKFLOW;
  return create(IdentifierSchema, { resourceType, project: "p", domain: "d", name, version: "v" });
}

export function launchPlanId(name: string): Identifier {
  const resourceType = ResourceType.LAUNCH_PLAN;
  return create(IdentifierSchema, { resourceType, project: "p", domain: "d", name, version: "v" });
}

export function aTask(name: string, inputs: Types = {}, outputs: Types = {}): CompiledTask {
  return create(CompiledTaskSchema, {
    template: { id: taskId(name), type: "raw-container", interface: anInterface(inputs, outputs) },
  });
}

/** `"a.o"`, `"inputs.x"`, or binding data as it is. */
export type Bound = string | MessageInitShape<typeof BindingDataSchema>;

export function data(bound: Bound): BindingData {
  if (typeof bound !== "string") return create(BindingDataSchema, bound);
  const dot = bound.indexOf(".");
  const nodeId = bound.slice(0, dot);
  return create(BindingDataSchema, {
    value: { case: "promise", value: { nodeId: nodeId === "inputs" ? "" : nodeId, var: bound.slice(dot + 1) } },
  });
}

export function int(value: number): Bound {
  return scalar({ case: "integer", value: BigInt(value) });
}

export function text(value: string): Bound {
  return scalar({ case: "stringValue", value });
}

type PrimitiveValue = { case: "integer"; value: bigint } | { case: "stringValue"; value: string };

function scalar(value: PrimitiveValue): Bound {
  return { value: { case: "scalar", value: { value: { case: "primitive", value: { value } } } } };
}

export function listOf(...bindings: readonly Bound[]): Bound {
  return { value: { case: "collection", value: { bindings: bindings.map(data) } } };
}

export function mapOf(bindings: Readonly<Record<string, Bound>>): Bound {
  const all = Object.entries(bindings).map(([key, each]) => [key, data(each)]);
  return { value: { case: "map", value: { bindings: Object.fromEntries(all) } } };
}

type Bindings = Readonly<Record<string, Bound>>;

export function bind(bindings: Bindings): Binding[] {
  return Object.entries(bindings).map(([name, bound]) => create(BindingSchema, { var: name, binding: data(bound) }));
}

type NodeRest = Omit<MessageInitShape<typeof NodeSchema>, "id" | "target" | "inputs" | "$typeName">;

export function aNode(id: string, target: Node["target"], inputs: Bindings = {}, rest: NodeRest = {}): Node {
  return create(NodeSchema, { id, target, inputs: bind(inputs), ...rest });
}

/** Runs a task. */
export function run(id: string, task: string, inputs: Bindings = {}, rest: NodeRest = {}): Node {
  return create(NodeSchema, {
    ...rest,
    id,
    inputs: bind(inputs),
    target: { case: "taskNode", value: { reference: { case: "referenceId", value: taskId(task) } } },
  });
}

/** Runs a sub-workflow. */
export function inline(id: string, workflow: string, inputs: Bindings = {}): Node {
  return create(NodeSchema, {
    id,
    inputs: bind(inputs),
    target: { case: "workflowNode", value: { reference: { case: "subWorkflowRef", value: workflowId(workflow) } } },
  });
}

/** Runs a launch plan. */
export function launch(id: string, launchPlan: string, inputs: Bindings = {}): Node {
  return create(NodeSchema, {
    id,
    inputs: bind(inputs),
    target: { case: "workflowNode", value: { reference: { case: "launchplanRef", value: launchPlanId(launchPlan) } } },
  });
}

export function aWorkflow(
  nodes: readonly Node[],
  io: { inputs?: Types; outputs?: Types; returns?: Bindings; name?: string; failureNode?: Node } = {},
): WorkflowTemplate {
  return create(WorkflowTemplateSchema, {
    id: workflowId(io.name ?? "w"),
    interface: anInterface(io.inputs, io.outputs),
    nodes: [...nodes],
    outputs: bind(io.returns ?? {}),
    ...(io.failureNode ? { failureNode: io.failureNode } : {}),
  });
}

/** The tasks tests use, by what they take and give. */
export const tasks: readonly CompiledTask[] = [
  aTask("inc", { x: "int" }, { o: "int" }),
  aTask("say", { s: "string" }, { o: "string" }),
  aTask("sum", { xs: "list[int]" }, { o: "int" }),
  aTask("ints", {}, { o: "list[int]", m: "map[int]" }),
  aTask("half", { x: "float" }, { o: "float" }),
  aTask("quiet"),
  aTask("pair", { a: "int", b: "int" }, { o: "int" }),
];

export interface Surroundings {
  readonly tasks?: readonly CompiledTask[];
  readonly subWorkflows?: readonly WorkflowTemplate[];
  readonly launchPlans?: readonly LaunchPlanInterface[];
  readonly mode?: Mode;
}

export function compile(primary: WorkflowTemplate, around: Surroundings = {}) {
  const { subWorkflows = [], launchPlans = [], mode = "flyte-1.16" } = around;
  return compileWorkflow({ primary, subWorkflows, tasks: around.tasks ?? tasks, launchPlans }, { mode });
}

/** `code@node` of every error. */
export function errors(primary: WorkflowTemplate, around: Surroundings = {}): string[] {
  return found(primary, "error", around);
}

/** `code@node` of every warning. */
export function warnings(primary: WorkflowTemplate, around: Surroundings = {}): string[] {
  return found(primary, "warning", around);
}

function found(primary: WorkflowTemplate, severity: string, around: Surroundings): string[] {
  return compile(primary, around)
    .diagnostics.filter((each) => each.severity === severity)
    .map((each) => `${each.code}@${each.nodeId}`);
}
