import { create } from "@bufbuild/protobuf";
import { LogMatchSchema, LogMatch_Mode as Mode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { lineMatch } from "./line-match.ts";

const { PLAIN, WORD, REGEX } = Mode;

test.each<[Mode, text: string, matchCase: boolean, line: string, is: boolean]>([
  [PLAIN, "memory", false, "Out of MEMORY", true],
  [PLAIN, "memory", true, "Out of MEMORY", false],
  [PLAIN, "red", false, "\u001b[31mred\u001b[0m", true],
  [PLAIN, "[31m", false, "\u001b[31mred", false],
  [WORD, "error", false, "1 error.", true],
  [WORD, "error", false, "errors: 0", false],
  [WORD, "error", false, "errors: error", true],
  [WORD, "über", false, "Über alles", true],
  [REGEX, "took \\d+ ms", false, "Took 12 ms", true],
  [REGEX, "took \\d+ ms", true, "Took 12 ms", false],
  [REGEX, "^\\s*$", false, "", true],
  [REGEX, "(a+)+$", false, `${"a".repeat(5000)}b`, false],
])("mode %i: %j (as written: %s) in %j is %s", (mode, text, matchCase, line, is) => {
  expect(lineMatch(create(LogMatchSchema, { mode, text, matchCase }))?.(line)).toBe(is);
});

test.each([`${"a".repeat(501)}`, "a{1000}", "(a{20}){20}", "(\\pL{100}){3,}"])(
  "the pattern %.12s is too large",
  (text) => {
    expect(() => lineMatch(create(LogMatchSchema, { mode: REGEX, text }))).toThrow(/too large/);
  },
);

test("no text asks for nothing, and a pattern that is none is refused with the remedy", () => {
  expect(lineMatch(create(LogMatchSchema, { mode: REGEX }))).toBeUndefined();
  expect(() => lineMatch(create(LogMatchSchema, { mode: REGEX, text: "(" }))).toThrow(/search for it as plain text/);
});
