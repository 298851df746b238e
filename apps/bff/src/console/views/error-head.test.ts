import { create } from "@bufbuild/protobuf";
import { ExecutionErrorSchema } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { expect, it, test } from "vitest";
import { headOf, innerError } from "./error-head.ts";

it.each([
  ["one line", "one line"],
  ["\n\n  first that says something\nsecond", "first that says something"],
  ["[2/2] currentAttempt done. Last Error: USER::boom", "boom"],
  [
    "[1/1] currentAttempt done. Last Error: USER::Container x (busybox:1.36) terminated with exit code 3, reason Error. The last lines of its log:\nfine\nOrder 3 has no items\n",
    "Exit code 3: Order 3 has no items",
  ],
  [
    "Container x (busybox:1.36) terminated with exit code 3, reason Error. The last lines of its log:",
    "Container x (busybox:1.36) terminated with exit code 3, reason Error. The last lines of its log:",
  ],
  ["", "RuntimeExecutionError"],
])("%j is headed %j", (message, head) => {
  expect(headOf(create(ExecutionErrorSchema, { code: "RuntimeExecutionError", message }))).toBe(head);
});

test("a head is cut to what a line can show", () => {
  expect(headOf(create(ExecutionErrorSchema, { message: "x".repeat(1000) }))).toHaveLength(200);
  expect(headOf(undefined)).toBe("");
});

test("what upstream wraps an error in is taken off, however often", () => {
  const wrapped = (message: string) =>
    innerError(create(ExecutionErrorSchema, { code: "RetriesExhausted|E", message }))?.message;
  const wrapping = "[1/1] currentAttempt done. Last Error: UNKNOWN::";
  expect(wrapped(`${wrapping}one\ntwo`)).toBe("one\ntwo");
  expect(wrapped(`${wrapping}${wrapping}one`)).toBe("one");
  expect(wrapped("one")).toBe("one");
  expect(innerError(undefined)).toBeUndefined();
});
