/** §4.5 What sub-nodes see, how many there are, and what becomes of what they wrote. */
import { create } from "@bufbuild/protobuf";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { describe, expect, test } from "vitest";
import { minSuccesses, type SuccessRule } from "./array-plan.ts";
import { echoedOutputs, findArray, gatherOutputs, subNodeInputs } from "./sub-node-data.ts";

const int = (value: number): Literal =>
  create(LiteralSchema, {
    value: {
      case: "scalar",
      value: { value: { case: "primitive", value: { value: { case: "integer", value: BigInt(value) } } } },
    },
  });
const seconds = (value: number): Literal =>
  create(LiteralSchema, {
    value: {
      case: "scalar",
      value: {
        value: { case: "primitive", value: { value: { case: "duration", value: { seconds: BigInt(value) } } } },
      },
    },
  });
const list = (...literals: Literal[]): Literal =>
  create(LiteralSchema, { value: { case: "collection", value: { literals } } });
const map = (literals: Record<string, Literal>) => create(LiteralMapSchema, { literals });
const none = create(LiteralSchema, { value: { case: "scalar", value: { value: { case: "noneType", value: {} } } } });

test("a sub-node sees its element of each list; what is bound, or no list, it sees whole", () => {
  const inputs = map({ a: list(int(1), int(2)), b: list(int(8), int(9)), c: int(5) });
  expect(subNodeInputs(inputs, 1, new Set(["b"]))).toEqual(map({ a: int(2), b: list(int(8), int(9)), c: int(5) }));
});

describe("how many there are", () => {
  const wrong = (message: string) => ({
    kind: "refused",
    error: { kind: "USER", code: "InvalidArrayLength", message },
  });
  test.each([
    ["as its list is long", { a: list(int(1), int(2)) }, [], { kind: "array", size: 2 }],
    ["none of an empty list", { a: list() }, [], { kind: "array", size: 0 }],
    ["as all its lists are long", { a: list(int(1)), b: list(int(2)) }, [], { kind: "array", size: 1 }],
    ["a list that is bound does not count", { a: list(int(1)), b: list() }, ["b"], { kind: "array", size: 1 }],
    ["one where all is bound", { a: list(int(1), int(2)) }, ["a"], { kind: "array", size: 1 }],
    ["what is no list does not count", { a: list(int(1)), b: int(3) }, [], { kind: "array", size: 1 }],
    [
      "lists of different lengths are refused",
      { a: list(int(1)), b: list(int(2), int(3)) },
      [],
      wrong("input arrays have different lengths: expecting '1' found '2'"),
    ],
    ["no list is refused", { a: int(1) }, [], wrong("no input array provided")],
  ])("%s", (_, literals: Record<string, Literal>, bound: string[], expected) => {
    expect(findArray(map(literals), new Set(bound), false)).toEqual(expected);
  });
});

test.each([
  ["one for all where they are the same", list(seconds(1), seconds(1)), [1000]],
  ["one each", list(seconds(1), seconds(0)), [1000, 0]],
  ["−1 for what is no time", list(int(1), seconds(1)), [-1, 1000]],
  ["none", list(), [-1]],
])("§9.1 sleeps: %s", (_, times, sleeps) => {
  expect(findArray(map({ time: times }), new Set(), true)).toMatchObject({ sleeps });
});

test("outputs are gathered in order, with none for those that did not succeed", () => {
  const outputs = [map({ o: int(1), p: int(2) }), undefined, map({ o: int(3), p: int(4) })];
  expect(gatherOutputs(["o", "p"], Int32Array.of(0, -1, 2), outputs)).toEqual(
    map({ o: list(int(1), none, int(3)), p: list(int(2), none, int(4)) }),
  );
  expect(gatherOutputs(["o"], new Int32Array(0), [])).toEqual(map({ o: list() }));
  expect(() => gatherOutputs(["q"], Int32Array.of(0), outputs)).toThrow("Element 0 succeeded, but");
});

test("of echo tasks the outputs are the inputs, what is bound once for each", () => {
  const inputs = map({ a: list(int(1), int(2)), b: int(7) });
  const variables = new Map([
    ["a", "x"],
    ["b", "y"],
  ]);
  expect(echoedOutputs(inputs, 2, { bound: new Set(["b"]), variables })).toEqual(
    map({ x: list(int(1), int(2)), y: list(int(7), int(7)) }),
  );
});

test.each<[SuccessRule, number, number]>([
  [{ kind: "all" }, 5, 5],
  [{ kind: "count", count: 2 }, 5, 2],
  [{ kind: "ratio", ratio: 1 }, 5, 5],
  [{ kind: "ratio", ratio: 0.5 }, 5, 3],
  [{ kind: "ratio", ratio: Math.fround(0.8) }, 10, 9],
  [{ kind: "ratio", ratio: Math.fround(0.7) }, 10, 7],
  [{ kind: "ratio", ratio: 0 }, 10, 0],
])("%j of %i is %i", (rule, size, expected) => {
  expect(minSuccesses(rule, size)).toBe(expected);
});
