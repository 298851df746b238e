import { create } from "@bufbuild/protobuf";
import { LogLineSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import fc from "fast-check";
import { expect, it } from "vitest";
import { addLines, endOf, firstOf, holdsEnd, jumpTo, type LogPart, MAX_LINES, noLines } from "./log-window.ts";

const part = (start: number, count: number, total = start + count, complete = false): LogPart => ({
  lines: Array.from({ length: count }, (_, i) => create(LogLineSchema, { row: BigInt(start + i) })),
  total: BigInt(total),
  complete,
});
const numbers = (window: { lines: LogPart["lines"] }) => window.lines.map(({ row }) => Number(row));

it("begins with the first part, wherever that is", () => {
  const window = addLines(noLines, part(900, 100, 1000), "end");
  expect([firstOf(window), endOf(window), holdsEnd(window)]).toEqual([900, 1000, true]);
});

it.each([
  ["after it", 10, 5, [0, 15]],
  ["overlapping its end", 8, 5, [0, 13]],
  ["that it holds already", 2, 5, [0, 10]],
  ["that it cannot join", 20, 5, [0, 10]],
])("takes lines %s", (_, start, count, [first, end]) => {
  const window = addLines(addLines(noLines, part(0, 10), "end"), part(start, count), "end");
  expect([firstOf(window), endOf(window)]).toEqual([first, end]);
  expect(window.total).toBe(Math.max(10, start + count));
});

it("takes lines before it when the reader scrolls up", () => {
  const window = addLines(addLines(noLines, part(50, 10), "end"), part(40, 15), "start");
  expect([firstOf(window), endOf(window)]).toEqual([40, 60]);
});

it("keeps identity of the lines when nothing new came", () => {
  const window = addLines(noLines, part(0, 10), "end");
  expect(addLines(window, part(3, 4), "end").lines).toBe(window.lines);
});

it("holds 5,000 lines at most, the newest while following and the oldest while scrolling up", () => {
  const full = addLines(noLines, part(1000, MAX_LINES), "end");
  expect(firstOf(addLines(full, part(1000 + MAX_LINES, 10), "end"))).toBe(1010);
  expect(endOf(addLines(full, part(900, 100), "start"))).toBe(900 + MAX_LINES);
});

it("jumps to another place and remembers how long the log is", () => {
  const window = jumpTo(addLines(noLines, part(0, 10, 9000), "end"), part(4000, 50, 8000));
  expect([firstOf(window), endOf(window), window.total]).toEqual([4000, 4050, 9000]);
});

it("has its lines in order, once each and without gaps, whatever comes in whatever order", () => {
  const parts = fc.array(fc.record({ start: fc.nat(60), count: fc.integer({ min: 0, max: 20 }), keep: fc.boolean() }));
  fc.assert(
    fc.property(parts, (all) => {
      let window = noLines;
      for (const { start, count, keep } of all) window = addLines(window, part(start, count), keep ? "end" : "start");
      expect(numbers(window)).toEqual(window.lines.map((_, i) => firstOf(window) + i));
    }),
  );
});
