/** Lays out a raw container's inputs in a directory of ours, which is then mounted or sent to the engine. */
import { constants, createWriteStream } from "node:fs";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Problem } from "@skein/spec/problem";
import type { Blobs } from "../../blobs/blobs.ts";
import { InputDownloadFailed, type InputFile } from "./input-files.ts";

/** Whatever user an image runs as, it may read and change its inputs. */
const OPEN_TO_ALL = 0o777;

/** @throws InputDownloadFailed when an object is missing or cannot be fetched */
export async function writeInputFiles(files: readonly InputFile[], directory: string, blobs: Blobs): Promise<void> {
  await makeDirectory(directory);
  for (const file of files) {
    const target = join(directory, ...file.path);
    if (file.path.length > 1) await makeDirectory(dirname(target));
    switch (file.kind) {
      case "bytes":
        await writeFile(target, file.bytes);
        break;
      case "object":
        await writeObject(file.uri, target, blobs);
        break;
      case "tree":
        await writeTree(file.uri, target, blobs);
        continue; // its files are open already
    }
    await chmod(target, OPEN_TO_ALL);
  }
}

async function writeObject(uri: string, target: string, blobs: Blobs): Promise<void> {
  if (/^https?:\/\//.test(uri)) return fetchFile(uri, target);
  try {
    await copyFile(blobs.pathOf(uri), target, constants.COPYFILE_FICLONE);
  } catch (cause) {
    throw new InputDownloadFailed(
      cause instanceof Problem ? cause.message : `There is no object ${uri}; was it removed, or never written?`,
      { cause },
    );
  }
}

async function fetchFile(url: string, target: string): Promise<void> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new InputDownloadFailed(`${url} answered ${response.status} ${response.statusText}`.trim());
    await pipeline(response.body ?? [], createWriteStream(target));
  } catch (cause) {
    if (cause instanceof InputDownloadFailed) throw cause;
    throw new InputDownloadFailed(`${url} could not be fetched: ${reasonOf(cause)}`, { cause });
  }
}

/** `fetch` itself only says "fetch failed"; the reason is its cause. */
function reasonOf(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  return reason.cause instanceof Error ? reason.cause.message : reason.message;
}

async function writeTree(uri: string, target: string, blobs: Blobs): Promise<void> {
  await makeDirectory(target);
  let count = 0;
  try {
    const prefix = `${blobs.pathOf(uri)}/`;
    for await (const { uri: found } of blobs.list(uri)) {
      const source = blobs.pathOf(found);
      if (!source.startsWith(prefix)) continue; // the prefix is itself an object
      const place = join(target, source.slice(prefix.length));
      await makeDirectory(dirname(place));
      await copyFile(source, place, constants.COPYFILE_FICLONE);
      await chmod(place, OPEN_TO_ALL);
      count += 1;
    }
  } catch (cause) {
    if (cause instanceof Problem) throw new InputDownloadFailed(cause.message, { cause });
    throw cause;
  }
  if (count === 0) throw new InputDownloadFailed(`There are no objects below ${uri}; was the directory ever written?`);
}

async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first) await chmod(path, OPEN_TO_ALL); // mkdir's own mode is cut by the umask
}
