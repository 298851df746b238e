import { formatBytes } from "../flyte/size.ts";
import type { Basket, BasketFile } from "./basket.ts";

/** The most one upload may hold, all files together. The server says the same. */
export const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

/** Dropped folders hold such files for their own purposes; they are never workflows. */
const ignored = /(^|\/)(\.git|\.DS_Store|__MACOSX|node_modules|__pycache__)(\/|$)/;

export interface ReadFiles {
  readonly files: readonly BasketFile[];
  readonly refused: Basket["refused"];
}

interface Source {
  readonly name: string;
  readonly file: File;
}

/** Why so many bytes cannot be sent, in words; undefined when they can. */
export function tooLarge(bytes: number): string | undefined {
  if (bytes <= MAX_UPLOAD_BYTES) return undefined;
  return `${formatBytes(bytes)} is more than one upload may hold (${formatBytes(MAX_UPLOAD_BYTES)}). Send fewer files, or pack only the specs and not the data beside them.`;
}

/** Reads picked or dropped files. What is too large is refused by its size, without being read. */
export async function readFiles(sources: readonly Source[]): Promise<ReadFiles> {
  const files: BasketFile[] = [];
  const refused: { name: string; reason: string }[] = [];
  for (const { name, file } of sources) {
    if (ignored.test(name)) continue;
    const reason = tooLarge(file.size);
    if (reason) {
      refused.push({ name, reason });
      continue;
    }
    try {
      files.push({ name, content: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      refused.push({
        name,
        reason: "The browser could not read it: it was moved, changed or is not readable for you.",
      });
    }
  }
  return { files, refused };
}

/** What an `<input type="file">` holds; with folders, names are paths. */
export function filesOfInput(list: FileList | null): Source[] {
  return [...(list ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/** What was dropped or pasted, folders walked. Must be called at once in the event: its data ends with it. */
export async function filesOfTransfer(transfer: DataTransfer): Promise<Source[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => !!entry);
  const plain = [...transfer.files].map((file) => ({ name: file.name, file }));
  if (entries.length === 0) return plain;
  const found = await Promise.all(entries.map(walk));
  return found.flat();
}

async function walk(entry: FileSystemEntry): Promise<Source[]> {
  const name = entry.fullPath.replace(/^\//, "");
  if (ignored.test(name)) return [];
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name, file }];
  }
  if (!isDirectory(entry)) return [];
  const reader = entry.createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    // a reader hands out at most a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(walk))).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
