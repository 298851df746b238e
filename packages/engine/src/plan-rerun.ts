/**
 * Running an execution once more, worked out beforehand: which nodes would run and which be taken over, and why.
 *
 * It says what a run that recovers (recovery.ts) does with the sets that come out here, walking the plan instead of
 * running it. What nodes ask for at run time is not in a plan: a dynamic node is one node here.
 */
import { assertNever } from "@skein/spec/never";
import { changedBy, readsAny } from "./changed-inputs.ts";
import { uniqueNodeId } from "./node-id.ts";
import { type BranchPlan, type NodePlan, type Plan, successors, type WorkflowPlan } from "./plan.ts";
import type { NodePhaseName } from "./record.ts";
import { isReadIn, type RecoveryOptions, readOnBy } from "./recovery.ts";
import type { NodeKey } from "./run.ts";

export interface RerunWish {
  /** Name of the execution that is run once more. */
  readonly source: string;
  /** Runs whatever it came to, and all after it: template node ids from the root joined by "/". Undefined for none. */
  readonly from: string | undefined;
  /** Inputs of the execution that have other values than in the source. */
  readonly changedInputs: ReadonlySet<string>;
}

/** What the source has of a node. */
export interface SourceNode {
  readonly phase: NodePhaseName;
  /** Whether its outputs file is there. */
  readonly hasOutputs: boolean;
}

export interface PlannedNode {
  readonly node: NodeKey;
  /** Template node ids from the root joined by "/". */
  readonly path: string;
  /** `mayRun`: an arm of a branch that has yet to choose. */
  readonly fate: "reused" | "runs" | "mayRun";
  /** In words, as the end of a sentence: "downstream of n3". */
  readonly why: string;
}

export interface RerunPlan {
  /** In an order in which they can run; start, end and failure nodes left out. */
  readonly nodes: readonly PlannedNode[];
  readonly sets: Pick<RecoveryOptions, "rerun" | "enter">;
}

/** @param sourceOf by unique node id; undefined where the source has no such node */
export function planRerun(
  { root }: Plan,
  wish: RerunWish,
  sourceOf: (node: NodeKey) => SourceNode | undefined,
): RerunPlan {
  const walk: Walk = { wish, sourceOf, nodes: [], rerun: new Set(), enter: new Set() };
  walkWorkflow(walk, root, { parent: undefined, path: "", changed: wish.changedInputs, anew: undefined });
  return { nodes: walk.nodes, sets: { rerun: walk.rerun, enter: walk.enter } };
}

interface Walk {
  readonly wish: RerunWish;
  readonly sourceOf: (node: NodeKey) => SourceNode | undefined;
  readonly nodes: PlannedNode[];
  readonly rerun: Set<NodeKey>;
  readonly enter: Set<NodeKey>;
}

/** Where a workflow stands. */
interface Place {
  readonly parent: NodeKey | undefined;
  /** With "/" at its end, unless empty. */
  readonly path: string;
  /** Inputs of the workflow that have other values than in the source. */
  readonly changed: ReadonlySet<string>;
  /** Why all in it runs; undefined: what has finished may be taken over. */
  readonly anew: string | undefined;
}

function walkWorkflow(walk: Walk, plan: WorkflowPlan, place: Place): void {
  const open = Uint32Array.from(plan.upCount);
  // What arms read comes before their branch, though the branch need not wait for it.
  const readOn = new Map<number, number[]>();
  plan.nodes.forEach((_, branch) => {
    for (const source of readOnBy(plan, branch)) {
      readOn.set(source, [...(readOn.get(source) ?? []), branch]);
      open[branch] = (open[branch] ?? 0) + 1;
    }
  });
  /** By node: the first before it that runs. */
  const after = new Map<number, number>();
  const fresh = new Set<number>();
  const left = [plan.start];
  for (const index of left) {
    const node = plan.nodes[index];
    if (node === undefined) continue;
    if (index !== plan.start && index !== plan.end) {
      const before = after.get(index);
      const downstream = before === undefined ? undefined : `downstream of ${plan.nodes[before]?.id}`;
      const isReused = walkNode(walk, node, {
        ...place,
        downstream,
        isRead: isReadIn(plan, index),
        isReadingOn: readOnBy(plan, index).length > 0,
        freshArmSource: (arm) => arm.sources.find((each) => fresh.has(each.index))?.id,
      });
      if (!isReused) fresh.add(index);
    }
    for (const next of successors(plan, index)) if (fresh.has(index) && !after.has(next)) after.set(next, index);
    for (const next of [...successors(plan, index), ...(readOn.get(index) ?? [])]) {
      open[next] = (open[next] ?? 0) - 1;
      if (open[next] === 0) left.push(next);
    }
  }
}

interface NodePlace extends Place {
  readonly downstream: string | undefined;
  readonly isRead: boolean;
  readonly isReadingOn: boolean;
  /** Id of a node that an arm of this branch reads, and that runs. */
  readonly freshArmSource: (arm: NodePlan) => string | undefined;
}

/** Whether it is taken over. */
function walkNode(walk: Walk, node: NodePlan, place: NodePlace): boolean {
  const key = uniqueNodeId(place.parent === undefined ? undefined : { key: place.parent, attempt: 0 }, node.id);
  const path = `${place.path}${node.id}`;
  const planned = { node: key, path };
  const anew = whyAnew(walk, node, path, place);
  if (anew !== undefined) {
    walk.nodes.push({ ...planned, fate: "runs", why: anew.why });
    if (anew.isChosen) walk.rerun.add(key);
    walkInside(walk, node, { ...place, parent: key, path: `${path}/`, anew: `inside ${node.id}, which runs` });
    return false;
  }
  const entered = whyEntered(walk, node, path, place);
  if (entered !== undefined) {
    walk.nodes.push({ ...planned, fate: "runs", why: entered });
    walk.enter.add(key);
    walkInside(walk, node, { ...place, parent: key, path: `${path}/` });
    return false;
  }
  const source = walk.sourceOf(key);
  const isDone = source?.phase === "SUCCEEDED" || source?.phase === "RECOVERED";
  const isWhole = isDone && !place.isReadingOn;
  if (isWhole && (source.hasOutputs || !place.isRead)) {
    walk.nodes.push({ ...planned, fate: "reused", why: `succeeded in ${walk.wish.source}` });
    return true;
  }
  walk.nodes.push({
    ...planned,
    fate: "runs",
    why: isDone && !isWhole ? byItself : whyNotReused(source?.phase, walk.wish.source),
  });
  walkInside(walk, node, { ...place, parent: key, path: `${path}/` });
  return false;
}

const byItself = "its arm is judged by itself, because it reads more than the branch waits for";

/** Why a node runs with all that is inside it. */
function whyAnew(
  { wish }: Walk,
  node: NodePlan,
  path: string,
  place: NodePlace,
): { why: string; isChosen: boolean } | undefined {
  if (place.anew !== undefined) return { why: place.anew, isChosen: false };
  if (wish.from === path) return { why: "chosen to run again", isChosen: true };
  if (place.downstream !== undefined) return { why: place.downstream, isChosen: false };
  const input = node.target.kind === "workflow" ? undefined : readsAny(node.bindings, place.changed);
  return input === undefined ? undefined : { why: `reads ${input}, which changes`, isChosen: true };
}

/** Why a node that might be taken over as a whole is not. */
function whyEntered({ wish }: Walk, node: NodePlan, path: string, place: NodePlace): string | undefined {
  if (wish.from?.startsWith(`${path}/`)) return `${wish.from.slice(path.length + 1)}, inside it, runs again`;
  const { target } = node;
  if (target.kind === "workflow") {
    const input = readsAny(node.bindings, place.changed);
    return input && `reads ${input}, which changes`;
  }
  if (target.kind !== "branch") return undefined;
  const arms = target.branch.arms.nodes;
  const input = arms.map((arm) => readsAny(arm.bindings, place.changed)).find((each) => each !== undefined);
  if (input !== undefined) return `its arm reads ${input}, which changes`;
  return undefined;
}

function walkInside(walk: Walk, node: NodePlan, place: NodePlace): void {
  const { target } = node;
  switch (target.kind) {
    case "workflow":
      walkWorkflow(walk, target.workflow, { ...place, changed: changedBy(node.bindings, place.changed) });
      return;
    case "branch":
      walkArms(walk, target.branch, place);
      return;
    default:
      return;
  }
}

function walkArms(walk: Walk, { arms }: BranchPlan, place: NodePlace): void {
  for (const [index, arm] of arms.nodes.entries()) {
    const key = uniqueNodeId({ key: place.parent ?? "", attempt: 0 }, arm.id);
    const wasTaken = walk.sourceOf(key);
    const source = place.freshArmSource(arm);
    if (place.anew !== undefined || wasTaken === undefined || wasTaken.phase === "SKIPPED") {
      const path = `${place.path}${arm.id}`;
      walk.nodes.push({ node: key, path, fate: "mayRun", why: "runs if the branch takes it" });
      continue;
    }
    walkNode(walk, arm, {
      ...place,
      isReadingOn: readOnBy(arms, index).length > 0,
      downstream: source === undefined ? undefined : `downstream of ${source}`,
    });
  }
}

function whyNotReused(phase: NodePhaseName | undefined, name: string): string {
  switch (phase) {
    case undefined:
      return `did not run in ${name}`;
    case "SUCCEEDED":
    case "RECOVERED":
      return `succeeded in ${name}, but its outputs are gone`;
    case "SKIPPED":
      return `was skipped in ${name}`;
    case "FAILED":
    case "FAILING":
      return `failed in ${name}`;
    case "ABORTED":
      return `was aborted in ${name}`;
    case "TIMED_OUT":
      return `timed out in ${name}`;
    case "QUEUED":
    case "RUNNING":
    case "DYNAMIC_RUNNING":
      return `had not ended in ${name}`;
    default:
      return assertNever(phase, "phase");
  }
}
