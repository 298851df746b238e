/**
 * The drawn form of a compiled workflow: all levels in one flat list, joined by path.
 *
 * A path is the chain of template node ids from the root, joined by "/". Sub-workflows appear once per node that uses
 * them, because each use is a place of its own on the canvas and in the run.
 */
import { create } from "@bufbuild/protobuf";
import { formatCondition } from "@skein/spec/format-condition";
import type { CompiledWorkflow, CompiledWorkflowClosure } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Variable } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { BindingData } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { IfElseBlock, Node, WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import {
  type Graph,
  type GraphEdge,
  GraphEdgeSchema,
  type GraphNode,
  GraphNode_Kind,
  GraphNodeSchema,
  GraphSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatIdentifier, identifierKey } from "@skein/spec/identifier";
import { formatLiteralType } from "@skein/spec/literal-type";
import { assertNever } from "@skein/spec/never";

/** Deeper nesting than this is drawn as a closed box: nobody reads it, and a closure may be hostile. */
const MAX_DEPTH = 32;
/** As many nodes as a canvas can summarise; a closure that unfolds to more is cut, with its boxes closed. */
const MAX_NODES = 50_000;

export const graphOf = (closure: CompiledWorkflowClosure): Graph => drawGraph(closure).graph;

/** The graph, and by path the node of a template that each of its nodes is drawn from. */
export function drawGraph(closure: CompiledWorkflowClosure): { graph: Graph; templates: ReadonlyMap<string, Node> } {
  const drawing = new Drawing(closure);
  if (closure.primary) drawing.addWorkflow(closure.primary, "", 0);
  const { nodes, edges, templates } = drawing;
  // Where a closure is cut, an edge may lead to what is not drawn.
  const drawn = edges.filter(({ from, to }) => templates.has(from) && templates.has(to));
  return { graph: create(GraphSchema, { nodes, edges: drawn }), templates };
}

class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly templates = new Map<string, Node>();
  private readonly tasks = new Map<string, TaskTemplate>();
  private readonly subWorkflows = new Map<string, CompiledWorkflow>();

  constructor(closure: CompiledWorkflowClosure) {
    for (const { template } of closure.tasks) if (template?.id) this.tasks.set(identifierKey(template.id), template);
    for (const workflow of closure.subWorkflows)
      if (workflow.template?.id) this.subWorkflows.set(identifierKey(workflow.template.id), workflow);
  }

  addWorkflow(workflow: CompiledWorkflow, parent: string, depth: number): void {
    const { template } = workflow;
    if (!template) return;
    for (const node of template.nodes) this.addNode(node, parent, depth);
    if (template.failureNode) this.addNode(template.failureNode, parent, depth, { isFailureNode: true });
    this.addEdges(workflow, template, parent);
  }

  private addNode(
    node: Node,
    parent: string,
    depth: number,
    { isFailureNode = false, condition = "" }: { isFailureNode?: boolean; condition?: string } = {},
  ): void {
    if (this.nodes.length >= MAX_NODES) return;
    const path = parent ? `${parent}/${node.id}` : node.id;
    this.templates.set(path, node);
    const base = { path, parent, id: node.id, name: node.metadata?.name || node.id, isFailureNode, condition };
    const add = (rest: Partial<Pick<GraphNode, "target" | "taskType" | "retries">> & { kind: GraphNode_Kind }) =>
      this.nodes.push(create(GraphNodeSchema, { ...base, ...rest }));
    const { target } = node;
    switch (target.case) {
      case "taskNode": {
        const id = target.value.reference.value;
        const task = id && this.tasks.get(identifierKey(id));
        add({
          kind: GraphNode_Kind.TASK,
          target: id ? formatIdentifier(id) : "",
          taskType: task?.type ?? "",
          retries: node.metadata?.retries?.retries || task?.metadata?.retries?.retries || 0,
        });
        return;
      }
      case "workflowNode": {
        const { reference } = target.value;
        const text = reference.value ? formatIdentifier(reference.value) : "";
        if (reference.case !== "subWorkflowRef") {
          add({ kind: GraphNode_Kind.LAUNCH_PLAN, target: text });
          return;
        }
        add({ kind: GraphNode_Kind.WORKFLOW, target: text });
        const inner = this.subWorkflows.get(identifierKey(reference.value));
        if (inner && depth < MAX_DEPTH) this.addWorkflow(inner, path, depth + 1);
        return;
      }
      case "branchNode": {
        const block = target.value.ifElse;
        add({ kind: GraphNode_Kind.BRANCH, target: block ? conditionsOf(block) : "" });
        if (block && depth < MAX_DEPTH)
          for (const { node: arm, condition: taken } of armsOf(block))
            this.addNode(arm, path, depth + 1, { condition: taken });
        return;
      }
      case "gateNode":
        add({ kind: GraphNode_Kind.GATE, target: target.value.condition.case ?? "" });
        return;
      case "arrayNode": {
        const inner = target.value.node?.target;
        const isTask = inner?.case === "taskNode" || inner?.case === "workflowNode";
        const id = isTask ? inner.value.reference.value : undefined;
        add({ kind: GraphNode_Kind.MAP, target: id ? formatIdentifier(id) : "" });
        return;
      }
      case undefined:
        add({ kind: node.id === "end-node" ? GraphNode_Kind.END : GraphNode_Kind.START });
        return;
      default:
        assertNever(target, "node target");
    }
  }

  private addEdges(workflow: CompiledWorkflow, template: WorkflowTemplate, parent: string): void {
    const path = (id: string) => (parent ? `${parent}/${id}` : id);
    const types = new Map(template.nodes.map((node) => [node.id, this.outputsOf(node, template)]));
    const bindings = new Map<string, GraphEdge["bindings"]>();
    for (const node of template.nodes)
      for (const { var: input, binding } of node.inputs)
        for (const { nodeId, var: output } of promisesIn(binding)) {
          const key = `${nodeId || "start-node"}\n${node.id}`;
          const type = types.get(nodeId || "start-node")?.[output]?.type;
          const found = bindings.get(key) ?? [];
          found.push({
            $typeName: "skein.console.v1.EdgeBinding",
            output,
            input,
            type: type ? formatLiteralType(type) : "",
          });
          bindings.set(key, found);
        }
    for (const [from, { ids }] of Object.entries(workflow.connections?.downstream ?? {}))
      for (const to of ids)
        this.edges.push(
          create(GraphEdgeSchema, { from: path(from), to: path(to), bindings: bindings.get(`${from}\n${to}`) ?? [] }),
        );
  }

  /** Only for the words on an edge: kinds whose interface the compiler infers have none here. */
  private outputsOf(node: Node, template: WorkflowTemplate): Record<string, Variable> {
    const { target } = node;
    if (target.case === undefined) return (node.id === "start-node" && template.interface?.inputs?.variables) || {};
    const task = target.case === "arrayNode" ? target.value.node?.target : target;
    if (task?.case === "taskNode" && task.value.reference.value)
      return this.tasks.get(identifierKey(task.value.reference.value))?.interface?.outputs?.variables ?? {};
    if (target.case === "workflowNode" && target.value.reference.case === "subWorkflowRef")
      return (
        this.subWorkflows.get(identifierKey(target.value.reference.value))?.template?.interface?.outputs?.variables ??
        {}
      );
    return {};
  }
}

/** All promises in a binding, at any depth; iterative, because depth is the user's. */
function promisesIn(binding: BindingData | undefined): { nodeId: string; var: string }[] {
  const found: { nodeId: string; var: string }[] = [];
  const open = binding ? [binding] : [];
  for (let data = open.pop(); data; data = open.pop())
    switch (data.value.case) {
      case "promise":
        found.push(data.value.value);
        break;
      case "collection":
        open.push(...data.value.value.bindings);
        break;
      case "map":
        open.push(...Object.values(data.value.value.bindings));
        break;
      case "scalar":
      case "offloadedMetadata":
      case undefined:
        break;
      default:
        assertNever(data.value, "binding data");
    }
  return found;
}

const armsOf = (block: IfElseBlock): { node: Node; condition: string }[] => [
  ...[block.case, ...block.other].flatMap((each) =>
    each?.thenNode ? [{ node: each.thenNode, condition: each.condition ? formatCondition(each.condition) : "" }] : [],
  ),
  ...(block.default.case === "elseNode" ? [{ node: block.default.value, condition: "else" }] : []),
];

const conditionsOf = (block: IfElseBlock): string =>
  [block.case, ...block.other].flatMap((each) => (each?.condition ? [formatCondition(each.condition)] : [])).join("; ");
