import { create } from "@bufbuild/protobuf";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { toLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { PlainValue } from "@skein/spec/plain-json";
import { expect, test } from "vitest";
import { namesInputs, namesTaskTemplate, renderTemplate, TemplateRefused } from "./template.ts";

const key = { project: "p", domain: "d", execution: "x", node: "n0", attempt: 1 };
const paths = {
  inputPrefix: "s3://b/n0/data",
  outputPrefix: "s3://b/n0/data/1",
  rawOutputPrefix: "s3://b/raw/$1/x",
  previousCheckpoint: undefined,
  taskName: "7-x.y-n0-1",
};

function literal(type: string, value: PlainValue): Literal {
  const parsed = parseLiteralType(type).type;
  const made = parsed && toLiteral(value, parsed).literal;
  if (!made) throw new Error(`${type} ${String(value)}`);
  return made;
}
const binary = create(LiteralSchema, {
  value: {
    case: "scalar",
    value: { value: { case: "binary", value: { tag: "msgpack", value: Uint8Array.of(0x81, 0xa1, 0x6b, 0x01) } } },
  },
});
const render = (text: string, literals: Record<string, Literal> = {}) =>
  renderTemplate(text, { key, paths, inputs: create(LiteralMapSchema, { literals }) });

test.each([
  ["{{.input}}", "s3://b/n0/data/inputs.pb"],
  ["{{ .Input }}", "s3://b/n0/data/inputs.pb"],
  ["{{$input}}", "s3://b/n0/data/inputs.pb"],
  ["{{.inputPrefix}}", "s3://b/n0/data"],
  ["--out={{.outputPrefix}}/x", "--out=s3://b/n0/data/1/x"],
  ["{{.RAWOUTPUTDATAPREFIX}}", "s3://b/raw/$1/x"],
  ["{{.checkpointOutputPrefix}}", "s3://b/raw/$1/x/_flytecheckpoints"],
  ["{{.prevCheckpointPrefix}}", '""'],
  ["{{.perRetryUniqueKey}}", "ax_y_n0_1"],
  ["{{.taskTemplatePath}}", "s3://b/n0/data/task.pb"],
  ["{{.namespace}}", "p-d"],
  ["{{.input}}{{.namespace}}", "s3://b/n0/data/inputs.pbp-d"],
  ["{{.inputs.x}}", "{{.inputs.x}}"], // no inputs at all: left as it is
  ["{{ input }}", "{{ input }}"],
  ["{{.other}}", "{{.other}}"],
  ["plain $1 {{", "plain $1 {{"],
])("%s becomes %s", (text, rendered) => {
  expect(render(text)).toBe(rendered);
});

test("§5.1 the previous checkpoint stands where there is one", () => {
  const again = { ...paths, previousCheckpoint: "s3://b/before" };
  const inputs = create(LiteralMapSchema);
  expect(renderTemplate("{{.prevCheckpointPrefix}}", { key, paths: again, inputs })).toBe("s3://b/before");
});

test.each([
  ["int", 5n, "5"],
  ["int", 2n ** 63n - 1n, "9223372036854775807"],
  ["float", 0.1, "0.1"],
  ["float", 1, "1"],
  ["float", 1e21, "1e+21"],
  ["bool", true, "true"],
  ["string", "a b $& {{.input}}", "a b $& {{.input}}"],
  ["datetime", "2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.5Z"],
  ["duration", "60s", "seconds:60"],
  ["duration", "1.5s", "seconds:1 nanos:500000000"],
  ["file", "s3://b/file", "s3://b/file"],
  ["list[int]", [1n, 2n], "[1,2]"],
  ["list[list[string]]", [["a"], ["b", "c"]], "[[a],[b,c]]"],
] as const)("an input of type %s, %s, reads %s", (type, value, text) => {
  expect(render("{{.inputs.x}}", { x: literal(type, value) })).toBe(text);
});

test("§5.1 a dataclass reads as Go prints it", () => {
  expect(render("{{ .Inputs.x }}", { x: binary })).toBe("map[k:1]");
});

test.each([
  ["struct", {}],
  ["map[int]", { a: 1n }],
  ["none", null],
  ["int?", 1n],
  ["error", "bad"],
] as const)("an input of type %s has no text form", (type, value) => {
  expect(() => render("{{.inputs.x}}", { x: literal(type, value) })).toThrow(TemplateRefused);
});

test("§5.1 an unknown input is named, with those there are", () => {
  const literals = { a: literal("int", 1n), b: literal("int", 2n) };
  expect(() => render("-x {{.inputs.c}}", literals)).toThrow(
    '"-x {{.inputs.c}}" names the input c, which the task does not have; it has a, b',
  );
});

test("what a command needs is known before it is rendered", () => {
  expect(namesTaskTemplate(["a", "{{ .taskTemplatePath }}"])).toBe(true);
  expect(namesTaskTemplate(["{{.input}}"])).toBe(false);
  expect(namesInputs(["{{.inputs.a}}"])).toBe(true);
  expect(namesInputs(["{{.input}}"])).toBe(false);
});
