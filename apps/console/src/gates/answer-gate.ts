import { create } from "@bufbuild/protobuf";
import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Gate } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { consoleApi } from "../transport.ts";

export type ExecutionName = Pick<WorkflowExecutionIdentifier, "project" | "domain" | "name">;

/** Says what a gate waits for; the execution goes on by itself. */
export function useAnswerGate(execution: ExecutionName, { signalId }: Gate) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: Literal) => consoleApi.setSignal({ id: execution, signalId, value }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["waiting-gates"] }),
  });
}

export function booleanLiteral(value: boolean): Literal {
  const primitive = { value: { case: "boolean" as const, value } };
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: primitive } } },
  });
}
