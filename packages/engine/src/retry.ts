/**
 * May this node try again? (execution.md §2.1; flytepropeller nodes/executor.go isEligibleForRetry)
 *
 * The kind of the error decides which budget pays: SYSTEM failures have three retries of their own, everything else
 * (USER, UNKNOWN) spends what the author allowed. Only retryable failures come here.
 */
import type { RunError } from "./event.ts";

const maxSystemFailures = 3;

/** What a node has spent so far; `attempt` counts from 0. */
export interface Spent {
  readonly attempt: number;
  readonly systemFailures: number;
  /** Runs the author allows: retries + 1. */
  readonly maxAttempts: number;
}

export type RetryVerdict = { readonly retry: true } | { readonly retry: false; readonly error: RunError };

/** Whether another attempt follows a retryable failure; if not, the error the node fails with. */
export function judgeRetry(spent: Spent, error: RunError): RetryVerdict {
  const isSystem = error.kind === "SYSTEM";
  const current = isSystem ? spent.systemFailures : spent.attempt + 1 - spent.systemFailures;
  const max = isSystem ? maxSystemFailures : spent.maxAttempts;
  if (current < max) return { retry: true };
  return {
    retry: false,
    error: {
      kind: "USER",
      code: `RetriesExhausted|${error.code}`,
      message: `[${current}/${max}] currentAttempt done. Last Error: ${error.kind}::${error.message}`,
    },
  };
}

/** The last system retry runs where nothing interrupts it (nodes/node_exec_context.go, threshold −1). */
export function isInterruptible(wanted: boolean, systemFailures: number): boolean {
  return wanted && systemFailures < maxSystemFailures;
}
