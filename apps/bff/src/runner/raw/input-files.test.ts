import { create, fromBinary } from "@bufbuild/protobuf";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { DataLoadingConfig_LiteralMapFormat as Format } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { fromLiteralMap, toLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { PlainValue } from "@skein/spec/plain-json";
import { expect, test } from "vitest";
import { InputDownloadFailed, planInputFiles } from "./input-files.ts";

function literal(type: string, value: PlainValue): Literal {
  const parsed = parseLiteralType(type).type;
  const made = parsed && toLiteral(value, parsed).literal;
  if (!made) throw new TypeError(`${type} ${String(value)}`);
  return made;
}
function plan(literals: Record<string, Literal>, format = Format.JSON) {
  const files = planInputFiles(create(LiteralMapSchema, { literals }), "/var/inputs", format);
  return Object.fromEntries(
    files.map((file) => [
      file.path.join("/"),
      file.kind === "bytes" ? new TextDecoder().decode(file.bytes) : `${file.kind} ${file.uri}`,
    ]),
  );
}

test.each([
  ["int", -(2n ** 63n), "-9223372036854775808", "-9223372036854775808"],
  ["float", 1e21, "1000000000000000000000", "1e+21"],
  ["float", 1, "1", "1.0"],
  ["string", " as it is\n", " as it is\n", '" as it is\\n"'],
  ["bool", true, "true", "true"],
  ["datetime", "2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.5Z", '"2026-01-02T03:04:05.5Z"'],
  ["duration", "90s", "1m30s", '"1m30s"'],
  ["none", null, "null", "null"],
  ["int?", 5n, "5", "5"],
  ["int?", null, "null", "null"],
  ["struct", { a: [1, "x"] }, '{"a":[1,"x"]}', '{"a":[1,"x"]}'],
  ["binary", "aGk=", "hi", '"aGk="'],
  ["error", "went wrong", "went wrong", '"went wrong"'],
  ["list[int]", [1n, 2n], "[1,2]", "[1,2]"],
  ["list[int]", [], "[]", "[]"],
  ["map[list[string]]", { k: ["a"] }, '{"k":["a"]}', '{"k":["a"]}'],
  ["enum[red, green]", "red", "red", '"red"'],
] as const)("%s %s: its file and its part of inputs.json", (type, value, file, json) => {
  expect(plan({ x: literal(type, value) })).toMatchObject({ x: file, "inputs.json": `{"x":${json}}` });
});

test("§6.1 blobs are fetched, and the whole map points to where they are", () => {
  const literals = {
    f: literal("file[csv]", "s3://b/f"),
    d: literal("dir", "s3://b/d"),
    l: literal("list[file]", ["s3://b/0", "s3://b/1"]),
    m: literal("map[file]", { k: "s3://b/k" }),
    u: literal("file?", "s3://b/u"),
  };
  const files = plan(literals);
  expect(files).toMatchObject({
    f: "object s3://b/f",
    d: "tree s3://b/d",
    "l/0": "object s3://b/0",
    "l/1": "object s3://b/1",
    "m/k": "object s3://b/k",
    u: "object s3://b/u",
  });
  expect(JSON.parse(files["inputs.json"] ?? "")).toEqual({
    f: "/var/inputs/f",
    d: "/var/inputs/d",
    l: ["/var/inputs/l/0", "/var/inputs/l/1"],
    m: { k: "/var/inputs/m/k" },
    u: "/var/inputs/u",
  });
  const proto = planInputFiles(create(LiteralMapSchema, { literals }), "/var/inputs", Format.PROTO).at(-1);
  const map = fromBinary(LiteralMapSchema, proto?.kind === "bytes" ? proto.bytes : new Uint8Array());
  expect(fromLiteralMap(map)).toMatchObject({
    f: { uri: "/var/inputs/f", format: "csv" },
    l: [{ uri: "/var/inputs/l/0" }, {}],
  });
});

test("§6.1 the aggregate comes in the form that was asked for", () => {
  const x = { x: literal("int", 1n), s: literal("string", "a: b") };
  expect(Object.keys(plan(x, Format.PROTO))).toEqual(["x", "s", "inputs.pb"]);
  expect(plan(x, Format.YAML)["inputs.yaml"]).toBe('"x": 1\n"s": "a: b"\n');
  expect(plan({}, Format.YAML)["inputs.yaml"]).toBe("{}\n");
  expect(plan({})["inputs.json"]).toBe("{}");
});

test.each([
  ["a structured dataset", { x: literal("dataset", "s3://b/d") }],
  [
    "a value stored apart",
    { x: create(LiteralSchema, { value: { case: "offloadedMetadata", value: { uri: "s3://b/o" } } }) },
  ],
  ["a name that leads out", { "../x": literal("int", 1n) }],
  ["a key that leads out", { x: literal("map[file]", { "..": "s3://b/k" }) }],
])("%s is refused", (_, literals) => {
  expect(() => plan(literals)).toThrow(InputDownloadFailed);
});
