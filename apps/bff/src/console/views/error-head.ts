import type { ExecutionError } from "@skein/spec/gen/flyteidl/core/execution_pb";

/** As much of an error as one line of a list can show. */
const HEAD_LENGTH = 200;

/** What upstream puts before the error of a node whose attempts are used up; the attempts have a column of their own. */
const exhausted = /^(?:\[\d+\/\d+\] currentAttempt done\. Last Error: [A-Z]+::)+/;
/** How the runner words the end of a container (runner/verdict.ts); its log follows. */
const ended = /terminated with exit code (\d+).* The last lines of its log:$/;

/** The error without upstream's wrapping, which is for clients of the API: kind and attempts are shown beside it. */
export function innerError(error: ExecutionError | undefined): ExecutionError | undefined {
  return error && { ...error, message: error.message.replace(exhausted, "") };
}

/** The line that says most, cut: of a container that ended badly the last one it wrote. Empty when there is no error. */
export function headOf(error: ExecutionError | undefined): string {
  if (!error) return "";
  const lines = error.message
    .replace(exhausted, "")
    .split("\n")
    .map((line) => line.trim());
  const [first = error.code, ...rest] = lines.filter((line) => line !== "");
  const exitCode = ended.exec(first)?.[1];
  const head = exitCode === undefined || rest.length === 0 ? first : `Exit code ${exitCode}: ${rest.at(-1)}`;
  return head.length > HEAD_LENGTH ? `${head.slice(0, HEAD_LENGTH - 1)}…` : head;
}
