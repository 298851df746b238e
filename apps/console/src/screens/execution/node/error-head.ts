import type { ExecutionError } from "@skein/spec/gen/flyteidl/core/execution_pb";

/** How the server words the end of a container; its log follows. */
const ended = /terminated with exit code (\d+).* The last lines of its log:$/;

/** What went wrong in one line: of a container that ended badly, the last one it wrote. */
export function errorHead({ code, message }: Pick<ExecutionError, "code" | "message">): string {
  const [first = "", ...rest] = message.split("\n").filter((line) => line.trim() !== "");
  const exitCode = ended.exec(first)?.[1];
  if (exitCode !== undefined && rest.length > 0) return `Exit code ${exitCode}: ${rest.at(-1)}`;
  return code ? `${code}: ${first}` : first;
}
