import { create } from "@bufbuild/protobuf";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { expect, test } from "vitest";
import { signalOutputs } from "./signal-outputs.ts";

const bool = (value: boolean): Literal => {
  const primitive = { value: { case: "boolean" as const, value } };
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: primitive } } },
  });
};
const inputs = create(LiteralMapSchema, { literals: { x: create(LiteralSchema) } });

test("a yes lets the inputs pass as they are", () => {
  expect(signalOutputs(bool(true), undefined, inputs)).toBe(inputs);
});

test.each([
  ["a no", bool(false), { kind: "USER", code: "ReceivedRejectSignal" }],
  ["what is neither", create(LiteralSchema), { kind: "UNKNOWN", code: "RuntimeExecutionError" }],
])("%s does not", (_, value, error) => {
  expect(signalOutputs(value, undefined, inputs)).toMatchObject(error);
});

test("a value becomes the one output, a no too", () => {
  expect(signalOutputs(bool(false), "o", inputs)).toMatchObject({ literals: { o: bool(false) } });
});
