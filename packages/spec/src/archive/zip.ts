/**
 * Zip, read by its central directory, which alone says what is a link and how large things are. Stored and deflated
 * members; encrypted, spanned and zip64 archives are refused with words.
 */
import { checkCrc, inflate } from "./inflate.ts";
import { ArchiveStopped, type Intake } from "./intake.ts";

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Unix mode, 0 where the writer was not Unix. */
  readonly mode: number;
  readonly at: number;
}

const directoryHead = 46;
const localHead = 30;
const endHead = 22;
const symbolicLink = 0o120000;
const plainFile = 0o100000;
const folder = 0o040000;

/** Reads all members into the intake. @throws ArchiveStopped when the archive is damaged or beyond its limits */
export function readZip(bytes: Uint8Array, intake: Intake): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const entry of readDirectory(bytes, view)) {
    intake.count();
    if (entry.name.endsWith("/") || fileType(entry) === folder) continue;
    if (isRefused(entry, intake)) continue;
    const path = intake.admit(entry.name, entry.size);
    if (path !== undefined) intake.keep(entry.name, path, readContent(bytes, view, entry, intake));
  }
}

function isRefused(entry: Entry, intake: Intake): boolean {
  const { name } = entry;
  const type = fileType(entry);
  if (type === symbolicLink) intake.reject("link", name, `"${name}" is a link; pack the file it points to instead`);
  else if (type !== 0 && type !== plainFile) {
    intake.reject("device", name, `"${name}" is a device or pipe, not a file; leave it out`);
  } else if (entry.flags & 1) intake.reject("encrypted", name, `"${name}" is encrypted; pack it without a password`);
  else if (entry.method !== 0 && entry.method !== 8) {
    const message = `"${name}" is compressed by method ${entry.method}; pack it with deflate, as plain zip does`;
    intake.reject("unsupported", name, message);
  } else return false;
  return true;
}

function fileType(entry: Entry): number {
  return entry.mode & 0o170000;
}

function readContent(bytes: Uint8Array, view: DataView, entry: Entry, intake: Intake): Uint8Array {
  const { at, name } = entry;
  if (at + localHead > bytes.length || view.getUint32(at, true) !== 0x04034b50) throw damaged(name);
  const start = at + localHead + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const packed = bytes.subarray(start, start + entry.packedSize);
  if (packed.length < entry.packedSize) throw damaged(name);
  if (entry.method === 8) return inflate(packed, entry, intake.limits);
  if (entry.packedSize !== entry.size) throw damaged(name);
  checkCrc(packed, entry);
  return packed.slice();
}

function* readDirectory(bytes: Uint8Array, view: DataView): Generator<Entry> {
  const end = findEnd(bytes, view);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || size === 0xffffffff || at === 0xffffffff) {
    throw new ArchiveStopped(
      "unsupported",
      "",
      "This is a zip64 archive, made for more than 4 GiB; make a smaller one",
    );
  }
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    throw new ArchiveStopped("unsupported", "", "This is one part of a split zip archive; make a single one");
  }
  for (let index = 0; index < count; index++) {
    if (at + directoryHead > end || view.getUint32(at, true) !== 0x02014b50) throw damaged("");
    const nameLength = view.getUint16(at + 28, true);
    const next = at + directoryHead + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged("");
    // The high byte of "made by" is the writer's system; 3 is Unix, 19 is macOS.
    const isUnix = [3, 19].includes(view.getUint8(at + 5));
    yield {
      name: new TextDecoder().decode(bytes.subarray(at + directoryHead, at + directoryHead + nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      mode: isUnix ? view.getUint16(at + 40, true) : 0,
      at: view.getUint32(at + 42, true),
    };
    at = next;
  }
}

/** The end record stands last but for a comment of at most 64 KiB. */
function findEnd(bytes: Uint8Array, view: DataView): number {
  for (let at = bytes.length - endHead; at >= Math.max(0, bytes.length - endHead - 0xffff); at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + endHead + view.getUint16(at + 20, true) === bytes.length) return at;
  }
  const message =
    "The zip archive is cut off: its directory, which stands at the end, is missing; make or upload it again";
  throw new ArchiveStopped("truncated", "", message);
}

function damaged(name: string): ArchiveStopped {
  const what = name === "" ? "The directory of the zip archive" : `"${name}" in the archive`;
  return new ArchiveStopped("damaged", name, `${what} is damaged; make or upload it again`);
}
