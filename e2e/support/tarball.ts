/** Hostile archives need an archiver that does not care: a `.tgz` made of exactly these entries. */
import { gzipSync } from "node:zlib";

export type TarEntry =
  | { readonly name: string; readonly content: string | Buffer }
  | { readonly name: string; readonly linkTo: string };

const BLOCK = 512;

export function tarball(...entries: readonly TarEntry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.flatMap(toBlocks), Buffer.alloc(2 * BLOCK)]));
}

function toBlocks(entry: TarEntry): Buffer[] {
  if ("linkTo" in entry) return [headerOf(entry.name, 0, "2", entry.linkTo)];
  const content = Buffer.from(entry.content);
  return [
    headerOf(entry.name, content.length, "0", ""),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ];
}

/** A ustar header: fields at fixed places, numbers in octal, a checksum counted with its own field blank. */
function headerOf(name: string, size: number, type: string, linkTo: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write(" ".repeat(8), 148);
  header.write(type, 156);
  header.write(linkTo, 157);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}
