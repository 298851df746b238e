/** The filters behind the overview's numbers: what is counted there is what the list shows. */
import { quoteValue } from "@skein/spec/execution-filter/tokens";

export const runningFilter = "status:queued,running";
export const failedFilter = "status:failed,timed_out started:>-24h";

/** Executions of a workflow that ended with a code. */
export function causeFilter(workflow: string, code: string): string {
  const error = code === "" ? "" : ` error:${quoteValue(code)}`;
  return `${failedFilter} workflow:${quoteValue(workflow)}${error}`;
}
