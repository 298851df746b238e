import { create, fromJson, type JsonObject } from "@bufbuild/protobuf";
import { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { formatLiteralType } from "@skein/spec/literal-type";
import { expect, it, test } from "vitest";
import { literalType } from "./castable.ts";
import { identifierText, typeText } from "./proto-text.ts";
import { taskId, type } from "./testdata/samples.ts";

const primitive = (value: JsonObject): JsonObject => ({ scalar: { primitive: value } });
const one = primitive({ integer: "1" });
const a = primitive({ stringValue: "a" });
const list = (...literals: JsonObject[]): JsonObject => ({ collection: { literals } });
const union = (word: string): JsonObject => ({ scalar: { union: { value: one, type: { simple: word } } } });

it.each([
  [one, "int"],
  [primitive({ floatValue: 1 }), "float"],
  [a, "string"],
  [primitive({ boolean: false }), "bool"],
  [primitive({ datetime: "2020-01-01T00:00:00Z" }), "datetime"],
  [primitive({ duration: "1s" }), "duration"],
  [primitive({}), "none"],
  [{ scalar: { noneType: {} } }, "none"],
  [{ scalar: { error: {} } }, "error"],
  [{ scalar: { generic: {} } }, "struct"],
  [{ scalar: { binary: { tag: "msgpack" } } }, "struct"],
  [{ scalar: { binary: {} } }, "binary"],
  [{ scalar: { blob: { metadata: { type: { format: "csv", dimensionality: "MULTIPART" } } } } }, "dir[csv]"],
  [{ scalar: { schema: { type: { columns: [{ name: "a" }] } } } }, "schema{a: int}"],
  [{ scalar: { structuredDataset: { metadata: { structuredDatasetType: { format: "csv" } } } } }, "dataset[csv]"],
  [{ scalar: { structuredDataset: {} } }, "unknown"],
  [union("STRING"), "union[string]"],
  [list(), "list[none]"],
  [list(one, one), "list[int]"],
  [list(a, one), "list[int | string]"],
  [list(list(), list(one)), "list[list[int]]"],
  [list(list(), list()), "list[list[none]]"],
  [list(union("STRING"), union("INTEGER")), "list[int | string]"],
  [{ map: { literals: { x: one, y: one } } }, "map[int]"],
  [{ map: {} }, "map[none]"],
  [{ offloadedMetadata: { inferredType: { simple: "FLOAT" } } }, "float"],
])("row %#: %j is %s", (json, expected) => {
  const inferred = literalType(fromJson(LiteralSchema, json));
  expect(inferred && formatLiteralType(inferred)).toBe(expected);
});

it.each([{}, { scalar: {} }, { scalar: { blob: {} } }, { scalar: { union: {} } }, { offloadedMetadata: {} }, list({})])(
  "%j has no type",
  (json) => expect(literalType(fromJson(LiteralSchema, json))).toBeUndefined(),
);

test("a literal nested without end has no type", () => {
  let literal = fromJson(LiteralSchema, one);
  for (let depth = 0; depth < 10_000; depth++)
    literal = create(LiteralSchema, { value: { case: "collection", value: { literals: [literal] } } });
  expect(literalType(literal)).toBeUndefined();
});

it.each([
  ["int", "simple:INTEGER"],
  ["list[map[string]]", "collection_type:{map_value_type:{simple:STRING}}"],
  ["int?", "union_type:{variants:{simple:INTEGER} variants:{simple:NONE}}"],
  ["file[csv]", 'blob:{format:"csv"}'],
  ["dir", "blob:{dimensionality:MULTIPART}"],
  ["enum[a, b]", 'enum_type:{values:"a" values:"b"}'],
  ["dataset[csv]{a: int}", 'structured_dataset_type:{columns:{name:"a" literal_type:{simple:INTEGER}} format:"csv"}'],
  ["schema{a: int, b: float}", 'schema:{columns:{name:"a"} columns:{name:"b" type:FLOAT}}'],
])("upstream prints %s as %s", (text, expected) => expect(typeText(type(text))).toBe(expected));

test("upstream prints metadata and tags too", () => {
  const full = {
    ...type("struct"),
    metadata: { b: [1, "x", null, true], a: {} },
    structure: { $typeName: "flyteidl.core.TypeStructure" as const, tag: "t", dataclassType: { f: type("int") } },
  };
  expect(typeText(full)).toBe(
    'simple:STRUCT metadata:{fields:{key:"a" value:{struct_value:{}}} fields:{key:"b" value:{list_value:{values:{number_value:1} values:{string_value:"x"} values:{null_value:NULL_VALUE} values:{bool_value:true}}}}} structure:{tag:"t" dataclass_type:{key:"f" value:{simple:INTEGER}}}',
  );
  expect([typeText(undefined), identifierText(undefined)]).toEqual(["<nil>", "<nil>"]);
  expect(identifierText(taskId("t"))).toBe('resource_type:TASK project:"p" domain:"d" name:"t" version:"v"');
});
