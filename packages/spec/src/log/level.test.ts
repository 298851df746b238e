import { describe, expect, it } from "vitest";
import { type Level, levelOf, SenseReader } from "./level.ts";

describe("the level a line says", () => {
  it.each<[string, Level | undefined]>([
    ["plain words", undefined],
    ["2026-11-23 06:43:12,004 INFO loading", "INFO"],
    ["[WARNING] low memory", "WARN"],
    ["warning: unused variable", "WARN"],
    ["error: it broke", "ERROR"],
    ["an error in the middle of a sentence", undefined],
    ['{"event":"x","level":"error"}', "ERROR"],
    ['{"severity": "DEBUG"}', "DEBUG"],
    ['level=warn msg="slow"', "WARN"],
    ["E1123 06:43:12.004 1 main.go:3] no", "ERROR"],
    ["ValueError: invalid literal", "ERROR"],
    ["numpy.core._exceptions._ArrayMemoryError: unable", undefined],
    ["java.lang.IllegalStateException: no", "ERROR"],
    ["panic: runtime error", "ERROR"],
    [`${"x".repeat(200)} ERROR`, undefined],
    ["ERRORS=0", undefined],
    ["level=verbose", undefined],
  ])("%s", (text, level) => {
    expect(levelOf(text)).toBe(level);
  });
});

it("reads a trace as one thing, to its exception", () => {
  const reader = new SenseReader();
  const lines = [
    "INFO begin",
    "Traceback (most recent call last):",
    '  File "a.py", line 1, in f',
    "    g()",
    "_ArrayMemoryError: unable",
    "",
    "During handling of the above exception, another exception occurred:",
    "Traceback (most recent call last):",
    '  File "a.py", line 2, in f',
    "KeyError: 1",
    "going on",
    "  indented",
  ].map((text) => reader.read(text));
  expect(lines.map(({ level }) => level ?? "")).toEqual(["INFO", ...Array(9).fill("ERROR"), "", ""]);
  expect(lines.map(({ continues }) => continues)).toEqual([false, false, ...Array(8).fill(true), false, false]);
});

it("reads Java's frames with the line that fails", () => {
  const reader = new SenseReader();
  const lines = ["ERROR broken", "\tat a.b.C.d(C.java:1)", "\t... 3 more", "next"].map((text) => reader.read(text));
  expect(lines.map(({ continues }) => continues)).toEqual([false, true, true, false]);
  expect(lines[2]?.level).toBe("ERROR");
});
