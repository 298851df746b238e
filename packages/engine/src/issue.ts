/**
 * The commands a node under way waits for, made from its state alone: by the step that issues them first, and by
 * outstanding.ts when they are issued again.
 */
import type { ArrayPlan, SubNodeShape } from "./array-plan.ts";
import { type SubNode, SubNodeState } from "./array-state.ts";
import type { CacheQuery, Command, Quest } from "./command.ts";
import type { ToldError } from "./failure-node.ts";
import { signalType } from "./gate-plan.ts";
import { childExecutionName } from "./node-id.ts";
import {
  attemptPaths,
  futuresUri,
  innerOutputsUri,
  inputsUri,
  outputsUri,
  subNodeOutputsUri,
  subNodePaths,
  subNodesDir,
} from "./paths.ts";
import type { Target } from "./plan.ts";
import { endNodeId, startNodeId } from "./plan-ids.ts";
import { isRead } from "./recovery.ts";
import { isInterruptible } from "./retry.ts";
import type { Run, Uri } from "./run.ts";
import { type LiveNode, lookupOf, startKeyOf } from "./scope.ts";
import { interruptible, type Turn, wantsInterruptible } from "./turn.ts";

/** Issues the command a node waits for, if there is one. */
export function issueAwaited(turn: Turn, node: LiveNode): void {
  const command = awaitedCommand(turn.run, node);
  if (command !== undefined) turn.commands.push(command);
}

/** The one command whose answer moves this node on; undefined when its inner scope or a timer does. */
export function awaitedCommand(run: Run, node: LiveNode): Command | undefined {
  switch (node.stage) {
    case "lookUp":
      return lookUpRecovery(run, node);
    case "resolving":
      return resolveInputs(node);
    case "attempt":
      return node.ending === undefined ? startTask(run, node) : stopTask(node, node.ending.reason);
    case "opening":
      return {
        kind: "copyOutputs",
        node: startKeyOf(node),
        from: inputsUri(node.scope, node.index),
        to: innerOutputsUri(node, startNodeId),
        variables: undefined,
      };
    case "compiling":
      return compileFutures(node);
    case "copying":
      return copyOutputs(node);
    case "child":
      return node.ending === undefined ? launchChild(run, node) : terminateChild(run, node, node.ending.reason);
    case "signal":
      return awaitSignal(node);
    case "askingCache":
      return checkCache(node);
    case "storing":
      return writeCache(run, node);
    case "asking":
      return testBreakpoint(node);
    case "editing":
      return editInputs(node);
    case "inside":
    case "sleeping":
    case "place":
    case "held":
    case "released":
    case "subNodes":
      return undefined;
  }
}

function lookUpRecovery(run: Run, { scope, index, key }: LiveNode): Command | undefined {
  const source = run.options.recovery?.source;
  if (source === undefined) return undefined;
  return {
    kind: "lookUpRecovery",
    node: key,
    source,
    inputs: inputsUri(scope, index),
    outputs: outputsUri(scope, index, 0),
    futures: futuresUri(scope, index),
    isRead: isRead(scope, index),
  };
}

/** The command whose answer moves a sub-node of an array on. */
export function subNodeCommand(run: Run, each: SubNode): Command | undefined {
  const { array: node, index, key, ending } = each;
  const { target } = node.plan;
  if (target.kind !== "array") return undefined;
  const { each: plan, shape } = target.array;
  const attempt = node.array?.attempt[index] ?? 0;
  if (plan.target.kind === "launchPlan") {
    const name = childExecutionName(run.options.execution, key, attempt);
    const child = { node: key, attempt, parent: node.key, name } as const;
    if (ending !== undefined) return { kind: "terminateChild", ...child, reason: ending.reason };
    return {
      kind: "launchChild",
      ...child,
      subNode: { index, ...shape },
      launchPlan: plan.target.launchPlan,
      inputs: inputsUri(node.scope, node.index),
      to: subNodeOutputsUri(subNodesDir(node), index, attempt),
      recovers: undefined,
    };
  }
  if (plan.target.kind !== "task") return undefined;
  if (ending !== undefined) return { kind: "stopTask", node: key, attempt, reason: ending.reason };
  if (each.stage !== "attempt") return subNodeCacheCommand(run, each, plan.target, shape);
  const { task, overrides } = plan.target;
  const wanted = plan.interruptible ?? wantsInterruptible(run, node);
  return {
    kind: "startTask",
    node: key,
    attempt,
    task,
    closure: node.scope.closure,
    overrides,
    interruptible: isInterruptible(wanted, node.array?.systemFailures[index] ?? 0),
    paths: subNodePaths(run.options, each, attempt),
    subNode: { index, ...shape },
  };
}

function subNodeCacheCommand(
  run: Run,
  { array: node, index, key, stage }: SubNode,
  { task, cache }: Target & { kind: "task" },
  shape: SubNodeShape,
): Command | undefined {
  if (cache === undefined) return undefined;
  const query: CacheQuery = {
    task,
    closure: node.scope.closure,
    cacheVersion: cache.version,
    inputs: inputsUri(node.scope, node.index),
    subNode: { index, ...shape },
  };
  const attempt = node.array?.attempt[index] ?? 0;
  const outputs = subNodeOutputsUri(subNodesDir(node), index, attempt);
  if (stage === "storing") {
    const overwrites = run.options.overwriteCache ?? false;
    return { kind: "writeCache", node: key, attempt, outputs, overwrites, ...query };
  }
  const isReserving = node.array?.reserving.has(index) ?? false;
  return { kind: "checkCache", node: key, to: outputs, isReserving, ...query };
}

function resolveInputs(node: LiveNode): Command {
  const { scope, index, plan } = node;
  const from = lookupOf(scope);
  const aliased = plan.sources.flatMap(({ id, aliases }) => (aliases === undefined ? [] : [[id, aliases] as const]));
  return {
    kind: "resolveInputs",
    node: node.key,
    bindings: plan.bindings,
    sources: new Map(
      plan.sources.map((each) => [each.id, outputsUri(from, each.index, from.attempt[each.index] ?? 0)]),
    ),
    aliases: new Map(aliased),
    to: inputsUri(scope, index),
    alsoTo: alsoTo(node),
    error: toldError(node),
    find: questOf(node),
  };
}

function testBreakpoint({ scope, index, key, held }: LiveNode): Command | undefined {
  if (held?.condition === undefined) return undefined;
  const { when, condition } = held;
  return { kind: "testBreakpoint", node: key, when, condition, inputs: inputsUri(scope, index) };
}

function editInputs(node: LiveNode): Command | undefined {
  const from = node.held?.edited;
  if (from === undefined) return undefined;
  const to = inputsUri(node.scope, node.index);
  return { kind: "editInputs", node: node.key, from, to, alsoTo: alsoTo(node), find: questOf(node) };
}

function toldError({ scope, index, plan }: LiveNode): ToldError | undefined {
  if (index !== scope.plan.onFailure || scope.failure === undefined) return undefined;
  return { message: scope.failure.error.message, failedNodeId: plan.id };
}

/** What a node asks of its inputs. */
export function questOf({ plan: { target } }: LiveNode): Quest | undefined {
  if (target.kind === "branch") {
    const { decision, arms } = target.branch;
    return { kind: "branch", decision, arms: arms.nodes.length };
  }
  if (target.kind === "array") {
    const { each, shape } = target.array;
    const sleeps = each.target.kind === "task" && each.target.work.kind === "sleep";
    return { kind: "array", bound: shape.bound, sleeps };
  }
  return target.kind === "task" && target.work.kind === "sleep" ? { kind: "sleep" } : undefined;
}

function alsoTo(node: LiveNode) {
  switch (node.plan.target.kind) {
    case "end":
      return node.scope.plan.hasOutputs ? outputsUri(node.scope, node.index, 0) : undefined;
    case "workflow":
      return innerOutputsUri(node, startNodeId);
    case "task":
    case "branch":
    case "gate":
    case "launchPlan":
    case "array":
    case "start":
      return undefined;
  }
}

function startTask(run: Run, node: LiveNode): Command | undefined {
  const { target } = node.plan;
  if (target.kind !== "task") return undefined;
  return {
    kind: "startTask",
    node: node.key,
    attempt: node.attempt,
    task: target.task,
    closure: node.scope.closure,
    overrides: target.overrides,
    interruptible: interruptible(run, node),
    paths: attemptPaths(run.options, node),
    subNode: undefined,
  };
}

function compileFutures({ scope, key, attempt, plan, dynamic }: LiveNode): Command | undefined {
  if (plan.target.kind !== "task" || dynamic === undefined) return undefined;
  return {
    kind: "compileFutures",
    node: key,
    attempt,
    futures: dynamic.futures,
    specNodeId: plan.id,
    task: plan.target.task,
    closure: scope.closure,
  };
}

/** Of a node whose task is cached. */
function cacheQuery({ scope, index, plan: { target } }: LiveNode): CacheQuery | undefined {
  if (target.kind !== "task" || target.cache === undefined) return undefined;
  return {
    task: target.task,
    closure: scope.closure,
    cacheVersion: target.cache.version,
    inputs: inputsUri(scope, index),
    subNode: undefined,
  };
}

function checkCache(node: LiveNode): Command | undefined {
  const { scope, index, key, isReserving } = node;
  const query = cacheQuery(node);
  return query && { kind: "checkCache", node: key, to: outputsUri(scope, index, 0), isReserving, ...query };
}

function writeCache(run: Run, node: LiveNode): Command | undefined {
  const { scope, index, key, attempt } = node;
  const query = cacheQuery(node);
  const overwrites = run.options.overwriteCache ?? false;
  const outputs = outputsUri(scope, index, attempt);
  return query && { kind: "writeCache", node: key, attempt, outputs, overwrites, ...query };
}

function awaitSignal({ scope, index, key, attempt, plan: { target } }: LiveNode): Command | undefined {
  if (target.kind !== "gate" || target.gate.kind === "sleep") return undefined;
  const { gate } = target;
  return {
    kind: "awaitSignal",
    node: key,
    attempt,
    signal: gate.signal,
    type: signalType(gate),
    variable: gate.kind === "signal" ? gate.variable : undefined,
    inputs: inputsUri(scope, index),
    to: outputsUri(scope, index, attempt),
  };
}

function launchChild(run: Run, node: LiveNode): Command | undefined {
  const { scope, index, key, attempt, plan } = node;
  if (plan.target.kind !== "launchPlan") return undefined;
  return {
    kind: "launchChild",
    node: key,
    attempt,
    parent: key,
    subNode: undefined,
    name: childExecutionName(run.options.execution, key, attempt),
    launchPlan: plan.target.launchPlan,
    inputs: inputsUri(scope, index),
    to: outputsUri(scope, index, attempt),
    recovers: scope.anew.get(index)?.child,
  };
}

function terminateChild(run: Run, { key, attempt }: LiveNode, reason: string): Command {
  const name = childExecutionName(run.options.execution, key, attempt);
  return { kind: "terminateChild", node: key, attempt, parent: key, name, reason };
}

function stopTask(node: LiveNode, reason: string): Command {
  return { kind: "stopTask", node: node.key, attempt: node.attempt, reason };
}

/** The end node's file of a workflow inside becomes the node's own (execution.md §3.6), an arm's its branch's. */
function copyOutputs(node: LiveNode): Command {
  const { target } = node.plan;
  const to = outputsUri(node.scope, node.index, node.attempt);
  if (target.kind === "array") return collectOutputs(node, target.array, to);
  if (target.kind === "task" && target.work.kind === "echo") {
    const { variables } = target.work;
    return { kind: "copyOutputs", node: node.key, from: inputsUri(node.scope, node.index), to, variables };
  }
  const from = node.copied ?? innerOutputsUri(node, endNodeId);
  return { kind: "copyOutputs", node: node.key, from, to, variables: undefined };
}

function collectOutputs(node: LiveNode, { each, shape, outputs }: ArrayPlan, to: Uri): Command {
  const { array } = node;
  const attempts = Int32Array.from(array?.attempt ?? []);
  array?.state.forEach((state, index) => {
    if (state !== SubNodeState.succeeded) attempts[index] = -1;
  });
  const { target } = each;
  if (target.kind === "task" && target.work.kind === "echo") {
    const inputs = inputsUri(node.scope, node.index);
    const from = { kind: "inputs", inputs, bound: shape.bound, variables: target.work.variables } as const;
    return { kind: "collectOutputs", node: node.key, to, attempts, from };
  }
  const launchPlan = target.kind === "launchPlan" ? target.launchPlan : undefined;
  const from = { kind: "files", directory: subNodesDir(node), variables: outputs, launchPlan } as const;
  return { kind: "collectOutputs", node: node.key, to, attempts, from };
}
