/**
 * Tar, read piece by piece: ustar, GNU long names and pax headers. Links, devices and sparse files are refused, and every
 * header's checksum is checked.
 *
 * Our own reader, because what an archive may do must be decided per header and before its body is stored, without
 * asynchronous streams in between.
 */
import { ArchiveStopped, type Intake } from "./intake.ts";
import { formatBytes } from "./limits.ts";

const blockSize = 512;
/** Long names and pax headers are text about one member. */
const longestMeta = 64 * 1024;

interface Body {
  readonly name: string;
  readonly bytes: Uint8Array | undefined;
  /** What becomes of it: a file to keep, a header about the next member, or nothing. */
  readonly use: { kind: "file"; path: string } | { kind: "longName" | "pax" } | { kind: "skip" };
  readonly size: number;
}

/** Reads tar from pieces of any size given to `push`; `end` says that no more come. */
export class TarReader {
  readonly #intake: Intake;
  readonly #header = new Uint8Array(blockSize);
  #filled = 0;
  #body: Body | undefined;
  #bodyAt = 0;
  #padding = 0;
  #overrides: { path?: string; size?: number } = {};
  #last = "";
  #isEnded = false;

  constructor(intake: Intake) {
    this.#intake = intake;
  }

  /** @throws ArchiveStopped when the archive is damaged or beyond its limits */
  push(piece: Uint8Array): void {
    let rest = piece;
    while (rest.length > 0 && !this.#isEnded) {
      if (this.#body) rest = this.#takeBody(this.#body, rest);
      else if (this.#padding > 0) {
        const skipped = Math.min(this.#padding, rest.length);
        this.#padding -= skipped;
        rest = rest.subarray(skipped);
      } else rest = this.#takeHeader(rest);
    }
  }

  /** @throws ArchiveStopped when the archive stops in the middle */
  end(): void {
    if (this.#isEnded) return;
    const where = this.#body?.name ?? this.#last;
    const after = where === "" ? "before its first member" : this.#body ? `inside "${where}"` : `after "${where}"`;
    throw new ArchiveStopped("truncated", where, `The archive is cut off ${after}; make or upload it again`);
  }

  #takeHeader(piece: Uint8Array): Uint8Array {
    const taken = piece.subarray(0, blockSize - this.#filled);
    this.#header.set(taken, this.#filled);
    this.#filled += taken.length;
    if (this.#filled === blockSize) {
      this.#filled = 0;
      if (this.#header.every((byte) => byte === 0)) this.#isEnded = true;
      else this.#readHeader();
    }
    return piece.subarray(taken.length);
  }

  #readHeader(): void {
    const header = this.#header;
    if (!hasGoodChecksum(header)) {
      const after = this.#last === "" ? "This is no tar archive, or its beginning" : `What follows "${this.#last}"`;
      throw new ArchiveStopped(
        "damaged",
        "",
        `${after} is damaged (a header's checksum is wrong); make the archive again`,
      );
    }
    const flag = String.fromCharCode(header[156] ?? 0);
    const isAbout = flag === "L" || flag === "K" || flag === "x" || flag === "g";
    const name = isAbout ? "" : (this.#overrides.path ?? headerName(header));
    const size = (isAbout ? undefined : this.#overrides.size) ?? headerNumber(header.subarray(124, 136));
    if (!isAbout) this.#overrides = {};
    this.#startBody(name, flag, size);
  }

  #startBody(name: string, flag: string, size: number): void {
    const use = this.#decideUse(name, flag, size);
    const isLink = flag === "1" || flag === "2"; // pre-POSIX writers leave a link's target size here; no body follows
    const length = isLink && use.kind === "skip" ? 0 : size;
    this.#body = { name, use, size: length, bytes: use.kind === "skip" ? undefined : new Uint8Array(length) };
    this.#bodyAt = 0;
    if (name !== "") this.#last = name;
    if (length === 0) this.#finishBody(this.#body);
  }

  #decideUse(name: string, flag: string, size: number): Body["use"] {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new ArchiveStopped(
        "damaged",
        name,
        `The size of "${name}" in the archive is damaged; make the archive again`,
      );
    }
    const isFile = flag === "0" || flag === "\0" || flag === "7";
    if (flag === "L" || flag === "x") {
      if (size <= longestMeta) return { kind: flag === "L" ? "longName" : "pax" };
      throw new ArchiveStopped("damaged", "", `A header of ${formatBytes(size)} is too long; make the archive again`);
    }
    if (flag === "K" || flag === "g") return { kind: "skip" };
    this.#intake.count();
    if (flag === "5" || (isFile && name.endsWith("/"))) return { kind: "skip" };
    if (isFile) {
      const path = this.#intake.admit(name, size);
      return path === undefined ? { kind: "skip" } : { kind: "file", path };
    }
    if (flag === "1" || flag === "2") {
      this.#intake.reject("link", name, `"${name}" is a link; pack the file it points to instead (tar --dereference)`);
    } else if (flag === "3" || flag === "4" || flag === "6") {
      this.#intake.reject("device", name, `"${name}" is a device or pipe, not a file; leave it out`);
    } else {
      const type = JSON.stringify(flag);
      this.#intake.reject("unsupported", name, `"${name}" has type ${type}, not a plain file; pack it as one`);
    }
    return { kind: "skip" };
  }

  #takeBody(body: Body, piece: Uint8Array): Uint8Array {
    const taken = piece.subarray(0, body.size - this.#bodyAt);
    body.bytes?.set(taken, this.#bodyAt);
    this.#bodyAt += taken.length;
    if (this.#bodyAt === body.size) this.#finishBody(body);
    return piece.subarray(taken.length);
  }

  #finishBody(body: Body): void {
    this.#body = undefined;
    this.#padding = (blockSize - (body.size % blockSize)) % blockSize;
    const bytes = body.bytes ?? new Uint8Array();
    switch (body.use.kind) {
      case "file":
        this.#intake.keep(body.name, body.use.path, bytes);
        break;
      case "longName":
        this.#overrides.path = text(bytes);
        break;
      case "pax":
        Object.assign(this.#overrides, readPax(bytes));
        break;
      case "skip":
        break;
    }
  }
}

/** Whether a block is the header of a tar archive, as far as one block can tell. */
export function isTarHeader(block: Uint8Array): boolean {
  return block.length >= blockSize && block[0] !== 0 && hasGoodChecksum(block.subarray(0, blockSize));
}

function hasGoodChecksum(header: Uint8Array): boolean {
  const given = headerNumber(header.subarray(148, 156));
  let unsigned = 8 * 0x20; // the field counts as blanks
  let signed = unsigned; // as some old writers sum
  for (const [index, byte] of header.entries()) {
    if (index >= 148 && index < 156) continue;
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return given === unsigned || given === signed;
}

function headerName(header: Uint8Array): string {
  const name = text(header.subarray(0, 100));
  const isPosix = text(header.subarray(257, 263)) === "ustar"; // GNU writes "ustar  " and has other things there
  const prefix = isPosix ? text(header.subarray(345, 500)) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Octal text, or base 256 where the first bit is set; NaN where it is neither. */
function headerNumber(field: Uint8Array): number {
  const [first = 0, ...rest] = field;
  if (first & 0x80) return rest.reduce((value, byte) => value * 256 + byte, first & 0x7f);
  const digits = text(field).trim();
  return digits === "" ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Records of the form `<length> <key>=<value>\n`; the length counts bytes and itself. */
function readPax(bytes: Uint8Array): { path?: string; size?: number } {
  const found: { path?: string; size?: number } = {};
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = blank < 0 ? Number.NaN : Number(text(bytes.subarray(at, blank)));
    const record = bytes.subarray(blank + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    if (!Number.isSafeInteger(length) || length <= 0 || at + length > bytes.length || equals < 0) {
      throw new ArchiveStopped("damaged", "", "A pax header of the archive is damaged; make the archive again");
    }
    const key = text(record.subarray(0, equals));
    const value = new TextDecoder().decode(record.subarray(equals + 1));
    if (key === "path") found.path = value;
    if (key === "size") found.size = Number(value);
    at += length;
  }
  return found;
}
