/**
 * The invariants of execution.md §10 that can be read off the state and the records, by their numbers; broken ones
 * throw. Which are kept where, these and all others, is in invariants.test.ts.
 */
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type ArrayState, underWay } from "../array-state.ts";
import { isFailureNode } from "../failure-node.ts";
import { heldNodes } from "../hold.ts";
import { outstanding } from "../outstanding.ts";
import { successors, takesPlace } from "../plan.ts";
import type { ExecutionRecord, NodeRecord, RunRecord, SubNodesRecord, TaskRecord } from "../record.ts";
import type { Run } from "../run.ts";
import { hasSucceeded, isDecided, type LiveNode, NodeState, type Scope, type Stage } from "../scope.ts";
import { isFinished } from "../status.ts";

/** An invariant was broken. */
export class LawBroken extends Error {
  readonly law: number;
  constructor(law: number, message: string) {
    super(`§10.${law}: ${message}`);
    this.law = law;
  }
}

export function broken(law: number, message: string): never {
  throw new LawBroken(law, message);
}

const executionPaths: Readonly<Record<string, readonly string[]>> = {
  "": ["RUNNING", "ABORTING"],
  RUNNING: ["SUCCEEDING", "FAILING", "ABORTING"],
  SUCCEEDING: ["SUCCEEDED"],
  FAILING: ["FAILED", "ABORTING"],
  ABORTING: ["ABORTED"],
};
const nodePaths: Readonly<Record<string, readonly string[]>> = {
  "": ["QUEUED", "SKIPPED", "SUCCEEDED", "FAILED", "RECOVERED"],
  QUEUED: ["RUNNING", "SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"],
  RUNNING: ["DYNAMIC_RUNNING", "SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"],
  // Once for each attempt that asks for nodes.
  DYNAMIC_RUNNING: ["RUNNING", "SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"],
};
const taskPaths: Readonly<Record<string, readonly string[]>> = {
  "": ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "ABORTED"],
  QUEUED: ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "ABORTED"],
  RUNNING: ["RUNNING", "SUCCEEDED", "FAILED", "ABORTED"],
};
const subNodePaths: Readonly<Record<string, readonly string[]>> = {
  "": ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED"],
  QUEUED: ["RUNNING", "SUCCEEDED", "FAILED", "ABORTED"],
  RUNNING: ["SUCCEEDED", "FAILED", "ABORTED"],
};
const paths = { execution: executionPaths, node: nodePaths, task: taskPaths };

export interface RecordWatch {
  /** @param values where given: what is stored, by URI */
  see(record: RunRecord, values?: ReadonlyMap<string, LiteralMap>): void;
  /** Newest phase by node key. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly attempts: ReadonlyMap<string, string>;
  /** Newest phase by `node#attempt[index]#attempt`. */
  readonly subNodes: ReadonlyMap<string, string>;
  /** Newest record by node key. */
  readonly newest: ReadonlyMap<string, NodeRecord>;
  /** What the newest attempt that asked for nodes asked for. */
  readonly asked: ReadonlyMap<string, string>;
  readonly last: () => RunRecord | undefined;
}

/** Invariants 1, 2, 12, 16, 19, 33: every entity walks its graph, once, forwards in time; attempts have no gaps. */
export function makeRecordWatch(hasAsked: (node: string) => boolean = () => false): RecordWatch {
  const phases = new Map<string, { phase: string; version: number; at: number }>();
  const nodes = new Map<string, string>();
  const attempts = new Map<string, string>();
  const newest = new Map<string, NodeRecord>();
  const held = new Set<string>();
  const subNodes = new Map<string, string>();
  const asked = new Map<string, string>();
  let last: RunRecord | undefined;
  /** As attempts of a task: each walks its graph, and there is one for each before it. */
  const seeSubNodes = ({ node, arrayAttempt, version, changes, counts, areAborted }: SubNodesRecord) => {
    const id = `${node}#${arrayAttempt}`;
    const task = phases.get(id);
    if (task?.phase !== "RUNNING") broken(1, `${node} has sub-nodes that move, and is ${task?.phase}.`);
    if (version !== task.version + 1) broken(2, `${node} has sub-nodes in version ${version} after ${task.version}.`);
    phases.set(id, { ...task, version });
    for (const { index, attempt, phase } of changes) {
      const of = (each: number) => `${id}[${index}]#${each}`;
      const before = subNodes.get(of(attempt));
      if (!subNodePaths[before ?? ""]?.includes(phase)) broken(1, `${of(attempt)} went from ${before} to ${phase}.`);
      if (attempt > 0 && !subNodes.has(of(attempt - 1))) broken(12, `${of(attempt)} has no attempt before it.`);
      subNodes.set(of(attempt), phase);
    }
    for (const [each, phase] of subNodes) {
      if (areAborted && each.startsWith(`${id}[`) && phase === "RUNNING") subNodes.set(each, "ABORTED");
    }
    const { size, ...rest } = counts;
    if (Object.values(rest).reduce((sum, each) => sum + each, 0) > size) broken(5, `${node} counts too many.`);
  };
  return {
    nodes,
    subNodes,
    attempts,
    newest,
    asked,
    last: () => last,
    see(record, values) {
      last = record;
      if (record.kind === "subNodes") {
        seeSubNodes(record);
        return;
      }
      if (record.kind === "breakpoints") return;
      if (record.kind === "hold") {
        checkHold(record.node, record.held !== undefined, nodes.get(record.node), held);
        return;
      }
      const id = idOf(record);
      const version = record.kind === "task" ? record.version : 0;
      const before = phases.get(id);
      if (!paths[record.kind][before?.phase ?? ""]?.includes(record.phase)) {
        broken(before === undefined ? 2 : 1, `${id} went from ${before?.phase} to ${record.phase}.`);
      }
      if (before?.phase === record.phase && version !== before.version + 1) broken(2, `${id} repeats itself.`);
      if (before !== undefined && record.at < before.at) broken(33, `${id} goes back in time.`);
      phases.set(id, { phase: record.phase, version, at: record.at });
      if (record.kind === "node") {
        nodes.set(record.node, record.phase);
        newest.set(record.node, record);
        if (record.dynamic !== undefined) asked.set(record.node, record.dynamic.futures);
        if (values !== undefined) checkFiles(record, values);
      }
      if (record.kind === "task") {
        if (nodes.get(record.node) === "RECOVERED") broken(1, `${record.node} was taken over, and runs.`);
        attempts.set(id, record.phase);
        // An attempt whose task asked in a run that was recovered has no task here.
        if (record.attempt > 0 && !attempts.has(`${record.node}#${record.attempt - 1}`) && !hasAsked(record.node)) {
          broken(12, `${id} has no attempt before it.`);
        }
      }
      if (record.kind === "execution" && record.phase === "FAILED" && record.error === undefined) {
        broken(16, "The execution failed without an error.");
      }
    },
  };
}

/** Invariant 19: what a record names is there before it is seen. */
function checkFiles(
  { node, phase, inputs, outputs, specNodeId }: NodeRecord,
  values: ReadonlyMap<string, LiteralMap>,
): void {
  if (phase === "RECOVERED" && outputs !== undefined && !values.has(outputs)) {
    broken(19, `${node} is taken over without its outputs.`);
  }
  if (phase === "QUEUED" && specNodeId !== "start-node" && !values.has(inputs ?? "")) {
    broken(19, `${node} is queued without inputs.`);
  }
}

/** A node is held and let go by turns, and only while it is under way. */
function checkHold(node: string, isHeld: boolean, phase: string | undefined, held: Set<string>): void {
  if (phase !== "QUEUED" && phase !== "RUNNING" && phase !== "DYNAMIC_RUNNING")
    broken(1, `${node} is held while it is ${phase}.`);
  if (held.has(node) === isHeld) broken(2, `${node} is ${isHeld ? "held" : "let go"} twice.`);
  if (isHeld) held.add(node);
  else held.delete(node);
}

function idOf(record: ExecutionRecord | NodeRecord | TaskRecord): string {
  if (record.kind === "execution") return "execution";
  return record.kind === "node" ? record.node : `${record.node}#${record.attempt}`;
}

/** Of tasks that wait for a place, for somebody, or for what another run has done. */
const placeless: ReadonlySet<Stage> = new Set(["place", "lookUp", "held", "editing", "released"]);

/** Invariants 5, 6, 8, 9, 15, 17: counters equal a recount, starts follow readiness, no place stays free in vain. */
export function checkState(run: Run): void {
  const max = run.options.maxParallelism;
  let tasks = 0;
  let subNodes = 0;
  for (const scope of scopesOf(run)) {
    checkScope(scope);
    for (const node of scope.live) {
      // One that waited for another's result may stop at a breakpoint with it.
      const hasWaited = node.heldBy !== undefined && (node.stage === "askingCache" || node.stage === "asking");
      const isWaiting = placeless.has(node.stage) || hasWaited;
      const isRunningTask = takesPlace(node.plan.target) && node.dynamic === undefined && !isWaiting;
      // What another kept for it, it may have without a place; then it may stop at a breakpoint after it.
      const isUnplaced = node.stage === "asking" && node.held?.when === "after";
      if (!isUnplaced && isRunningTask !== node.hasPlace)
        broken(8, `${node.key} has a place wrongly, or wrongly none.`);
      if (node.hasPlace) tasks += 1;
      if (node.array !== undefined) checkArray(node, node.array);
      subNodes += node.array?.live.size ?? 0;
    }
  }
  if (subNodes !== run.subNodes.size) broken(5, "Sub-nodes are waited for that no array has.");
  if (tasks !== run.used) broken(8, `${run.used} places are taken by ${tasks} tasks.`);
  if (max > 0 && run.used > max) broken(8, `Parallelism is ${run.used} of ${max}.`);
  const waiting = run.ready
    .slice(run.readyFrom)
    .filter(({ scope, index }) => !scope.stopping || isFailureNode(run, scope, index));
  if (waiting.length > 0 && (max === 0 || run.used < max)) broken(8, "A ready node does not start.");
  const isMoving =
    run.phase === "UNDEFINED" || isFinished(run) || outstanding(run).length > 0 || heldNodes(run).length > 0;
  if (!isMoving) broken(9, "The run waits for nothing.");
}

/** Invariants 5, 8, 9 of an array: counters equal a recount, no more are under way than may be, none stops short. */
function checkArray({ plan, stage, timers, ending }: LiveNode, array: ArrayState): void {
  if (plan.target.kind !== "array") broken(5, `${plan.id} has sub-nodes and is no array.`);
  const counts = new Uint32Array(array.counts.length);
  for (const each of array.state) counts[each] = (counts[each] ?? 0) + 1;
  if (counts.join() !== array.counts.join()) broken(5, "The counters of sub-nodes differ from a recount.");
  const { parallelism } = plan.target.array;
  const live = underWay(array);
  if (parallelism > 0 && live > parallelism) broken(8, `${live} of ${parallelism} sub-nodes are under way.`);
  if (array.live.size > 0 && array.live.size !== live) broken(5, "A sub-node is under way twice, or nowhere.");
  if (stage !== "subNodes" || ending !== undefined || array.failing !== undefined) return;
  if (live === 0 && timers.size === 0) broken(9, `The array ${plan.id} waits for nothing.`);
  const hasRoom = array.next < array.size && (parallelism === 0 || live < parallelism);
  if (hasRoom && timers.size === 0) broken(8, "A sub-node does not start.");
}

function checkScope(scope: Scope): void {
  const { plan, state } = scope;
  const counts = new Uint32Array(scope.counts.length);
  for (const each of state) counts[each] = (counts[each] ?? 0) + 1;
  if (counts.join() !== scope.counts.join()) broken(5, "The counters differ from a recount.");
  const undecided = state.filter((each, index) => !isDecided(each) && index !== plan.onFailure).length;
  if (undecided !== scope.undecided) broken(5, "The count of undecided nodes differs from a recount.");
  if (scope.around !== undefined) {
    checkArms(scope, scope.around);
    return;
  }
  const open = new Uint32Array(plan.nodes.length);
  const spoilt = new Uint8Array(plan.nodes.length);
  const fresh = new Uint8Array(plan.nodes.length);
  plan.nodes.forEach((_, index) => {
    for (const next of successors(plan, index)) {
      if (state[index] !== NodeState.recovered && index !== plan.start) fresh[next] = 1;
      if (!isDecided(state[index])) open[next] = (open[next] ?? 0) + 1;
      else if (!hasSucceeded(state[index])) spoilt[next] = 1;
    }
  });
  plan.nodes.forEach(({ id }, index) => {
    const isUntouched = state[index] === NodeState.waiting;
    if (index === plan.onFailure) {
      if (!isUntouched && scope.failure === undefined) broken(17, `${id} handles no failure.`);
      return;
    }
    if (!scope.stopping && isUntouched !== (open[index] ?? 0) > 0 && index !== plan.start) {
      broken(6, `${id} is ${state[index]} with ${open[index]} open predecessors.`);
    }
    if (!scope.stopping && open[index] !== scope.remaining[index]) broken(5, `${id} is miscounted.`);
    if (!isUntouched && (open[index] ?? 0) > 0) broken(6, `${id} moved before its predecessors.`);
    if (state[index] === NodeState.recovered && fresh[index] === 1) broken(20, `${id} is taken over wrongly.`);
    const isSkipped = state[index] === NodeState.skipped;
    if (!isUntouched && isSkipped !== (spoilt[index] === 1)) broken(15, `${id} is skipped wrongly, or wrongly not.`);
  });
}

/** Of the arms of a branch one moves, once all that it reads around the branch is decided; the others are skipped. */
function checkArms({ plan, state, stopping, remaining }: Scope, around: Scope): void {
  if (state.filter((each) => each !== NodeState.skipped).length > 1) broken(15, "A branch takes two arms.");
  plan.nodes.forEach(({ id, sources }, index) => {
    if (stopping || (state[index] === NodeState.skipped && remaining[index] === 0)) return;
    const open = sources.filter((each) => !isDecided(around.state[each.index])).length;
    if (open !== remaining[index]) broken(5, `${id} is miscounted.`);
    if (open > 0 !== (state[index] === NodeState.waiting)) broken(6, `${id} moved too early, or too late.`);
  });
}

function scopesOf(run: Run): Scope[] {
  const scopes = [run.root];
  for (const scope of scopes) for (const node of scope.live) if (node.child !== undefined) scopes.push(node.child);
  return scopes;
}
