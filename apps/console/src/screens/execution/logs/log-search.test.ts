import { create } from "@bufbuild/protobuf";
import { LogLineSchema, LogMatch_Mode as Mode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { nextHit, searchLines } from "./log-search.ts";

const lines = ["Memory low", "\u001b[31mout of \u001b[1mmemory\u001b[0m, memory", "fine"].map((text, i) =>
  create(LogLineSchema, { row: BigInt(i + 10), text }),
);

const plain = (text: string) => ({ text, matchCase: false, mode: Mode.PLAIN });

it("finds every place, through changes of colour, by line number", () => {
  const { byLine, hits } = searchLines(lines, plain("memory"));
  expect([...byLine]).toEqual([
    [10, [{ start: 0, end: 6 }]],
    [
      11,
      [
        { start: 7, end: 13 },
        { start: 15, end: 21 },
      ],
    ],
  ]);
  expect(hits).toHaveLength(3);
});

it("heeds capitals when asked to", () => {
  expect(searchLines(lines, { ...plain("Memory"), matchCase: true }).hits).toHaveLength(1);
  expect(searchLines(lines, plain("")).hits).toHaveLength(0);
});

it("finds whole words alone, and leaves patterns to the server", () => {
  const words = (text: string) => searchLines(lines, { ...plain(text), mode: Mode.WORD }).hits.length;
  expect([words("memory"), words("mem"), words("fine")]).toEqual([3, 0, 1]);
  expect(searchLines(lines, { ...plain("mem.*"), mode: Mode.REGEX }).hits).toHaveLength(0);
});

it("begins where the reader is and goes around at both ends", () => {
  const found = searchLines(lines, plain("memory"));
  const [a, b, c] = found.hits;
  expect(nextHit(found, undefined, 1, 11)).toBe(b);
  expect(nextHit(found, undefined, -1, 12)).toBe(c);
  expect(nextHit(found, undefined, 1, 99)).toBe(a);
  expect(nextHit(found, c, 1, 0)).toBe(a);
  expect(nextHit(found, a, -1, 0)).toBe(c);
  expect(nextHit(found, { line: 11, place: 0 }, 1, 0)).toBe(c);
  expect(nextHit(searchLines(lines, plain("absent")), undefined, 1, 0)).toBeUndefined();
});
