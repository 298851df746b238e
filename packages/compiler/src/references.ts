/**
 * What the nodes of a template refer to: tasks, launch plans, sub-workflows, at any depth of branches and array nodes.
 */
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Node, WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { identifierKey } from "@skein/spec/identifier";
import { assertNever } from "@skein/spec/never";
import { into, type Trail } from "./trail.ts";

/** One reference and the node it stands in. */
export interface Reference {
  readonly kind: "task" | "launchPlan" | "subWorkflow";
  readonly id: Identifier;
  /** The identifier as one text. */
  readonly key: string;
  readonly nodeId: string;
  /** Of the identifier. */
  readonly at: Trail;
  /** Inside an array node, where upstream looks at the interface only and compiles nothing. */
  readonly inArray: boolean;
}

/** All references of a template, in source order; the failure node's last. */
export function findReferences(template: WorkflowTemplate, root: Trail): Reference[] {
  const found = template.nodes.flatMap((node, index) => nodeReferences(node, into(root, "nodes", index)));
  if (template.failureNode) found.push(...nodeReferences(template.failureNode, into(root, "failureNode")));
  return found;
}

/** The references of one node and of those inside it, in source order. */
export function nodeReferences(root: Node, place: Trail): Reference[] {
  const found: Reference[] = [];
  const stack: { node: Node; at: Trail; inArray: boolean }[] = [{ node: root, at: place, inArray: false }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, at, inArray } = next;
    const { target } = node;
    switch (target.case) {
      case "taskNode": {
        const { reference } = target.value;
        if (reference.case === undefined) break;
        const where = into(at, "taskNode", "referenceId");
        const [id, key] = [reference.value, identifierKey(reference.value)];
        found.push({ kind: "task", id, key, nodeId: node.id, at: where, inArray });
        break;
      }
      case "workflowNode": {
        const { reference } = target.value;
        if (reference.case === undefined) break;
        const kind = reference.case === "launchplanRef" ? "launchPlan" : "subWorkflow";
        const where = into(at, "workflowNode", reference.case);
        const [id, key] = [reference.value, identifierKey(reference.value)];
        found.push({ kind, id, key, nodeId: node.id, at: where, inArray });
        break;
      }
      case "branchNode":
        for (const arm of branchArms(node, at).reverse()) {
          if (arm.node) stack.push({ node: arm.node, at: arm.at, inArray });
        }
        break;
      case "arrayNode":
        if (target.value.node) {
          stack.push({ node: target.value.node, at: into(at, "arrayNode", "node"), inArray: true });
        }
        break;
      case "gateNode":
      case undefined:
        break;
      default:
        assertNever(target, "node target");
    }
  }
  return found;
}

/** An arm of a branch: a case with its condition, or the else node. */
export interface BranchArm {
  readonly kind: "case" | "else";
  /** Absent where the case has no node; `at` is then the case's. */
  readonly node?: Node;
  readonly at: Trail;
  /** Of the if-block; the else node's own. */
  readonly block: Trail;
}

/** The arms of a branch node in upstream's order: case, other cases, else. Empty for other nodes. */
export function branchArms(node: Node, at: Trail): BranchArm[] {
  if (node.target.case !== "branchNode") return [];
  const { ifElse } = node.target.value;
  if (!ifElse) return [];
  const root = into(at, "branchNode", "ifElse");
  const blocks = ifElse.other.map((block, index) => ({ block, at: into(root, "other", index) }));
  if (ifElse.case) blocks.unshift({ block: ifElse.case, at: into(root, "case") });
  const arms: BranchArm[] = blocks.map(({ block, at: where }) =>
    block.thenNode
      ? { kind: "case", node: block.thenNode, at: into(where, "thenNode"), block: where }
      : { kind: "case", at: where, block: where },
  );
  if (ifElse.default.case === "elseNode") {
    const where = into(root, "elseNode");
    arms.push({ kind: "else", node: ifElse.default.value, at: where, block: where });
  }
  return arms;
}
