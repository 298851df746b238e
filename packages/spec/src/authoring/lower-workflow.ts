/**
 * A workflow of the concise form → WorkflowSpec, with the templates of the sub-workflows it uses.
 *
 * Outputs are written as references, without a type: the type is that of what they refer to.
 * @see flyteidl/core/workflow.proto WorkflowTemplate
 */
import { create } from "@bufbuild/protobuf";
import { type WorkflowSpec, WorkflowSpecSchema } from "../gen/flyteidl/admin/workflow_pb.js";
import type { Identifier } from "../gen/flyteidl/core/identifier_pb.js";
import { type Variable, VariableSchema } from "../gen/flyteidl/core/interface_pb.js";
import { type Binding, BindingSchema } from "../gen/flyteidl/core/literals_pb.js";
import {
  type Node,
  WorkflowMetadata_OnFailurePolicy,
  WorkflowTemplateSchema,
} from "../gen/flyteidl/core/workflow_pb.js";
import { identifierKey } from "../identifier.ts";
import { findEntry } from "./document.ts";
import type { Findings } from "./findings.ts";
import { lowerBindingData } from "./lower-binding.ts";
import { lowerInputs, toVariableMap, type Variables } from "./lower-interface.ts";
import { lowerDescription } from "./lower-metadata.ts";
import { lowerNode } from "./lower-node.ts";
import { readOutput } from "./lower-output.ts";
import { type ResolvedNode, resolveNode } from "./resolve-node.ts";
import type { WorkflowDoc } from "./schema.ts";
import type { CarriedTemplate, Scope } from "./scope.ts";
import type { SourceMap } from "./source-map.ts";
import type { WorkflowContext } from "./workflow-context.ts";

/** The id flytekit gives the failure node. */
export const failureNodeId = "efn";

/** Ids that mean something else: the ends of the graph, and what references name. */
const reservedIds = ["start-node", "end-node", "inputs", "outputs", "error"];

/** What becomes of the other nodes when one failed, by its word. */
export const failurePolicies = {
  fail_immediately: WorkflowMetadata_OnFailurePolicy.FAIL_IMMEDIATELY,
  fail_after_executable_nodes_complete: WorkflowMetadata_OnFailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE,
} as const;

export interface LoweredWorkflow {
  readonly spec: WorkflowSpec;
  readonly inputs: Variables;
  /** Of the sub-workflows, in the order of `spec.subWorkflows`. */
  readonly carried: readonly CarriedTemplate[];
}

/** What is wrong is reported and left out. */
export function lowerWorkflow(
  doc: WorkflowDoc,
  id: Identifier,
  scope: Scope,
  map: SourceMap,
  findings: Findings,
): LoweredWorkflow {
  const inputs = lowerInputs(doc.inputs, findings);
  for (const { name, nameSpan } of inputs.values()) {
    map.set(["template", "interface", "inputs", "variables", name], nameSpan);
  }
  const nodes = resolveNodes(doc, scope, findings);
  const failure = resolveFailureNode(doc, scope, findings);
  const context = { scope, findings, map, inputs, nodes, isFailureNode: false };
  const lowered: Node[] = [];
  for (const node of nodes.values()) {
    const within = { ...context, findings: findings.within({ nodeId: node.id }) };
    const message = lowerNode(node, within, ["template", "nodes", lowered.length]);
    if (message) lowered.push(message);
  }
  const failureContext = { ...context, findings: findings.within({ nodeId: failureNodeId }), isFailureNode: true };
  const failureNode = failure && lowerNode(failure, failureContext, ["template", "failureNode"]);
  const outputs = lowerWorkflowOutputs(doc, context);
  const carried = carriedTemplates([...nodes.values(), ...(failure ? [failure] : [])]);
  for (const [index, { origin }] of carried.entries()) {
    // Positions only make sense in this file's own text.
    if (origin?.source === findings.source) map.mount(["subWorkflows", index], origin.map, origin.path);
  }
  mapSections(doc, map);
  const template = create(WorkflowTemplateSchema, {
    id,
    metadata: { onFailure: failurePolicies[doc.failurePolicy?.value ?? "fail_immediately"] },
    interface: { inputs: toVariableMap(inputs), outputs: { variables: outputs.variables } },
    nodes: lowered,
    outputs: outputs.bindings,
    metadataDefaults: { interruptible: doc.interruptible?.value ?? false },
    ...(failureNode ? { failureNode } : {}),
  });
  const subWorkflows = carried.map((each) => each.template);
  return {
    spec: create(WorkflowSpecSchema, { template, subWorkflows, ...lowerDescription(doc.description) }),
    inputs,
    carried,
  };
}

function resolveNodes(doc: WorkflowDoc, scope: Scope, findings: Findings): Map<string, ResolvedNode> {
  const nodes = new Map<string, ResolvedNode>();
  for (const { name, nameSpan, value } of doc.nodes ?? []) {
    const within = findings.within({ nodeId: name });
    checkNodeId(name, nameSpan, within);
    nodes.set(name, resolveNode(name, value, { what: `The node ${name}`, head: nameSpan }, scope, within));
  }
  const nodesEntry = findEntry(doc.at, "nodes");
  if (nodes.size === 0 && doc.nodes && nodesEntry) {
    findings.add({
      code: "ValueRequired",
      message: "A workflow needs a node",
      span: nodesEntry.keySpan,
      hints: [{ text: "Add one under nodes, such as first: { task: <name> }" }],
    });
  }
  return nodes;
}

function resolveFailureNode(doc: WorkflowDoc, scope: Scope, findings: Findings): ResolvedNode | undefined {
  const entry = findEntry(doc.at, "onFailure");
  if (!entry || !doc.onFailure) return undefined;
  const within = findings.within({ nodeId: failureNodeId });
  const node = resolveNode(failureNodeId, doc.onFailure, { what: "onFailure", head: entry.keySpan }, scope, within);
  if (node.kind === "task" || node.kind === "workflow" || node.kind === "broken") return node;
  within.add({
    code: "ConflictingKeys",
    message: `onFailure can be a task or a workflow, not a ${node.kind}`,
    span: entry.keySpan,
    hints: [{ text: "Put it into a workflow of its own, and name that here" }],
  });
  return undefined;
}

function checkNodeId(name: string, span: { start: number; end: number }, findings: Findings): void {
  if (reservedIds.includes(name)) {
    findings.add({
      code: "InvalidName",
      message: `A node cannot be called "${name}": the name has a meaning of its own`,
      span,
      hints: [findings.replacing(span, `${name}-step`, "Call it something else")],
    });
  } else if (!/^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/.test(name)) {
    const better = name.replaceAll(/[^A-Za-z0-9_-]+/g, "_").slice(0, 63);
    findings.add({
      code: "InvalidName",
      message: `"${name}" cannot be a node's id; use at most 63 letters, digits, _ and -`,
      span,
      hints: better === "" || better.startsWith("-") ? [] : [findings.replacing(span, better, `Call it ${better}`)],
    });
  }
}

function lowerWorkflowOutputs(doc: WorkflowDoc, context: WorkflowContext) {
  const variables: Record<string, Variable> = {};
  const bindings: Binding[] = [];
  for (const named of doc.outputs ?? []) {
    const output = readOutput(named, context);
    if (!output) continue;
    const { name, nameSpan } = named;
    const path = ["template", "outputs", bindings.length];
    context.map.set(path, nameSpan);
    context.map.set(["template", "interface", "outputs", "variables", name], nameSpan);
    const place = { what: name, head: nameSpan };
    const binding = lowerBindingData(output.value, output.type, place, context, [...path, "binding"]);
    if (!binding || !output.type) continue;
    variables[name] = create(VariableSchema, { type: output.type, description: output.description });
    bindings.push(create(BindingSchema, { var: name, binding }));
  }
  return { variables, bindings };
}

/** The templates of all sub-workflows that nodes use, each once, in the order they are met. */
function carriedTemplates(nodes: readonly ResolvedNode[]): CarriedTemplate[] {
  const carried = new Map<string, CarriedTemplate>();
  const visit = (node: ResolvedNode) => {
    if (node.kind === "workflow") {
      for (const each of node.workflow.templates) {
        const key = each.template.id ? identifierKey(each.template.id) : "";
        if (!carried.has(key)) carried.set(key, each);
      }
    }
    if (node.kind === "switch") {
      for (const each of node.cases) visit(each.node);
      if (node.otherwise) visit(node.otherwise);
    }
  };
  for (const node of nodes) visit(node);
  return [...carried.values()];
}

function mapSections(doc: WorkflowDoc, map: SourceMap): void {
  const sections = [
    ["nodes", ["template", "nodes"]],
    ["inputs", ["template", "interface", "inputs"]],
    ["outputs", ["template", "outputs"]],
    ["onFailure", ["template", "failureNode"]],
    ["description", ["description"]],
  ] as const;
  map.set(["template"], doc.head);
  for (const [key, path] of sections) {
    const entry = findEntry(doc.at, key);
    if (entry) map.set(path, entry.keySpan);
  }
}
