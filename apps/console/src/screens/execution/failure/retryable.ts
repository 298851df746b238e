import { ExecutionError_ErrorKind as Kind } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { NodeView } from "@skein/spec/gen/skein/console/v1/console_pb";

/** What the engine puts before the code of a failure that could be tried again, once no attempt is left. */
const exhausted = /^(?:RetriesExhausted\|)+/;

/** The code as who failed gave it. */
export function plainCode(code: string): string {
  return code.replace(exhausted, "");
}

/**
 * Whether another attempt could have followed, in words; empty where there are no attempts to speak of.
 *
 * A failure that may be tried again ends a node only once its attempts are used up, which its code then says; one that
 * may not ends it at once.
 */
export function retryWord(code: string, node: Pick<NodeView, "attempts"> | undefined): string {
  const newest = node?.attempts.at(-1);
  if (!newest) return "";
  if (!exhausted.test(code)) return "not retryable";
  // Of the node the engine says USER from then on; the attempt has it as it was.
  return newest.error?.kind === Kind.SYSTEM ? "system error, retries used up" : "retryable, no attempts left";
}
