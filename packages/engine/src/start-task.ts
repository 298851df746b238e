/** How an attempt of a task begins: in a container, or here (in-process-task.ts), where it may be over at once. */
import { durationFromMs, formatGoDuration } from "@skein/spec/duration";
import { assertNever } from "@skein/spec/never";
import { keepOutputs } from "./caching.ts";
import { enterDynamic } from "./enter-dynamic.ts";
import type { RunError } from "./event.ts";
import { fail } from "./finish.ts";
import { issueAwaited } from "./issue.ts";
import { markRunning } from "./running.ts";
import type { LiveNode } from "./scope.ts";
import { beginExecutionDeadline, beginSleep } from "./timers.ts";
import { recordTask, type Turn } from "./turn.ts";

export function startTask(turn: Turn, node: LiveNode): void {
  const { target } = node.plan;
  if (target.kind !== "task") return;
  const futures = node.attempt === 0 ? node.scope.anew.get(node.index)?.futures : undefined;
  if (futures !== undefined) {
    // What it asks for is known from a run that this one recovers.
    enterDynamic(turn, node, futures);
    return;
  }
  node.task = { phase: undefined, version: 0, reason: "", recordedAt: 0 };
  switch (target.work.kind) {
    case "container":
      node.stage = "attempt";
      issueAwaited(turn, node);
      return;
    case "sleep":
      startSleep(turn, node);
      return;
    case "echo":
      node.stage = "copying";
      turn.run.copies.set(node.key, node);
      issueAwaited(turn, node);
      return;
    case "refused":
      failTask(turn, node, target.work.error);
      return;
    default:
      assertNever(target.work, "work");
  }
}

/** An attempt that was made here has come to its end; its outputs file may be missing, as upstream's is. */
export function succeedTask(turn: Turn, node: LiveNode): void {
  if (node.task !== undefined) node.task.reason = "";
  recordTask(turn, node, "SUCCEEDED");
  keepOutputs(turn, node);
}

function startSleep(turn: Turn, node: LiveNode): void {
  const { finding, task } = node;
  if (finding?.kind === "refused") failTask(turn, node, finding.error);
  if (finding?.kind !== "sleep" || task === undefined) return;
  if (finding.ms === 0) {
    succeedTask(turn, node);
    return;
  }
  node.stage = "sleeping";
  task.reason = `sleeps for ${formatGoDuration(durationFromMs(finding.ms))}`;
  markRunning(turn, node);
  recordTask(turn, node, "RUNNING");
  beginExecutionDeadline(turn, node);
  beginSleep(turn, node, finding.ms);
}

function failTask(turn: Turn, node: LiveNode, error: RunError): void {
  if (node.task !== undefined) node.task.reason = error.message;
  recordTask(turn, node, "FAILED", error);
  fail(turn, node, error);
}
