import type { ExecutionError } from "@skein/spec/gen/flyteidl/core/execution_pb";

/** As much of an error as one line of a list can show. */
const HEAD_LENGTH = 200;

/** The first line that says something, cut; empty when there is no error. */
export function headOf(error: ExecutionError | undefined): string {
  const line =
    error?.message
      .split("\n")
      .find((each) => each.trim() !== "")
      ?.trim() ??
    error?.code ??
    "";
  return line.length > HEAD_LENGTH ? `${line.slice(0, HEAD_LENGTH - 1)}…` : line;
}
