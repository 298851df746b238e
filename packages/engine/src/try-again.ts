/** What a retryable failure of a node leads to: its next attempt, or its end (retry.ts has the budgets). */
import { retry } from "./begin.ts";
import type { RunError } from "./event.ts";
import { fail } from "./finish.ts";
import { judgeRetry as judge, type RetryVerdict } from "./retry.ts";
import type { NodeKey } from "./run.ts";
import type { LiveNode } from "./scope.ts";
import { clearExecutionDeadline } from "./timers.ts";
import type { Turn } from "./turn.ts";

/** What the node's budgets say to one more attempt. */
export function judgeRetry(
  { attempt, systemFailures, plan: { maxAttempts } }: LiveNode,
  error: RunError,
): RetryVerdict {
  return judge({ attempt, systemFailures, maxAttempts }, error);
}

/**
 * Tries again, or fails the node; nothing of the failed attempt is left.
 *
 * @param from the node whose failure it is, when that is one inside
 */
export function retryOrFail(turn: Turn, node: LiveNode, error: RunError, from: NodeKey | undefined = node.key): void {
  const judged = judgeRetry(node, error);
  if (!judged.retry) {
    fail(turn, node, judged.error, from);
    return;
  }
  clearExecutionDeadline(turn, node);
  if (error.kind === "SYSTEM") node.systemFailures += 1;
  retry(turn, node);
}
