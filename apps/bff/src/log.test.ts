import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function written(level: "debug" | "info" | "warn" | "error") {
  const lines: string[] = [];
  return {
    lines,
    log: createLog(
      level,
      (line) => lines.push(line),
      () => new Date(0),
    ),
  };
}

test("a line says when, how bad, what, and what it is about", () => {
  const { log, lines } = written("info");
  log.info("listening", { port: 30080, note: "two words", left: undefined });
  expect(lines).toEqual(['1970-01-01T00:00:00.000Z info listening port=30080 note="two words"']);
});

test("a line break in a value does not begin a new line", () => {
  const { log, lines } = written("info");
  log.error("failed", { cause: new Error("one\ntwo") });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain("\n");
});

test.each([
  ["debug", 4],
  ["info", 3],
  ["warn", 2],
  ["error", 1],
] as const)("at %s, %i of four levels are written", (level, count) => {
  const { log, lines } = written(level);
  for (const write of [log.debug, log.info, log.warn, log.error]) write("x");
  expect(lines).toHaveLength(count);
});
