/** Closures for tests, written as a table of nodes; in the compiler's form (start and end node, connections). */
import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import {
  type CompiledTask,
  CompiledTaskSchema,
  type CompiledWorkflow,
  type CompiledWorkflowClosure,
  CompiledWorkflowClosureSchema,
  CompiledWorkflowSchema,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type Binding,
  BindingSchema,
  type Primitive,
  PrimitiveSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import {
  type ArrayNode,
  ArrayNodeSchema,
  type GateNode,
  GateNodeSchema,
  IfBlockSchema,
  IfElseBlockSchema,
  type Node,
  NodeMetadataSchema,
  NodeSchema,
  TaskNodeSchema,
  WorkflowMetadata_OnFailurePolicy,
} from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { endNodeId, startNodeId } from "../node-tree.ts";

export interface NodeSketch {
  readonly id: string;
  /** Ids of nodes whose output `o` it reads, which also makes edges; none hangs it under start-node. */
  readonly after?: readonly string[];
  /** A sub-workflow instead of the task. */
  readonly inside?: WorkflowSketch;
  /**
   * The task asks for these nodes in its place; nothing of them is in the closure but the task that asks, whose output
   * is `o` if they have outputs.
   */
  readonly asks?: WorkflowSketch;
  /** A core-sleep task of so long instead of the task; it reads nothing and has no output. */
  readonly sleepMs?: number;
  /**
   * A branch instead of the task: its condition for arm i is `x == i`, the last arm is the one without if `hasElse`.
   * Ids of arms are made `<id>-<arm>`; an arm may read nodes of the workflow that the branch is not after.
   */
  readonly arms?: readonly NodeSketch[];
  readonly hasElse?: boolean;
  /** What x is: the arm taken; where there is none, the branch fails, or takes the last arm if `hasElse`. */
  readonly takes?: number;
  /** A gate instead of the task: of one second, or one whose signal has the node's id; a signal is an integer. */
  readonly gate?: "sleep" | "approve" | "signal";
  /** A launch plan `p:d:<name>:1` instead of the task. */
  readonly launches?: string;
  /** An array node instead of the task: it maps over a list of its own. */
  readonly maps?: ArraySketch;
  /** An echo task instead of the task: its output is what it reads of the one node it is after. */
  readonly echo?: boolean;
  /** Its task is one whose outputs are cached: `kept` or `kept-serialized`, or the one that asks for nodes. */
  readonly cache?: "each" | "serialized";
  readonly retries?: number;
  readonly timeoutMs?: number;
  readonly interruptible?: boolean;
  readonly alias?: string;
}

export interface ArraySketch {
  /** Of the list: of the integers from 0, or of as many sleeps. */
  readonly size: number;
  readonly parallelism?: number;
  readonly minSuccesses?: number;
  readonly minRatio?: number;
  /** What each element is instead of the task `mapped`, whose output is `o`. */
  readonly sleepMs?: number;
  readonly launches?: string;
  /** Elements of `mapped` are cached: `mapped-kept` or `mapped-kept-serialized`. */
  readonly cache?: "each" | "serialized";
  readonly retries?: number;
  readonly timeoutMs?: number;
}

export interface WorkflowSketch {
  readonly name?: string;
  readonly nodes: readonly NodeSketch[];
  /** Inputs of the workflow, whole numbers: of one that is launched by a launch plan. */
  readonly takes?: readonly string[];
  /** Ids of nodes whose output `o` is an output of the workflow. */
  readonly outputs?: readonly string[];
  readonly failAfter?: boolean;
  /** The failure node; it has an input `err`. */
  readonly onFailure?: NodeSketch;
  readonly interruptible?: boolean;
}

/** `p:d:t:1` is the task of every task node but those that sleep, echo, are cached or ask for nodes. */
export function closureOf(sketch: WorkflowSketch, taskRetries = 0): CompiledWorkflowClosure {
  const subWorkflows = new Map<WorkflowSketch, CompiledWorkflow>();
  const primary = compile(sketch, sketch.name ?? "w", subWorkflows);
  return create(CompiledWorkflowClosureSchema, {
    primary,
    subWorkflows: [...subWorkflows.values()],
    tasks: [taskOf("t", taskRetries), ...otherTasks(sketch, taskRetries)],
  });
}

const askedFor = new WeakMap<WorkflowSketch, string>();
let asked = 0;

/** Name of the task that asks for these nodes, and for no others. */
export function askingTask(asks: WorkflowSketch): string {
  const known = askedFor.get(asks);
  if (known !== undefined) return known;
  asked += 1;
  askedFor.set(asks, `asks-${asked}`);
  return `asks-${asked}`;
}

/** Every node of a workflow and of those inside it; those that tasks ask for are none of them. */
export function nodesOf(sketch: WorkflowSketch): NodeSketch[] {
  const found: NodeSketch[] = [];
  const left = [sketch];
  for (const { nodes, onFailure } of left) {
    for (const node of onFailure ? [...nodes, onFailure] : nodes) {
      found.push(node);
      if (node.inside) left.push(node.inside);
      if (node.arms) left.push({ nodes: node.arms });
    }
  }
  return found;
}

function taskOf(name: string, retries: number, outputs: readonly string[] = []): CompiledTask {
  return create(CompiledTaskSchema, {
    template: {
      id: idOf(name),
      type: "raw-container",
      metadata: { retries: { retries } },
      interface: {
        inputs: { variables: {} },
        outputs: { variables: Object.fromEntries(outputs.map((name) => [name, variable(SimpleType.INTEGER)])) },
      },
      target: { case: "container", value: { image: "busybox:1.36" } },
    },
  });
}

const variable = (type: SimpleType) => ({ type: { type: { case: "simple" as const, value: type } } });

/** Keeps results of the task, if a node is to have such a one. */
function caching(task: CompiledTask, cache: NodeSketch["cache"]): CompiledTask {
  const { metadata } = task.template ?? {};
  if (metadata === undefined || cache === undefined) return task;
  metadata.discoverable = true;
  metadata.discoveryVersion = "1";
  metadata.cacheSerializable = cache === "serialized";
  return task;
}

/** Of nodes that ask for others, are cached, sleep (`sleep`) or echo (`echo-<variable>`). */
function otherTasks(sketch: WorkflowSketch, retries: number): CompiledTask[] {
  const tasks = new Map<string, CompiledTask>();
  for (const node of nodesOf(sketch)) {
    const { asks, cache, echo, sleepMs, after, maps } = node;
    const name = taskNameOf(node);
    if (maps) tasks.set(name, caching(mappedTask(name, maps), maps.cache));
    if (asks || cache !== undefined) {
      const hasOutput = !asks || Boolean(asks.outputs?.length);
      tasks.set(name, caching(taskOf(name, retries, hasOutput ? ["o"] : []), cache));
    }
    if (sleepMs === undefined && !echo) continue;
    const inputs = sleepMs === undefined ? [[after?.[0] ?? "x", SimpleType.INTEGER] as const] : [sleepInput];
    const template = {
      id: idOf(name),
      type: echo ? "echo" : "core-sleep",
      interface: {
        inputs: { variables: Object.fromEntries(inputs.map(([key, type]) => [key, variable(type)])) },
        outputs: { variables: echo ? { o: variable(SimpleType.INTEGER) } : {} },
      },
    };
    tasks.set(name, create(CompiledTaskSchema, { template }));
  }
  return [...tasks.values()];
}

/** In its listed form, as an array node needs it. */
function mappedTask(name: string, { sleepMs }: ArraySketch): CompiledTask {
  const listOf = (type: SimpleType) => ({
    type: { type: { case: "collectionType" as const, value: variable(type).type } },
  });
  const isSleep = sleepMs !== undefined;
  return create(CompiledTaskSchema, {
    template: {
      id: idOf(name),
      type: isSleep ? "core-sleep" : "raw-container",
      metadata: {},
      interface: {
        inputs: { variables: { x: listOf(isSleep ? SimpleType.DURATION : SimpleType.INTEGER) } },
        outputs: { variables: isSleep ? {} : { o: listOf(SimpleType.INTEGER) } },
      },
      target: { case: "container", value: { image: "busybox:1.36" } },
    },
  });
}

const sleepInput = ["time", SimpleType.DURATION] as const;

function mappedName({ sleepMs, cache }: ArraySketch): string {
  if (sleepMs !== undefined) return "mapped-sleep";
  if (cache === undefined) return "mapped";
  return cache === "each" ? "mapped-kept" : "mapped-kept-serialized";
}

function taskNameOf({ sleepMs, echo, asks, cache, maps, after = [] }: NodeSketch): string {
  if (maps !== undefined) return mappedName(maps);
  if (asks) return askingTask(asks);
  if (cache !== undefined) return cache === "each" ? "kept" : "kept-serialized";
  if (sleepMs !== undefined) return "sleep";
  return echo ? `echo-${after[0] ?? "x"}` : "t";
}

function idOf(name: string) {
  return create(IdentifierSchema, { project: "p", domain: "d", name, version: "1" });
}

function compile(sketch: WorkflowSketch, name: string, subs: Map<WorkflowSketch, CompiledWorkflow>): CompiledWorkflow {
  const nodes = sketch.nodes.map((each) => nodeOf(each, name, subs));
  const outputs = (sketch.outputs ?? []).map((from) => promise(from, from));
  const down = new Map<string, Set<string>>();
  const connect = (from: string, to: string) => down.set(from, (down.get(from) ?? new Set()).add(to));
  for (const { id, after = [] } of sketch.nodes) {
    for (const from of after.length > 0 ? after : [startNodeId]) connect(from, id);
  }
  for (const { id } of sketch.nodes) if (!down.has(id)) connect(id, endNodeId);
  for (const from of sketch.outputs ?? []) connect(from, endNodeId);
  if (sketch.nodes.length === 0) connect(startNodeId, endNodeId);
  return create(CompiledWorkflowSchema, {
    template: {
      id: idOf(name),
      nodes: [
        create(NodeSchema, { id: startNodeId }),
        create(NodeSchema, { id: endNodeId, inputs: outputs }),
        ...nodes,
      ],
      ...(sketch.onFailure && { failureNode: failureNodeOf(sketch.onFailure, name, subs) }),
      outputs,
      metadata: {
        onFailure: sketch.failAfter
          ? WorkflowMetadata_OnFailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE
          : WorkflowMetadata_OnFailurePolicy.FAIL_IMMEDIATELY,
      },
      metadataDefaults: { interruptible: sketch.interruptible ?? false },
    },
    connections: {
      downstream: Object.fromEntries([...down].map(([from, to]) => [from, { ids: [...to].sort() }])),
    },
  });
}

function failureNodeOf(sketch: NodeSketch, workflow: string, subs: Map<WorkflowSketch, CompiledWorkflow>): Node {
  const node = nodeOf(sketch, workflow, subs);
  const none = { case: "scalar", value: { value: { case: "noneType", value: {} } } } as const;
  node.inputs.push(create(BindingSchema, { var: "err", binding: { value: none } }));
  return node;
}

function nodeOf(sketch: NodeSketch, workflow: string, subs: Map<WorkflowSketch, CompiledWorkflow>): Node {
  const { id, alias } = sketch;
  return create(NodeSchema, {
    id,
    inputs: inputsOf(sketch),
    outputAliases: alias === undefined ? [] : [{ alias, var: "o" }],
    metadata: metadataOf(sketch),
    target: targetOf(sketch, workflow, subs),
  });
}

function metadataOf({ retries = 0, timeoutMs = 0, interruptible }: NodeSketch) {
  return create(NodeMetadataSchema, {
    retries: { retries },
    ...(timeoutMs > 0 && { timeout: durationOf(timeoutMs) }),
    interruptibleValue:
      interruptible === undefined ? { case: undefined } : { case: "interruptible", value: interruptible },
  });
}

function targetOf(sketch: NodeSketch, workflow: string, subs: Map<WorkflowSketch, CompiledWorkflow>) {
  const { id, inside } = sketch;
  if (sketch.arms) return { case: "branchNode", value: { ifElse: ifElseOf(sketch, workflow, subs) } } as const;
  if (sketch.maps) return { case: "arrayNode", value: arrayOf(sketch, sketch.maps) } as const;
  if (sketch.gate) return { case: "gateNode", value: gateOf(sketch) } as const;
  if (sketch.launches !== undefined) {
    const value = create(IdentifierSchema, { ...idOf(sketch.launches), resourceType: ResourceType.LAUNCH_PLAN });
    return { case: "workflowNode", value: { reference: { case: "launchplanRef", value } } } as const;
  }
  if (!inside) {
    const reference = { case: "referenceId", value: idOf(taskNameOf(sketch)) } as const;
    return { case: "taskNode", value: { reference } } as const;
  }
  const name = inside.name ?? `${workflow}.${id}`;
  if (!subs.has(inside)) subs.set(inside, compile(inside, name, subs));
  return { case: "workflowNode", value: { reference: { case: "subWorkflowRef", value: idOf(name) } } } as const;
}

function arrayOf(sketch: NodeSketch, maps: ArraySketch): ArrayNode {
  const { parallelism, minSuccesses, minRatio, launches, retries = 0, timeoutMs = 0 } = maps;
  const each: NodeSketch = {
    id: "each",
    retries,
    timeoutMs,
    ...(launches === undefined ? { maps } : { launches }),
  };
  const target =
    launches === undefined
      ? ({
          case: "taskNode",
          value: create(TaskNodeSchema, { reference: { case: "referenceId", value: idOf(taskNameOf(sketch)) } }),
        } as const)
      : targetOf(each, "", new Map());
  return create(ArrayNodeSchema, {
    node: { id: each.id, metadata: metadataOf(each), target },
    isOriginalSubNodeInterface: launches !== undefined,
    ...(parallelism !== undefined && { parallelismOption: { case: "parallelism", value: parallelism } }),
    ...(minSuccesses !== undefined && { successCriteria: { case: "minSuccesses", value: minSuccesses } }),
    ...(minRatio !== undefined && { successCriteria: { case: "minSuccessRatio", value: minRatio } }),
  });
}

function inputsOf(sketch: NodeSketch): Binding[] {
  if (sketch.maps !== undefined) return [listFor(sketch.maps)];
  if (sketch.arms !== undefined) return [constant("x", integer(sketch.takes ?? 0))];
  if (sketch.sleepMs !== undefined) return [constant(sleepInput[0], sleepFor(sketch))];
  if (sketch.gate === "sleep" || sketch.gate === "signal") return [];
  return (sketch.after ?? []).map((from) => promise(from, from));
}

function gateOf({ id, gate }: NodeSketch): GateNode {
  switch (gate) {
    case "approve":
      return create(GateNodeSchema, { condition: { case: "approve", value: { signalId: id } } });
    case "signal": {
      const value = { signalId: id, type: variable(SimpleType.INTEGER).type, outputVariableName: "o" };
      return create(GateNodeSchema, { condition: { case: "signal", value } });
    }
    default:
      return create(GateNodeSchema, { condition: { case: "sleep", value: { duration: durationOf(1000) } } });
  }
}

function durationOf(ms: number) {
  return create(DurationSchema, { seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1e6 });
}

function ifElseOf(
  { id, arms = [], hasElse }: NodeSketch,
  workflow: string,
  subs: Map<WorkflowSketch, CompiledWorkflow>,
) {
  const nodes = arms.map((arm) => nodeOf({ ...arm, id: `${id}-${arm.id}` }, workflow, subs));
  const last = hasElse ? nodes.pop() : undefined;
  const [first, ...other] = nodes.map((thenNode, index) =>
    create(IfBlockSchema, {
      thenNode,
      condition: {
        expr: {
          case: "comparison",
          value: {
            leftValue: { val: { case: "var", value: "x" } },
            rightValue: { val: { case: "primitive", value: integer(index) } },
          },
        },
      },
    }),
  );
  return create(IfElseBlockSchema, {
    ...(first && { case: first }),
    other,
    default: last
      ? { case: "elseNode", value: last }
      : { case: "error", value: { message: "no arm", failedNodeId: id } },
  });
}

const integer = (value: number) => create(PrimitiveSchema, { value: { case: "integer", value: BigInt(value) } });

const sleepFor = ({ sleepMs = 0 }: NodeSketch) =>
  create(PrimitiveSchema, { value: { case: "duration", value: durationOf(sleepMs) } });

function constant(variable: string, primitive: Primitive): Binding {
  const scalar = { value: { case: "primitive", value: primitive } } as const;
  return create(BindingSchema, { var: variable, binding: { value: { case: "scalar", value: scalar } } });
}

function listFor({ size, sleepMs }: ArraySketch): Binding {
  const bindings = Array.from({ length: size }, (_, index) => {
    const primitive = sleepMs === undefined ? integer(index) : sleepFor({ id: "", sleepMs });
    return { value: { case: "scalar" as const, value: { value: { case: "primitive" as const, value: primitive } } } };
  });
  return create(BindingSchema, { var: "x", binding: { value: { case: "collection", value: { bindings } } } });
}

function promise(variable: string, nodeId: string): Binding {
  return create(BindingSchema, {
    var: variable,
    binding: { value: { case: "promise", value: { nodeId, var: "o" } } },
  });
}
