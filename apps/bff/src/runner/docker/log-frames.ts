/**
 * The engine's log stream → lines.
 *
 * Stdout and stderr come in frames (eight bytes of header, then one entry with its time in front). An entry without a
 * newline is a piece of a longer line; the pieces are put together here, up to a bound.
 */
import { decodeLogText, type LogLine, type LogStream, MAX_LINE_BYTES, parseNanos } from "../log-line.ts";

export interface LogFrames {
  /** The lines that became whole with this chunk. */
  read(chunk: Uint8Array): LogLine[];
  /** A last line without a newline; only right at the stream's own end. */
  end(): LogLine[];
}

interface Unfinished {
  atNanos: bigint;
  pieces: Uint8Array[];
  kept: number;
  dropped: number;
}

const HEADER_BYTES = 8;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const LONGEST_TIME = 40;

export function createLogFrames(): LogFrames {
  let rest: Buffer = Buffer.alloc(0);
  let lastNanos = 0n;
  const unfinished: Record<"STDOUT" | "STDERR", Unfinished | undefined> = { STDOUT: undefined, STDERR: undefined };

  function readEntry(stream: "STDOUT" | "STDERR", entry: Buffer, lines: LogLine[]): void {
    for (let from = 0; from < entry.length; ) {
      const newline = entry.indexOf(NEWLINE, from);
      const end = newline < 0 ? entry.length : newline;
      const { atNanos, text } = splitTime(entry.subarray(from, end));
      lastNanos = atNanos ?? lastNanos;
      const line = unfinished[stream] ?? { atNanos: lastNanos, pieces: [], kept: 0, dropped: 0 };
      addPiece(line, text);
      unfinished[stream] = newline < 0 ? line : undefined;
      if (newline >= 0) lines.push(toLine(stream, line));
      from = end + 1;
    }
  }

  return {
    read(chunk) {
      const lines: LogLine[] = [];
      let block: Buffer = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      while (block.length >= HEADER_BYTES) {
        const size = block.readUInt32BE(4);
        if (block.length < HEADER_BYTES + size) break;
        const stream = block[0] === 2 ? "STDERR" : "STDOUT";
        readEntry(stream, block.subarray(HEADER_BYTES, HEADER_BYTES + size), lines);
        block = block.subarray(HEADER_BYTES + size);
      }
      rest = block;
      return lines;
    },
    end() {
      const lines: LogLine[] = [];
      for (const stream of ["STDOUT", "STDERR"] as const) {
        const line = unfinished[stream];
        if (line) lines.push(toLine(stream, line));
        unfinished[stream] = undefined;
      }
      return lines;
    },
  };
}

function splitTime(entry: Buffer): { atNanos: bigint | undefined; text: Buffer } {
  const space = entry.subarray(0, LONGEST_TIME).indexOf(SPACE);
  const atNanos = parseNanos(entry.toString("latin1", 0, space < 0 ? Math.min(entry.length, LONGEST_TIME) : space));
  if (atNanos === undefined) return { atNanos, text: entry };
  return { atNanos, text: space < 0 ? entry.subarray(entry.length) : entry.subarray(space + 1) };
}

function addPiece(line: Unfinished, piece: Buffer): void {
  const taken = piece.subarray(0, Math.max(0, MAX_LINE_BYTES - line.kept));
  if (taken.length > 0) line.pieces.push(taken);
  line.kept += taken.length;
  line.dropped += piece.length - taken.length;
}

function toLine(stream: LogStream, { atNanos, pieces, dropped }: Unfinished): LogLine {
  const bytes = Buffer.concat(pieces);
  if (dropped === 0) return { atNanos, stream, text: decodeLogText(bytes).replace(/\r$/, "") };
  let end = bytes.length;
  while (end > 0 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1; // not in the middle of a character
  if (end > 0 && (bytes[end - 1] ?? 0) >= 0xc0) end -= 1;
  const left = dropped + bytes.length - end;
  return {
    atNanos,
    stream,
    text: `${decodeLogText(bytes.subarray(0, end))} … ${left} more bytes of this line are left out`,
  };
}

/** Says of each line, in the order of the stream, whether it is one of those that are stored already. */
export function createStoredFilter(stored: readonly LogLine[]): (line: LogLine) => boolean {
  const left = new Map<string, number>();
  const idOf = (line: LogLine) => `${line.stream} ${line.atNanos}`;
  for (const line of stored) left.set(idOf(line), (left.get(idOf(line)) ?? 0) + 1);
  return (line) => {
    const count = left.get(idOf(line)) ?? 0;
    if (count > 0) left.set(idOf(line), count - 1);
    return count > 0;
  };
}
