import { create } from "@bufbuild/protobuf";
import { CheckedFileSchema, CheckedFile_Format as Format } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it, test } from "vitest";
import type { Basket } from "../../basket/basket.ts";
import { linesOf } from "./file-table.tsx";
import { pastedFile } from "./use-paste.ts";

const basket: Basket = {
  files: [
    { name: "a.yaml", content: new Uint8Array(3) },
    { name: "p.tgz", content: new Uint8Array(9) },
  ],
  refused: [{ name: "big.tgz", reason: "too large" }],
  filledAt: 0,
  revision: 1,
};

test("before the check every file is there, without what it is", () => {
  expect(linesOf(basket, undefined).map(({ name, format, refusal }) => [name, format, refusal])).toEqual([
    ["big.tgz", "", "too large"],
    ["a.yaml", "", ""],
    ["p.tgz", "", ""],
  ]);
});

test("the check says what each is, members of archives among them, refused ones with the reason", () => {
  const checked = [
    create(CheckedFileSchema, { name: "a.yaml", format: Format.CONCISE, entities: 2 }),
    create(CheckedFileSchema, { name: "p.tgz", format: Format.ARCHIVE, rejected: "It ends in the middle" }),
    create(CheckedFileSchema, { name: "x.pb", format: Format.PROTOBUF, archive: "p.tgz" }),
  ];
  const lines = linesOf(basket, checked).slice(1);
  expect(lines.map(({ name, format, isMember, refusal }) => [name, format, isMember, refusal])).toEqual([
    ["a.yaml", "concise", false, ""],
    ["p.tgz", "archive", false, "It ends in the middle"],
    ["x.pb", "protobuf", true, ""],
  ]);
});

it.each([
  ["tasks: {}", 0, "pasted.yaml"],
  ['  {"tasks": {}}', 0, "pasted.json"],
  ["[1]", 2, "pasted-3.json"],
])("the text %j pasted after %i others is %s", (text, count, name) => {
  expect(pastedFile(text, count).name).toBe(name);
});
