import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { GivenFile } from "@skein/spec/specs";
import { WrongCall } from "./options.ts";

/**
 * The files a command line names, under the names it gave them: a folder stands for all specs below it.
 *
 * @throws WrongCall for what cannot be read
 */
export async function readInputs(paths: readonly string[], stdin: NodeJS.ReadableStream): Promise<GivenFile[]> {
  const files: GivenFile[] = [];
  for (const path of paths) {
    if (path === "-") files.push({ name: "standard input", content: await buffer(stdin) });
    else files.push(...(await readPath(path)));
  }
  if (files.length === 0) throw new WrongCall(`There are no specs in ${paths.join(", ")}`);
  return files;
}

/** What a folder may hold beside specs is left alone; a file that is named is read whatever it is called. */
const specName = /\.(ya?ml|json|pb|tgz|tar\.gz|zip)$/i;

async function readPath(path: string): Promise<GivenFile[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [{ name: path, content: await readFile(path) }];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && specName.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    return await Promise.all(names.map(async (name) => ({ name, content: await readFile(name) })));
  } catch (cause) {
    throw new WrongCall(`${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
