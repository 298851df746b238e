/** Branch nodes → `switch`. Their inputs and most of their upstreams follow from what is inside. */
import type { BranchNode, IfElseBlock, Node } from "../../gen/flyteidl/core/workflow_pb.js";
import { providersOf } from "../lower-switch.ts";
import { liftCondition } from "./lift-condition.ts";
import { liftNodeMetadata } from "./lift-metadata.ts";
import { type LiftContext, liftAfter, liftName } from "./lift-node-parts.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { type Fields, fields } from "./lift-written.ts";

type LiftNode = (node: Node, context: LiftContext) => Fields;

/** @throws NotSayable where a branch has an id of its own, or a condition cannot be written */
export function liftSwitch(node: Node, { ifElse }: BranchNode, context: LiftContext, liftNode: LiftNode): Fields {
  if (!ifElse) throw new NotSayable("its branches are missing");
  const child = (each: Node | undefined, id: string): Fields => {
    if (!each) throw new NotSayable(`its branch ${id} runs nothing`);
    if (each.id !== id) throw new NotSayable(`its branch ${id} has an id of its own, ${JSON.stringify(each.id)}`);
    return liftNode(each, context);
  };
  const blocks = [ifElse.case, ...ifElse.other].map((block, index) =>
    fields({ when: liftCondition(block?.condition, node.inputs), then: child(block?.thenNode, `case${index}`) }),
  );
  return fields({
    switch: blocks,
    else: liftElse(ifElse, child),
    after: liftAfter(findAfter(node, ifElse)),
    name: liftName(node),
    ...liftNodeMetadata(node.metadata),
  });
}

function liftElse(ifElse: IfElseBlock, child: (node: Node, id: string) => Fields): Fields {
  const last = ifElse.default;
  if (last.case === "elseNode") return child(last.value, "else");
  if (last.case === "error") return fields({ fail: last.value.message });
  throw new NotSayable("it does not say what happens when no condition holds");
}

/** What must be said of the upstreams: lowering adds what the branches read and wait for, after what is said. */
function findAfter(node: Node, ifElse: IfElseBlock): readonly string[] {
  const read = new Set(childrenOf(ifElse).flatMap(providersOf));
  const others = node.upstreamNodeIds.filter((id) => !read.has(id));
  const isSaid = String([...others, ...read]) === String(node.upstreamNodeIds);
  return isSaid ? others : node.upstreamNodeIds;
}

/** The nodes of the branches, in the order of lowering. */
export function childrenOf({ case: first, other, default: last }: IfElseBlock): Node[] {
  const nodes = [first, ...other].flatMap((block) => block?.thenNode ?? []);
  return last.case === "elseNode" ? [...nodes, last.value] : nodes;
}
