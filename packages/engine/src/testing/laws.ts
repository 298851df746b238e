/** The invariants of execution.md §10 that can be read off the state and the records; broken ones throw. */
import { isFailureNode } from "../failure-node.ts";
import { outstanding } from "../outstanding.ts";
import { successors, takesPlace } from "../plan.ts";
import type { RunRecord } from "../record.ts";
import type { Run } from "../run.ts";
import { isDecided, NodeState, type Scope } from "../scope.ts";
import { isFinished } from "../status.ts";

const executionPaths: Readonly<Record<string, readonly string[]>> = {
  "": ["RUNNING", "ABORTING"],
  RUNNING: ["SUCCEEDING", "FAILING", "ABORTING"],
  SUCCEEDING: ["SUCCEEDED"],
  FAILING: ["FAILED", "ABORTING"],
  ABORTING: ["ABORTED"],
};
const nodePaths: Readonly<Record<string, readonly string[]>> = {
  "": ["QUEUED", "SKIPPED", "SUCCEEDED", "FAILED"],
  QUEUED: ["RUNNING", "SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"],
  RUNNING: ["SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"],
};
const taskPaths: Readonly<Record<string, readonly string[]>> = {
  "": ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "ABORTED"],
  QUEUED: ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "ABORTED"],
  RUNNING: ["RUNNING", "SUCCEEDED", "FAILED", "ABORTED"],
};
const paths = { execution: executionPaths, node: nodePaths, task: taskPaths };

export interface RecordWatch {
  see(record: RunRecord): void;
  /** Newest phase by node key. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly attempts: ReadonlyMap<string, string>;
  readonly last: () => RunRecord | undefined;
}

/** Invariants 1, 2, 12, 33: every entity walks its graph, once, forwards in time; attempts have no gaps. */
export function makeRecordWatch(): RecordWatch {
  const phases = new Map<string, { phase: string; version: number; at: number }>();
  const nodes = new Map<string, string>();
  const attempts = new Map<string, string>();
  let last: RunRecord | undefined;
  return {
    nodes,
    attempts,
    last: () => last,
    see(record) {
      last = record;
      const id = idOf(record);
      const version = record.kind === "task" ? record.version : 0;
      const before = phases.get(id);
      if (!paths[record.kind][before?.phase ?? ""]?.includes(record.phase)) {
        throw new Error(`${id} went from ${before?.phase} to ${record.phase}.`);
      }
      if (before?.phase === record.phase && version !== before.version + 1) throw new Error(`${id} repeats itself.`);
      if (before !== undefined && record.at < before.at) throw new Error(`${id} goes back in time.`);
      phases.set(id, { phase: record.phase, version, at: record.at });
      if (record.kind === "node") nodes.set(record.node, record.phase);
      if (record.kind === "task") {
        attempts.set(id, record.phase);
        if (record.attempt > 0 && !attempts.has(`${record.node}#${record.attempt - 1}`)) {
          throw new Error(`${id} has no attempt before it.`);
        }
      }
      if (record.kind === "execution" && record.phase === "FAILED" && record.error === undefined) {
        throw new Error("The execution failed without an error.");
      }
    },
  };
}

function idOf(record: RunRecord): string {
  if (record.kind === "execution") return "execution";
  return record.kind === "node" ? record.node : `${record.node}#${record.attempt}`;
}

/** Invariants 5, 6, 8, 9, 15: counters equal a recount, starts follow readiness, no place stays free in vain. */
export function checkState(run: Run): void {
  const max = run.options.maxParallelism;
  let tasks = 0;
  for (const scope of scopesOf(run)) {
    checkScope(scope);
    for (const node of scope.live) if (takesPlace(node.plan.target)) tasks += 1;
  }
  if (tasks !== run.used) throw new Error(`${run.used} places are taken by ${tasks} tasks.`);
  if (max > 0 && run.used > max) throw new Error(`Parallelism is ${run.used} of ${max}.`);
  const waiting = run.ready
    .slice(run.readyFrom)
    .filter(({ scope, index }) => !scope.stopping || isFailureNode(run, scope, index));
  if (waiting.length > 0 && (max === 0 || run.used < max)) throw new Error("A ready node does not start.");
  const isMoving = run.phase === "UNDEFINED" || isFinished(run) || outstanding(run).length > 0;
  if (!isMoving) throw new Error("The run waits for nothing.");
}

function checkScope(scope: Scope): void {
  const { plan, state } = scope;
  const counts = new Uint32Array(scope.counts.length);
  for (const each of state) counts[each] = (counts[each] ?? 0) + 1;
  if (counts.join() !== scope.counts.join()) throw new Error("The counters differ from a recount.");
  const undecided = state.filter((each, index) => !isDecided(each) && index !== plan.onFailure).length;
  if (undecided !== scope.undecided) throw new Error("The count of undecided nodes differs from a recount.");
  if (scope.around !== undefined) {
    checkArms(scope, scope.around);
    return;
  }
  const open = new Uint32Array(plan.nodes.length);
  const spoilt = new Uint8Array(plan.nodes.length);
  plan.nodes.forEach((_, index) => {
    for (const next of successors(plan, index)) {
      if (!isDecided(state[index])) open[next] = (open[next] ?? 0) + 1;
      else if (state[index] !== NodeState.succeeded) spoilt[next] = 1;
    }
  });
  plan.nodes.forEach(({ id }, index) => {
    const isUntouched = state[index] === NodeState.waiting;
    if (index === plan.onFailure) {
      if (!isUntouched && scope.failure === undefined) throw new Error(`${id} handles no failure.`);
      return;
    }
    if (!scope.stopping && isUntouched !== (open[index] ?? 0) > 0 && index !== plan.start) {
      throw new Error(`${id} is ${state[index]} with ${open[index]} open predecessors.`);
    }
    if (!scope.stopping && open[index] !== scope.remaining[index]) throw new Error(`${id} is miscounted.`);
    if (!isUntouched && (open[index] ?? 0) > 0) throw new Error(`${id} moved before its predecessors.`);
    const isSkipped = state[index] === NodeState.skipped;
    if (!isUntouched && isSkipped !== (spoilt[index] === 1))
      throw new Error(`${id} is skipped wrongly, or wrongly not.`);
  });
}

/** Of the arms of a branch one moves, once all that it reads around the branch is decided; the others are skipped. */
function checkArms({ plan, state, stopping, remaining }: Scope, around: Scope): void {
  if (state.filter((each) => each !== NodeState.skipped).length > 1) throw new Error("A branch takes two arms.");
  plan.nodes.forEach(({ id, sources }, index) => {
    if (stopping || (state[index] === NodeState.skipped && remaining[index] === 0)) return;
    const open = sources.filter((each) => !isDecided(around.state[each.index])).length;
    if (open !== remaining[index]) throw new Error(`${id} is miscounted.`);
    if (open > 0 !== (state[index] === NodeState.waiting)) throw new Error(`${id} moved too early, or too late.`);
  });
}

function scopesOf(run: Run): Scope[] {
  const scopes = [run.root];
  for (const scope of scopes) for (const node of scope.live) if (node.child !== undefined) scopes.push(node.child);
  return scopes;
}
