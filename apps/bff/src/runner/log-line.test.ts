import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLogText, engineLines, formatLogLine, formatNanos, parseLogLine, parseNanos } from "./log-line.ts";

test("a line is written with its time and stream, and read again", () => {
  const anyLine = fc.record({
    atNanos: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }),
    stream: fc.constantFrom("STDOUT", "STDERR", "ENGINE"),
    text: fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", " ")),
  });
  fc.assert(
    fc.property(anyLine, (line) => {
      expect(parseLogLine(formatLogLine(line).slice(0, -1))).toEqual(line);
    }),
  );
});

test("the form is plain to read", () => {
  const line = { atNanos: 1_767_323_045_123_456_789n, stream: "STDERR", text: "no such file" } as const;
  expect(formatLogLine(line)).toBe("2026-01-02T03:04:05.123456789Z e no such file\n");
});

test.each([
  ["2026-01-02T03:04:05Z", 1_767_323_045_000_000_000n],
  ["2026-01-02T03:04:05.5Z", 1_767_323_045_500_000_000n],
  ["2026-01-02T04:04:05.000000001+01:00", 1_767_323_045_000_000_001n],
])("%s is a time", (text, nanos) => {
  expect(parseNanos(text)).toBe(nanos);
});

test.each([["yesterday"], [""], ["2026-01-02"], ["2026-13-02T03:04:05Z"]])("%j is no time", (text) => {
  expect(parseNanos(text)).toBeUndefined();
});

test("nanoseconds survive formatting", () => {
  expect(parseNanos(formatNanos(1_767_323_045_000_000_007n))).toBe(1_767_323_045_000_000_007n);
});

test("a line that is none of ours is shown as it stands", () => {
  expect(parseLogLine("garbage")).toEqual({ atNanos: 0n, stream: "ENGINE", text: "garbage" });
});

test("Skein's own words are split into lines", () => {
  expect(engineLines(1000, "one\ntwo").map((line) => line.text)).toEqual(["one", "two"]);
});

test.each([
  [[0x68, 0x69], "hi"],
  [[0x68, 0xff, 0x69], "h\\xffi"],
  [[0xc3, 0xa4, 0xc3], "ä\\xc3"],
  [[0xe2, 0x82, 0x41], "\\xe2\\x82A"],
  [[0xf0, 0x9f, 0x98, 0x80, 0x80], "😀\\x80"],
  [[0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"], // a surrogate is not UTF-8
  [[0x1b, 0x5b, 0x33, 0x31, 0x6d], "\u001b[31m"],
])("bytes %j read as %j", (bytes, text) => {
  expect(decodeLogText(Uint8Array.from(bytes))).toBe(text);
});
