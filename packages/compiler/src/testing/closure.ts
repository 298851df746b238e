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
import { IdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type Binding, BindingSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type Node, NodeSchema, WorkflowMetadata_OnFailurePolicy } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { endNodeId, startNodeId } from "../node-tree.ts";

export interface NodeSketch {
  readonly id: string;
  /** Ids of nodes whose output `o` it reads, which also makes edges; none hangs it under start-node. */
  readonly after?: readonly string[];
  /** A sub-workflow instead of the task. */
  readonly inside?: WorkflowSketch;
  readonly retries?: number;
  readonly timeoutMs?: number;
  readonly interruptible?: boolean;
  readonly alias?: string;
}

export interface WorkflowSketch {
  readonly name?: string;
  readonly nodes: readonly NodeSketch[];
  /** Ids of nodes whose output `o` is an output of the workflow. */
  readonly outputs?: readonly string[];
  readonly failAfter?: boolean;
  readonly interruptible?: boolean;
}

/** `p:d:t:1` is the task of every task node. */
export function closureOf(sketch: WorkflowSketch, taskRetries = 0): CompiledWorkflowClosure {
  const subWorkflows = new Map<WorkflowSketch, CompiledWorkflow>();
  const primary = compile(sketch, sketch.name ?? "w", subWorkflows);
  return create(CompiledWorkflowClosureSchema, {
    primary,
    subWorkflows: [...subWorkflows.values()],
    tasks: [taskOf(taskRetries)],
  });
}

function taskOf(retries: number): CompiledTask {
  return create(CompiledTaskSchema, {
    template: { id: idOf("t"), type: "raw-container", metadata: { retries: { retries } } },
  });
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

function nodeOf(sketch: NodeSketch, workflow: string, subs: Map<WorkflowSketch, CompiledWorkflow>): Node {
  const { id, after = [], inside, retries = 0, timeoutMs = 0, interruptible, alias } = sketch;
  const name = inside?.name ?? `${workflow}.${id}`;
  if (inside !== undefined && !subs.has(inside)) subs.set(inside, compile(inside, name, subs));
  return create(NodeSchema, {
    id,
    inputs: after.map((from) => promise(from, from)),
    outputAliases: alias === undefined ? [] : [{ alias, var: "o" }],
    metadata: {
      retries: { retries },
      ...(timeoutMs > 0 && {
        timeout: create(DurationSchema, {
          seconds: BigInt(Math.floor(timeoutMs / 1000)),
          nanos: (timeoutMs % 1000) * 1e6,
        }),
      }),
      interruptibleValue:
        interruptible === undefined ? { case: undefined } : { case: "interruptible", value: interruptible },
    },
    target:
      inside === undefined
        ? { case: "taskNode", value: { reference: { case: "referenceId", value: idOf("t") } } }
        : { case: "workflowNode", value: { reference: { case: "subWorkflowRef", value: idOf(name) } } },
  });
}

function promise(variable: string, nodeId: string): Binding {
  return create(BindingSchema, {
    var: variable,
    binding: { value: { case: "promise", value: { nodeId, var: "o" } } },
  });
}
