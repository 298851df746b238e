import { expect, test } from "vitest";
import type { LogLine } from "../log-line.ts";
import type { LogWriter } from "../log-writer.ts";
import { type Mask, maskingWriter, maskOf } from "./mask.ts";

const PEM = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n-----END KEY-----\n";

test.each<[values: string[], text: string, masked: string]>([
  [[], "nothing to hide", "nothing to hide"],
  [["s3cret\n"], "token=s3cret, again s3cret.", "token=***, again ***."],
  [["a.b*c"], "a.b*c axbbc", "*** axbbc"],
  [["pass", "password"], "the password, and pass", "the ***, and ***"],
  [["1", "abc", " "], "1 abc", "1 abc"],
  [[PEM], "got MIIEvQIBADANBgkq", "got ***"],
  [[PEM], PEM.trim(), "***"],
  [["-}"], "-} {{{-}}}", "-} {{{-}}}"],
  [["x-y]["], "x-y][", "***"],
])("%j in %j", (values, text, masked) => {
  expect(maskOf(values)(text)).toBe(masked);
});

test("a log is masked by what is known when a line comes", async () => {
  const written: LogLine[] = [];
  const inner: LogWriter = {
    extent: () => ({ bytes: 0, lines: 0, offsets: [0], complete: false }),
    append: async (lines) => void written.push(...lines),
    recent: async () => ({ sinceNanos: 0n, lines: [] }),
    complete: async () => {},
    close: async () => {},
  };
  let mask: Mask = (text) => text;
  const writer = maskingWriter(inner, () => mask);
  const line: LogLine = { atNanos: 1n, stream: "STDOUT", text: "s3cret" };
  await writer.append([line]);
  mask = maskOf(["s3cret"]);
  await writer.append([line, { ...line, stream: "ENGINE" }]);
  expect(written.map(({ text }) => text)).toEqual(["s3cret", "***", "***"]);
});
