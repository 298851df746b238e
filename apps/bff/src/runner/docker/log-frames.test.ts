import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNanos, type LogLine, MAX_LINE_BYTES } from "../log-line.ts";
import { createLogFrames, createStoredFilter } from "./log-frames.ts";

function frame(stream: 1 | 2, payload: string | Uint8Array): Buffer {
  const bytes = Buffer.from(payload);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}
const at = (nanos: number) => formatNanos(1_767_323_045_000_000_000n + BigInt(nanos));
const texts = (lines: readonly LogLine[]) => lines.map((line) => `${line.stream} ${line.text}`);

test("both streams come as lines with their times", () => {
  const frames = createLogFrames();
  const lines = frames.read(
    Buffer.concat([frame(1, `${at(5)} one\n`), frame(2, `${at(6)} two \n`), frame(1, `${at(7)} \n`)]),
  );
  expect(texts(lines)).toEqual(["STDOUT one", "STDERR two ", "STDOUT "]);
  expect(lines[0]?.atNanos).toBe(1_767_323_045_000_000_005n);
});

test("however the bytes are cut, the lines are the same", () => {
  const bytes = Buffer.concat([
    frame(1, `${at(1)} ärger\n`),
    frame(2, `${at(2)} piece,`),
    frame(1, `${at(3)} between\n`),
    frame(2, `${at(2)} end\n`),
    frame(1, `${at(4)} last`),
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 10 }), (cuts) => {
      const frames = createLogFrames();
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const lines = places.slice(1).flatMap((end, index) => frames.read(bytes.subarray(places[index], end)));
      lines.push(...frames.end());
      expect(texts(lines)).toEqual(["STDOUT ärger", "STDOUT between", "STDERR piece,end", "STDOUT last"]);
    }),
  );
});

test("a line of many pieces is bounded, and says what is missing", () => {
  const frames = createLogFrames();
  const piece = "ä".repeat(8 * 1024);
  for (let index = 0; index < 10; index += 1) frames.read(frame(1, `${at(1)} ${piece}`));
  const [line] = frames.read(frame(1, `${at(1)} end\n`));
  expect(line?.text).toBe(
    `${"ä".repeat(MAX_LINE_BYTES / 2 - 1)} … ${10 * 16 * 1024 + 3 - (MAX_LINE_BYTES - 2)} more bytes of this line are left out`,
  );
});

test("a carriage return before the newline goes; one inside stays", () => {
  const frames = createLogFrames();
  expect(texts(frames.read(frame(1, `${at(1)} 10%\r20%\r\n`)))).toEqual(["STDOUT 10%\r20%"]);
});

test("bytes that are not UTF-8 are shown by their numbers", () => {
  const bytes = Buffer.concat([Buffer.from(`${at(1)} a`), Buffer.from([0xff, 0x0a])]);
  expect(texts(createLogFrames().read(frame(1, bytes)))).toEqual(["STDOUT a\\xff"]);
});

test("several lines in one frame, and lines without a time, are taken as they are", () => {
  const frames = createLogFrames();
  const lines = frames.read(frame(1, `${at(1)} one\n${at(2)} two\nthree\n`));
  expect(texts(lines)).toEqual(["STDOUT one", "STDOUT two", "STDOUT three"]);
  expect(lines[2]?.atNanos).toBe(lines[1]?.atNanos);
});

test("what is stored is recognised as often as it is stored", () => {
  const line = (atNanos: bigint, stream: LogLine["stream"] = "STDOUT"): LogLine => ({ atNanos, stream, text: "x" });
  const isStored = createStoredFilter([line(1n), line(1n), line(2n, "STDERR")]);
  expect([line(1n), line(2n), line(1n), line(1n), line(2n, "STDERR")].map(isStored)).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
});
