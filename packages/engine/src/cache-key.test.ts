import { create, type JsonObject } from "@bufbuild/protobuf";
import {
  type Literal,
  type LiteralMap,
  LiteralMapSchema,
  LiteralSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type TaskTemplate, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cacheKeyOf } from "./cache-key.ts";

const integer = (value: number, hash = ""): Literal =>
  create(LiteralSchema, {
    hash,
    value: {
      case: "scalar",
      value: { value: { case: "primitive", value: { value: { case: "integer", value: BigInt(value) } } } },
    },
  });
const simple = (value: SimpleType, rest: { metadata?: JsonObject; note?: JsonObject } = {}): LiteralType =>
  create(LiteralTypeSchema, {
    type: { case: "simple", value },
    ...(rest.metadata && { metadata: rest.metadata }),
    ...(rest.note && { annotation: { annotations: rest.note } }),
  });
const int = simple(SimpleType.INTEGER);
const list = (type: LiteralType) => create(LiteralTypeSchema, { type: { case: "collectionType", value: type } });

const map = (literals: Record<string, Literal>): LiteralMap => create(LiteralMapSchema, { literals });

function taskOf(inputs: Record<string, LiteralType> = {}, ignored: string[] = [], description = ""): TaskTemplate {
  const variables = Object.fromEntries(Object.entries(inputs).map(([name, type]) => [name, { type, description }]));
  return create(TaskTemplateSchema, {
    id: { project: "project", domain: "domain", name: "name", version: "v7" },
    interface: { inputs: { variables } },
    metadata: { cacheIgnoreInputVars: ignored },
  });
}
const versionOf = (task: TaskTemplate, version = "1.0.0") => cacheKeyOf(task, version, map({})).dataset.version;
const tagOf = (literals: Record<string, Literal>, ignored?: string[]) =>
  cacheKeyOf(taskOf({}, ignored), "1", map(literals)).tag;

// Digests of flytepropeller/pkg/controller/nodes/catalog/datacatalog/transformer_test.go.
const upstreamTag = "flyte_cached-GQid5LjHbakcW68DS3P2jp80QLbiF0olFHF2hTh5bg8";

describe("§8 dataset", () => {
  test("is upstream's, to the byte", () => {
    const { dataset } = cacheKeyOf(create(TaskTemplateSchema, { id: taskOf().id ?? {} }), "1.0.0", map({}));
    expect(dataset).toEqual({
      project: "project",
      domain: "domain",
      name: "flyte_task-name",
      version: "1.0.0-GKw-c0Pw-GKw-c0Pw",
    });
    expect(versionOf(taskOf({ 1: int, 2: int }))).toBe("1.0.0-UxVtPm0k-GKw-c0Pw");
    expect(versionOf(taskOf({ 2: int, 1: int }))).toBe("1.0.0-UxVtPm0k-GKw-c0Pw");
  });

  test("trims the cache version, and there must be one", () => {
    expect(versionOf(taskOf(), "  1.0.0 ")).toBe("1.0.0-GKw-c0Pw-GKw-c0Pw");
    for (const blank of ["", "  "]) expect(() => versionOf(taskOf(), blank)).toThrow("its cache version is empty");
  });

  test.each<[string, TaskTemplate, TaskTemplate, boolean]>([
    ["descriptions", taskOf({ a: int }), taskOf({ a: int }, [], "an a"), true],
    ["metadata of types", taskOf({ a: int }), taskOf({ a: simple(SimpleType.INTEGER, { metadata: { x: 1 } }) }), true],
    [
      "metadata of inner types",
      taskOf({ a: list(int) }),
      taskOf({ a: list(simple(SimpleType.INTEGER, { metadata: { x: 1 } })) }),
      true,
    ],
    ["annotations", taskOf({ a: int }), taskOf({ a: simple(SimpleType.INTEGER, { note: { x: 1 } }) }), true],
    [
      "annotations made for it",
      taskOf({ a: int }),
      taskOf({ a: simple(SimpleType.INTEGER, { note: { "cache-key-metadata": { x: 1 } } }) }),
      false,
    ],
    ["names", taskOf({ a: int }), taskOf({ b: int }), false],
    ["types", taskOf({ a: int }), taskOf({ a: simple(SimpleType.FLOAT) }), false],
  ])("%s: %#", (_, some, other, isSame) => {
    expect(versionOf(some) === versionOf(other)).toBe(isSame);
  });
});

describe("§8 tag", () => {
  test("is upstream's, to the byte, whatever the order", () => {
    expect(tagOf({ 1: integer(1), 2: integer(2) })).toBe(upstreamTag);
    expect(tagOf({ 2: integer(2), 1: integer(1) })).toBe(upstreamTag);
  });

  test("leaves out inputs that are not to count", () => {
    expect(tagOf({ 1: integer(1), 2: integer(2), 3: integer(3) }, ["3"])).toBe(upstreamTag);
  });

  test("has a hash in place of the literal that brings one, at any depth", () => {
    const inList = (literal: Literal) =>
      create(LiteralSchema, { value: { case: "collection", value: { literals: [integer(9), literal] } } });
    const inMap = (literal: Literal) =>
      create(LiteralSchema, { value: { case: "map", value: { literals: { k: literal } } } });
    for (const place of [(literal: Literal) => literal, inList, inMap, (one: Literal) => inMap(inList(one))]) {
      expect(tagOf({ a: place(integer(1, "h")) })).toBe(tagOf({ a: place(integer(2, "h")) }));
      expect(tagOf({ a: place(integer(1, "h")) })).not.toBe(tagOf({ a: place(integer(1, "g")) }));
      expect(tagOf({ a: place(integer(1)) })).not.toBe(tagOf({ a: place(integer(2)) }));
    }
  });

  test("differs where the inputs do", () => {
    const inputs = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(inputs, inputs, (some, other) => {
        const text = (given: Record<string, number>) => JSON.stringify(Object.entries(given).sort());
        const literals = (given: Record<string, number>) =>
          Object.fromEntries(Object.entries(given).map(([name, value]) => [name, integer(value)]));
        expect(tagOf(literals(some)) === tagOf(literals(other))).toBe(text(some) === text(other));
      }),
    );
  });
});
