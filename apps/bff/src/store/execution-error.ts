import { fromBinary } from "@bufbuild/protobuf";
import { type ExecutionError, ExecutionErrorSchema } from "@skein/spec/gen/flyteidl/core/execution_pb";

/** The error column of executions, nodes and attempts. */
export function readExecutionError(column: Uint8Array | null): ExecutionError | undefined {
  return column === null ? undefined : fromBinary(ExecutionErrorSchema, column);
}
