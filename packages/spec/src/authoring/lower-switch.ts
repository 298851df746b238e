/**
 * `switch` → branch node. The conditions' variables are its inputs; whatever its branches read or wait for is an
 * upstream of it, because edges of a branch's children do not order the branch itself.
 *
 * @see flyteidl/core/workflow.proto BranchNode
 */
import { create } from "@bufbuild/protobuf";
import { type Binding, type BindingData, BindingSchema } from "../gen/flyteidl/core/literals_pb.js";
import {
  IfBlockSchema,
  type IfElseBlock,
  IfElseBlockSchema,
  type Node,
  NodeSchema,
} from "../gen/flyteidl/core/workflow_pb.js";
import { promiseOf } from "./lower-binding.ts";
import { type ConditionInputs, lowerCondition } from "./lower-condition.ts";
import { lowerNodeMetadata } from "./lower-metadata.ts";
import type { ResolvedNode } from "./resolve-node.ts";
import { startNode, type WorkflowContext } from "./workflow-context.ts";

type Path = readonly (string | number)[];
type LowerNode = (node: ResolvedNode, context: WorkflowContext, path: Path) => Node | undefined;

export function lowerSwitch(
  node: Extract<ResolvedNode, { kind: "switch" }>,
  after: readonly string[],
  context: WorkflowContext,
  path: Path,
  lowerNode: LowerNode,
): Node {
  const inputs: ConditionInputs = new Map();
  const ifElsePath = [...path, "branchNode", "ifElse"];
  const children: Node[] = [];
  const child = (each: ResolvedNode, at: Path) => {
    const lowered = lowerNode(each, context, at);
    if (lowered) children.push(lowered);
    return lowered ? { lowered } : {};
  };
  const blocks = node.cases.map((each, index) => {
    const at = index === 0 ? [...ifElsePath, "case"] : [...ifElsePath, "other", index - 1];
    context.map.set(at, each.when ?? each.node.place.head);
    const condition = each.when && lowerCondition(each.when, inputs, context, [...at, "condition"]);
    const { lowered } = child(each.node, [...at, "thenNode"]);
    return create(IfBlockSchema, { ...(condition ? { condition } : {}), ...(lowered ? { thenNode: lowered } : {}) });
  });
  const [first, ...other] = blocks;
  const fallback = otherwise(); // before the children's upstreams are gathered
  const bindings = [...inputs].map(([name, { followed, scalar }], index): Binding => {
    const at = [...path, "inputs", index];
    context.map.set(at, scalar);
    return create(BindingSchema, { var: name, binding: promiseOf(followed, scalar, context, [...at, "binding"]) });
  });
  return create(NodeSchema, {
    id: node.id,
    metadata: lowerNodeMetadata(node.doc, context.findings),
    inputs: bindings,
    upstreamNodeIds: [...new Set([...after, ...children.flatMap(providersOf)])],
    target: {
      case: "branchNode",
      value: { ifElse: create(IfElseBlockSchema, { ...(first ? { case: first } : {}), other, default: fallback }) },
    },
  });

  function otherwise(): IfElseBlock["default"] {
    if (node.otherwise) {
      const { lowered } = child(node.otherwise, [...ifElsePath, "elseNode"]);
      return lowered ? { case: "elseNode", value: lowered } : { case: undefined };
    }
    const error = create(IfElseBlockSchema, {
      default: { case: "error", value: { failedNodeId: node.id, message: node.fail?.text ?? "" } },
    });
    return error.default;
  }
}

/** The nodes a branch's child reads from or waits for. */
export function providersOf(child: Node): string[] {
  const read = child.inputs.flatMap((each) => (each.binding ? promisesIn(each.binding) : []));
  return [...child.upstreamNodeIds, ...read].filter((id) => id !== startNode);
}

function promisesIn({ value }: BindingData): string[] {
  switch (value.case) {
    case "promise":
      return [value.value.nodeId];
    case "collection":
      return value.value.bindings.flatMap(promisesIn);
    case "map":
      return Object.values(value.value.bindings).flatMap(promisesIn);
    default:
      return [];
  }
}
