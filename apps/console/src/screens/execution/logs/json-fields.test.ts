import { create } from "@bufbuild/protobuf";
import { LogLineSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { fieldNames, fieldsOf, fieldText, messageOf } from "./json-fields.ts";

const line = (text: string) => create(LogLineSchema, { text });

it.each([
  ['{"level":"info","msg":"ready","port":80}', "ready"],
  ['\u001b[32m{"event":"start"}\u001b[0m', "start"],
  ['{"port":80}', undefined],
])("%s says %j", (text, message) => {
  expect(messageOf(fieldsOf(line(text)) ?? {})).toBe(message);
});

it.each(["plain", "[1, 2]", "{not json}", "null", "{}x", `{"a":"${"x".repeat(30_000)}"}`])(
  "%.20s is no such line",
  (text) => {
    expect(fieldsOf(line(text))).toBeUndefined();
  },
);

it("names the fields, the most frequent first", () => {
  const lines = ['{"msg":"a","b":1}', '{"msg":"a","b":2,"c":3}', "plain"].map(line);
  expect(fieldNames(lines)).toEqual(["b", "c"]);
});

it("writes a value in a column", () => {
  expect([fieldText("a"), fieldText(1), fieldText({ a: [1] }), fieldText(null), fieldText(undefined)]).toEqual([
    "a",
    "1",
    '{"a":[1]}',
    "",
    "",
  ]);
});
