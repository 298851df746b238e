import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { RunError } from "@skein/engine/event";
import {
  type ExecutionError,
  ExecutionError_ErrorKind,
  ExecutionErrorSchema,
} from "@skein/spec/gen/flyteidl/core/execution_pb";

/** The error column of executions, nodes and attempts. */
export function readExecutionError(column: Uint8Array | null): ExecutionError | undefined {
  return column === null ? undefined : fromBinary(ExecutionErrorSchema, column);
}

/** An error of the engine's as it is stored: core.ExecutionError in binary. */
export function toErrorBytes({ code, message, kind }: RunError): Uint8Array {
  const error = create(ExecutionErrorSchema, { code, message, kind: ExecutionError_ErrorKind[kind] });
  return toBinary(ExecutionErrorSchema, error);
}
