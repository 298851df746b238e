import { expect, test } from "vitest";
import { codeOf, EngineAway, isUnreachable, statusOf, wordsOf } from "./engine-errors.ts";

const answer = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), { statusCode, json: { message } });
const cut = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

test("an answer has a status and the engine's own words", () => {
  expect(statusOf(answer(404, "No such image: x"))).toBe(404);
  expect(wordsOf(answer(404, "No such image: x"))).toBe("No such image: x");
  expect(statusOf(cut("ENOENT"))).toBeUndefined();
  expect(codeOf(cut("ENOENT"))).toBe("ENOENT");
  expect(wordsOf("text")).toBe("text");
  expect(wordsOf(new Error("(HTTP code 500) server error - Get https://r/v2/: timed out "))).toBe(
    "Get https://r/v2/: timed out",
  );
});

test.each([
  [cut("ECONNREFUSED"), true],
  [cut("ECONNRESET"), true],
  [cut("ENOENT"), true],
  [cut("EACCES"), true],
  [new Error("socket hang up"), true],
  [new Error("aborted"), true],
  [new EngineAway(), true],
  [answer(503, "shutting down"), true],
  [answer(500, "Get https://registry: connection aborted"), false],
  [answer(404, "no such container"), false],
  [new Error("pull aborted by the registry"), false],
  [cut("ABORT_ERR"), false],
  [undefined, false],
])("%s: out of reach %s", (reason, expected) => {
  expect(isUnreachable(reason)).toBe(expected);
});
