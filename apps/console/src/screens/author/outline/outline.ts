/**
 * What a text defines, for completion, hover and the graph: names, types and places, but no messages. Plain values, so
 * that the worker can hand it to the page. Read by read-outline.ts; offsets are UTF-16 code units from 0.
 */
import type { NodeKind } from "@skein/spec/authoring/schema";

export interface Place {
  readonly from: number;
  readonly to: number;
}

export interface OutlineVariable {
  readonly name: string;
  /** In the short form of authoring: `list[int]`. */
  readonly type: string;
  readonly description: string;
  /** Whether it may be left out. */
  readonly isOptional: boolean;
  /** The default as it is written; empty when there is none. */
  readonly default: string;
}

/** What can be called: a task, workflow or launch plan, of the text or registered. */
export interface OutlineInterface {
  readonly inputs: readonly OutlineVariable[];
  readonly outputs: readonly OutlineVariable[];
}

export interface OutlineEntity extends OutlineInterface {
  readonly name: string;
  readonly description: string;
  readonly head: Place;
  readonly whole: Place;
}

export interface OutlineNode extends OutlineInterface {
  readonly id: string;
  /** As in the graph: "decide/decide-case0". */
  readonly path: string;
  /** Absent while nothing says what it is. */
  readonly kind: NodeKind | undefined;
  /** The name it refers to; empty for gates and switches. */
  readonly target: string;
  /** Where that was found: in the text, under a registered version, or nowhere. */
  readonly found: "text" | "registered" | "missing";
  /** Of a registered target. */
  readonly version: string;
  /** Inputs given by `with` or `over`. */
  readonly bound: readonly string[];
  readonly head: Place;
  readonly whole: Place;
}

export interface OutlineWorkflow extends OutlineEntity {
  /** Also those inside switches, after what they stand in. */
  readonly nodes: readonly OutlineNode[];
  /** `node.output` (or `inputs.name`) of every reference, as often as it is used. */
  readonly uses: readonly string[];
}

export interface OutlineLaunchPlan {
  readonly name: string;
  readonly workflow: string;
  readonly inputs: readonly OutlineVariable[];
  readonly head: Place;
  readonly whole: Place;
}

export interface Outline {
  readonly tasks: readonly OutlineEntity[];
  readonly workflows: readonly OutlineWorkflow[];
  readonly launchPlans: readonly OutlineLaunchPlan[];
}

export const emptyOutline: Outline = { tasks: [], workflows: [], launchPlans: [] };

/** A node and the workflow it is written in. */
export interface NodeAt {
  readonly workflow: OutlineWorkflow;
  readonly node: OutlineNode | undefined;
}

/** The workflow at an offset, and the innermost node there. */
export function nodeAt({ workflows }: Outline, offset: number): NodeAt | undefined {
  const holds = ({ whole }: { readonly whole: Place }) => whole.from <= offset && offset <= whole.to;
  const workflow = workflows.find(holds);
  return workflow && { workflow, node: workflow.nodes.findLast(holds) };
}

/**
 * The node a path of a workflow's graph is drawn from. What a sub-workflow of the same text holds is found there; what
 * a registered one holds leads to the node that uses it.
 */
export function nodeOfPath(outline: Outline, workflowName: string, path: string): NodeAt | undefined {
  const workflow = outline.workflows.find(({ name }) => name === workflowName);
  if (!workflow) return undefined;
  const parts = path.split("/");
  for (let length = parts.length; length > 0; length--) {
    const node = workflow.nodes.find((each) => each.path === parts.slice(0, length).join("/"));
    if (!node) continue;
    const rest = parts.slice(length).join("/");
    const inner = rest && node.kind === "workflow" ? nodeOfPath(outline, node.target, rest) : undefined;
    return inner ?? { workflow, node };
  }
  return undefined;
}
