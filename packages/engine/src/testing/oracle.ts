/**
 * What a run must come to, worked out the naive way: by walking the drawing of the workflow, node by node, without
 * events, counters or time (execution.md §1–4). What each kind of node comes to is in kinds.ts.
 *
 * It is the whole truth for FAIL_AFTER_EXECUTABLE_NODES_COMPLETE, where the outcome depends on nothing else; where
 * something ends the run early, it is what each node comes to that gets so far.
 */
import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { uniqueNodeId } from "../node-id.ts";
import { type Fate, type IsKept, triesOf } from "./fate.ts";
import { type Comes, kindOf, type Walk } from "./kinds.ts";
import { readOf, type Said, workSays } from "./said.ts";

export interface Outcome {
  /** Last phase by node key, start and end nodes included. */
  readonly phases: Map<string, string>;
  /** Newest attempt by node key of task nodes that ran. */
  readonly attempts: Map<string, number>;
  /** What nodes that succeeded say. */
  readonly says: Map<string, Said>;
  /** The node whose failure is the workflow's. */
  readonly failedNode: string | undefined;
  /** Undefined where its end node did not succeed, or it has none. */
  readonly outputs: Said | undefined;
}

export interface OracleOptions {
  readonly fate: Fate;
  readonly isKept: IsKept;
  /** Retries of tasks, where their nodes say none. */
  readonly taskRetries?: number;
  /** Of a run that recovers another. */
  readonly source?: OracleSource;
}

/** What can be taken over, and what runs all the same. */
export interface OracleSource {
  /** What a node says that can be taken over. */
  readonly says: (key: string) => Said | undefined;
  /** Whether the task of a node that cannot has asked for nodes, and need not run to ask again. */
  readonly hasAsked: (key: string) => boolean;
  readonly rerun: ReadonlySet<string>;
  readonly enter: ReadonlySet<string>;
}

type Workflow = Pick<Outcome, "failedNode" | "outputs">;

export function outcomeOf(sketch: WorkflowSketch, options: OracleOptions): Outcome {
  const all = { phases: new Map(), attempts: new Map(), says: new Map() };
  return { ...all, ...walkWorkflow(all, options, sketch) };
}

/** The attempt of a node that a workflow is inside of, and what it gives. */
interface Around {
  readonly key: string;
  readonly attempt: number;
  readonly given: Said;
  /** Whether nodes inside may be taken over. */
  readonly recovers: boolean;
}

type Found = Pick<Outcome, "phases" | "attempts" | "says">;

function walkWorkflow(all: Found, options: OracleOptions, sketch: WorkflowSketch, around?: Around): Workflow {
  const keyOf = (id: string) => uniqueNodeId(around, id);
  /** What nodes of this workflow came to that have succeeded or failed; those that were skipped are not here. */
  const own = new Map<string, Comes>();
  const saidBy = (id: string): Said => {
    const comes = own.get(id);
    return comes !== undefined && "says" in comes ? comes.says : {};
  };
  const { source } = options;
  /** Of the node looked at: whether it, and what is inside it, may be taken over. */
  let recovers = around?.recovers ?? source !== undefined;
  const isKept = (id: string) => {
    const comes = own.get(id);
    return comes !== undefined && "says" in comes && comes.isReused === true;
  };
  const walk: Walk = {
    fate: options.fate,
    isKept: options.isKept,
    read: ({ after = [] }) => Object.fromEntries(after.map((id) => [id, readOf(saidBy(id))])),
    ran: (key, newest) => all.attempts.set(key, newest),
    attempts: (node, key) => tryTask(all, options, { node, key, read: walk.read(node) }),
    hasAsked: (key) => recovers && source?.enter.has(key) === false && source.hasAsked(key),
    newest: (key) => all.attempts.get(key) ?? 0,
    inside(inner, key, given, attempt = 0) {
      const { failedNode, outputs } = walkWorkflow(all, options, inner, { key, attempt, given, recovers });
      return failedNode === undefined ? { says: outputs ?? {} } : { culprit: failedNode };
    },
    isOpen: ({ after = [] }) => after.every((id) => "says" in (own.get(id) ?? {})),
    comesTo(node, key) {
      const outside = recovers;
      recovers &&= source?.rerun.has(key) === false && (node.after ?? []).every(isKept);
      const isWhole =
        recovers && source?.enter.has(key) === false && readWithin(node).every((id) => node.after?.includes(id));
      const said = isWhole ? source?.says(key) : undefined;
      const comes: Comes = said === undefined ? kindOf(node).comesTo(node, key, walk) : { says: said, isReused: true };
      recovers = outside;
      return comes;
    },
    settle(key, comes) {
      all.phases.set(key, phaseOf(comes));
      if (comes !== undefined && "says" in comes) all.says.set(key, comes.says);
    },
  };
  const settle = (id: string, comes: Comes) => {
    own.set(id, comes);
    walk.settle(keyOf(id), comes);
  };

  walk.settle(keyOf("start-node"), { says: around?.given ?? {} });
  for (const node of sketch.nodes) {
    if (walk.isOpen(node)) settle(node.id, walk.comesTo(node, keyOf(node.id)));
    else walk.settle(keyOf(node.id));
  }
  const isWhole = sketch.nodes.every(({ id }) => "says" in (own.get(id) ?? {}));
  walk.settle(keyOf("end-node"), isWhole ? { says: {} } : undefined);
  const wanted = sketch.outputs ?? [];
  const outputs = isWhole && wanted.length > 0 ? walk.read({ id: "end-node", after: wanted }) : undefined;

  const failedNode = lastVisited(sketch, own);
  const { onFailure } = sketch;
  if (failedNode === undefined || onFailure === undefined) return { failedNode, outputs };
  recovers = false;
  const handled = walk.comesTo(onFailure, keyOf(onFailure.id));
  settle(onFailure.id, handled);
  return { failedNode: "culprit" in handled ? handled.culprit : failedNode, outputs };
}

/** What arms read, at any depth: a branch that does not wait for all of it is not taken over as a whole. */
function readWithin({ arms = [] }: NodeSketch): string[] {
  return arms.flatMap((arm) => [...(arm.after ?? []), ...readWithin(arm)]);
}

function phaseOf(comes: Comes | undefined): string {
  if (comes === undefined) return "SKIPPED";
  if ("culprit" in comes) return "FAILED";
  return comes.isReused ? "RECOVERED" : "SUCCEEDED";
}

function tryTask(
  all: Found,
  { fate, taskRetries = 0 }: OracleOptions,
  { node, key, read }: { node: NodeSketch; key: string; read: Said },
): Comes {
  const { succeeds, newest } = triesOf(fate, key, node.retries || taskRetries);
  all.attempts.set(key, newest);
  return succeeds ? { says: workSays(key, read) } : { culprit: key };
}

/** Upstream's walk, with all its repeated visits: successors in id order, failing nodes are not passed. */
function lastVisited(sketch: WorkflowSketch, own: ReadonlyMap<string, Comes>): string | undefined {
  let last: string | undefined;
  const visit = (id: string) => {
    const comes = own.get(id);
    if (comes !== undefined && "culprit" in comes) {
      last = comes.culprit;
      return;
    }
    const next = sketch.nodes.filter(({ after = [] }) => (id === "" ? after.length === 0 : after.includes(id)));
    for (const each of next.map((node) => node.id).sort()) visit(each);
  };
  visit("");
  return last;
}
