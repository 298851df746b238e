/**
 * One line of an attempt's log, as it stands in the file: `2026-01-02T03:04:05.123456789Z o text`.
 *
 * The letter is the stream: `o` stdout, `e` stderr, `s` Skein's own word. Times are the engine's, to the nanosecond,
 * because that is what resuming after a restart goes by. A text holds no newline; control sequences stay in.
 */

export type LogStream = "STDOUT" | "STDERR" | "ENGINE";

export interface LogLine {
  /** Nanoseconds since 1970, UTC. */
  readonly atNanos: bigint;
  readonly stream: LogStream;
  readonly text: string;
}

/** A longer line is cut, with words in place of what is missing. */
export const MAX_LINE_BYTES = 64 * 1024;

const LETTERS = { STDOUT: "o", STDERR: "e", ENGINE: "s" } as const satisfies Record<LogStream, string>;
const STREAMS: Readonly<Record<string, LogStream>> = { o: "STDOUT", e: "STDERR", s: "ENGINE" };
const LINE = /^(\S+) ([oes]) (.*)$/s;

export function formatLogLine(line: LogLine): string {
  return `${formatNanos(line.atNanos)} ${LETTERS[line.stream]} ${line.text}\n`;
}

/** Reads a line without its newline; what is no line of ours (a damaged file) is shown as it stands. */
export function parseLogLine(text: string): LogLine {
  const [, at, letter, rest] = LINE.exec(text) ?? [];
  const atNanos = at === undefined ? undefined : parseNanos(at);
  if (atNanos === undefined || letter === undefined) return { atNanos: 0n, stream: "ENGINE", text };
  return { atNanos, stream: STREAMS[letter] ?? "ENGINE", text: rest ?? "" };
}

/** Skein's own word on the attempt. */
export function engineLines(atMs: number, text: string): LogLine[] {
  const atNanos = BigInt(Math.trunc(atMs)) * 1_000_000n;
  return text.split("\n").map((line) => ({ atNanos, stream: "ENGINE", text: line }));
}

export function formatNanos(nanos: bigint): string {
  const date = new Date(Number(nanos / 1_000_000n)).toISOString();
  const fraction = (nanos % 1_000_000_000n).toString().padStart(9, "0");
  return `${date.slice(0, 19)}.${fraction}Z`;
}

const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 with up to nine digits of a second; undefined when it is none. */
export function parseNanos(text: string): bigint | undefined {
  const [, second, fraction = "", zone] = RFC_3339.exec(text) ?? [];
  const ms = second === undefined ? Number.NaN : Date.parse(`${second}${zone}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** UTF-8 to text; a byte that is not UTF-8 becomes `\xNN`. */
export function decodeLogText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeDamaged(bytes);
  }
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeDamaged(bytes: Uint8Array): string {
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    const length = Math.max(1, sequenceLength(bytes[at] ?? 0));
    const decoded = tryDecode(bytes.subarray(at, at + length));
    text += decoded ?? `\\x${(bytes[at] ?? 0).toString(16).padStart(2, "0")}`;
    at += decoded === undefined ? 1 : length;
  }
  return text;
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** How many bytes a UTF-8 sequence with this first byte has. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 1;
}
