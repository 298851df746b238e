/** The two sorts of core.Span: a piece of time with a name, and a piece of time that something took. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Span, SpanSchema } from "@skein/spec/gen/flyteidl/core/metrics_pb";
import { timestampFromMillis } from "@skein/spec/timestamp";

/** What a piece of time went into, as upstream names it. */
export type Operation =
  | "WORKFLOW_SETUP"
  | "WORKFLOW_TEARDOWN"
  | "NODE_SETUP"
  | "NODE_IDLE"
  | "NODE_RESET"
  | "NODE_TRANSITION"
  | "NODE_TEARDOWN"
  | "TASK_SETUP"
  | "TASK_RUNTIME"
  | "TASK_TEARDOWN";

/** From and to in UTC milliseconds. */
export function operation(name: Operation, from: number, to: number): Span {
  return create(SpanSchema, {
    startTime: timestampFromMillis(from),
    endTime: timestampFromMillis(to),
    id: { case: "operationId", value: name },
  });
}

/** The operation, unless it would end before it began: what is above may be marked before what is below. */
export function operationIfAny(name: Operation, from: number, to: number): Span[] {
  return to < from ? [] : [operation(name, from, to)];
}

/** All the time of an execution, a node or an attempt, and what it is made of. */
export function reference(
  id: Exclude<MessageInitShape<typeof SpanSchema>["id"], undefined>,
  { created_at, updated_at }: { readonly created_at: number; readonly updated_at: number },
  spans: Span[],
): Span {
  return create(SpanSchema, {
    startTime: timestampFromMillis(created_at),
    endTime: timestampFromMillis(updated_at),
    id,
    spans,
  });
}
