import { expect, test } from "vitest";
import { specLines } from "./spec-text.ts";

test.each([
  ["a task alone", "", '{"b":1,"a":{"d":[2],"c":3}}', '{"a":{"c":3,"d":[2]},"b":1}'],
  ["a node and its task", '{"inputs":[]}', '{"a":1}', '{"node":{"inputs":[]},"task":{"a":1}}'],
  ["a node that runs none", '{"inputs":[]}', "", '{"node":{"inputs":[]}}'],
  ["nothing", "", "", ""],
  ["what is no JSON", "", "image: busybox", '"image: busybox"'],
])("%s", (_, nodeJson, specJson, expected) => {
  expect(
    specLines({ nodeJson }, specJson)
      .map((line) => line.trim())
      .join("")
      .replaceAll('": ', '":'),
  ).toBe(expected);
});

test("a text of several lines is several lines, a backslash before an n is not the end of one", () => {
  const script = { args: ["-c", 'sleep 1\necho "\\new"\n'], name: "x\\n" };
  expect(specLines(undefined, JSON.stringify(script))).toEqual([
    "{",
    '  "args": [',
    '    "-c",',
    '    "sleep 1\\n',
    '      echo \\"\\\\new\\"\\n"',
    "  ],",
    '  "name": "x\\\\n"',
    "}",
  ]);
});
