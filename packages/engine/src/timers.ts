/**
 * Deadlines of nodes (execution.md §2.4), and the ends of their sleeps.
 *
 * The execution deadline is the node's timeout, from the first sign of the attempt; the active deadline is twice
 * that, from the first queueing, over all attempts.
 */
import type { Millis, NodeKey, TimerId } from "./run.ts";
import type { LiveNode, PausedDeadline } from "./scope.ts";
import type { Turn } from "./turn.ts";

/** Begins the deadline of the newest attempt. Does nothing when it runs already, or the node has none. */
export function beginExecutionDeadline(turn: Turn, node: LiveNode): void {
  const { timeoutMs } = node.plan;
  if (timeoutMs > 0) set(turn, node, "execution", executionTimer(node.key, node.attempt), turn.at + timeoutMs);
}

/** Begins the deadline over all attempts. */
export function beginActiveDeadline(turn: Turn, node: LiveNode): void {
  const { timeoutMs } = node.plan;
  if (timeoutMs > 0) set(turn, node, "active", activeTimer(node.key), turn.at + 2 * timeoutMs);
}

/** The attempt sleeps from now on. */
export function beginSleep(turn: Turn, node: LiveNode, ms: Millis): void {
  set(turn, node, "sleep", sleepTimer(node.key, node.attempt), turn.at + ms);
}

/** The attempt no longer sleeps. */
export function clearSleep(turn: Turn, node: LiveNode): void {
  clear(turn, node, sleepTimer(node.key, node.attempt));
}

/** The attempt is over: its deadline no longer counts. */
export function clearExecutionDeadline(turn: Turn, node: LiveNode): void {
  clear(turn, node, executionTimer(node.key, node.attempt));
}

/** The node is over, or being ended for a reason of its own: nothing of it happens by time any more. */
export function clearDeadlines(turn: Turn, node: LiveNode): void {
  node.paused = [];
  for (const timer of node.timers) clear(turn, node, timer);
}

/** Its deadlines stand still from now on. */
export function pauseDeadlines(turn: Turn, node: LiveNode): void {
  const paused: PausedDeadline[] = [];
  for (const timer of node.timers) {
    const set = turn.run.timers.get(timer);
    if (set?.kind !== "execution" && set?.kind !== "active") continue;
    paused.push({ timer, kind: set.kind, left: Math.max(0, set.at - turn.at) });
    clear(turn, node, timer);
  }
  node.paused = paused;
}

/** They go on with what was left of them. */
export function resumeDeadlines(turn: Turn, node: LiveNode): void {
  for (const { timer, kind, left } of node.paused) set(turn, node, kind, timer, turn.at + left);
  node.paused = [];
}

/** The next thing happens to an array's sub-nodes at this time; undefined: nothing by time. */
export function wakeArray(turn: Turn, node: LiveNode, at: Millis | undefined): void {
  const timer = arrayTimer(node.key, node.attempt);
  if (turn.run.timers.get(timer)?.at === at) return;
  clear(turn, node, timer);
  if (at !== undefined) set(turn, node, "array", timer, at);
}

function set(
  turn: Turn,
  node: LiveNode,
  kind: "execution" | "active" | "sleep" | "array",
  timer: TimerId,
  at: Millis,
): void {
  if (node.timers.has(timer)) return;
  node.timers.add(timer);
  turn.run.timers.set(timer, { kind, node: node.key, at });
  turn.commands.push({ kind: "setTimer", timer, at });
}

function clear(turn: Turn, node: LiveNode, timer: TimerId): void {
  if (!node.timers.delete(timer)) return;
  turn.run.timers.delete(timer);
  turn.commands.push({ kind: "clearTimer", timer });
}

function executionTimer(key: NodeKey, attempt: number): TimerId {
  return `execution|${key}|${attempt}`;
}

/** Id of the timer that ends the sleep of an attempt. */
export function sleepTimer(key: NodeKey, attempt: number): TimerId {
  return `sleep|${key}|${attempt}`;
}

function arrayTimer(key: NodeKey, attempt: number): TimerId {
  return `array|${key}|${attempt}`;
}

function activeTimer(key: NodeKey): TimerId {
  return `active|${key}`;
}
