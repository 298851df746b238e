/**
 * Where secrets lie while a container has them: one folder per container, in memory where the system has such a place.
 *
 * `files` is mounted: every user of a container may read it, and nobody else, because the folder above is closed. `held`
 * is for us: what a container was given, to mask it also after a restart, and after the home's own file was changed.
 */
import { randomUUID } from "node:crypto";
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, rmdir, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ReadSecret } from "./secret-store.ts";

export interface SecretBox {
  /** The folder to mount. */
  filesOf(name: string): Promise<string>;
  /** Replaces what was laid out for the container before. */
  layOut(name: string, secrets: readonly ReadSecret[]): Promise<void>;
  /** What was laid out for the container, as text. */
  held(name: string): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
  /** Names there are, also from before a restart. */
  list(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const TMPFS = 0x01021994;

/**
 * @param id of the home: the place in memory is shared by all homes of a machine
 * @param fallback a folder of the home, where there is no place in memory
 * @param memory where one is looked for
 */
export function openSecretBox(id: string, fallback: string, memory = "/dev/shm"): SecretBox {
  let chosen: Promise<string> | undefined;
  const root = () => {
    chosen ??= chooseRoot(join(memory, `skein-${id}`), memory, fallback);
    return chosen;
  };

  return {
    filesOf: async (name) => join(await root(), name, "files"),

    async layOut(name, secrets) {
      await makeClosed(await root());
      const folder = join(await root(), name);
      await rm(folder, { recursive: true, force: true });
      await mkdir(join(folder, "held"), { recursive: true });
      await makeReadable(join(folder, "files"));
      for (const [at, { bytes, files }] of secrets.entries()) {
        await writeFile(join(folder, "held", String(at)), bytes, { mode: 0o600 });
        for (const path of files) await writeReadable(join(folder, "files"), path, bytes);
      }
    },

    async held(name) {
      const folder = join(await root(), name, "held");
      const names = await readdir(folder).catch((): string[] => []);
      return Promise.all(names.map((each) => readFile(join(folder, each), "utf8")));
    },

    async remove(name) {
      await rm(join(await root(), name), { recursive: true, force: true });
    },
    list: async () => readdir(await root()).catch((): string[] => []),
    async close() {
      if (chosen) await rmdir(await chosen).catch(() => {}); // some are in use: their containers go on
    },
  };
}

async function chooseRoot(root: string, memory: string, fallback: string): Promise<string> {
  try {
    if ((await statfs(memory)).type !== TMPFS) return fallback;
  } catch {
    return fallback; // there is no such place
  }
  const found = await lstat(root).catch(() => undefined);
  // Anybody may make folders there.
  return found && !(found.isDirectory() && found.uid === process.getuid?.()) ? fallback : root;
}

async function makeClosed(root: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const found = await lstat(root);
  if (!found.isDirectory()) throw new Error(`${root}, where secrets would lie, is no folder; remove it`);
  if ((found.mode & 0o77) !== 0) await chmod(root, 0o700);
}

/** mkdir's own mode is cut by the umask. */
async function makeReadable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

async function writeReadable(folder: string, path: string, bytes: Buffer): Promise<void> {
  const parts = path.split("/").slice(0, -1);
  for (const at of parts.keys()) await makeReadable(join(folder, ...parts.slice(0, at + 1)));
  // By a detour: two that differ in case alone are one here, and the first cannot be written over.
  const draft = join(dirname(join(folder, path)), `.${randomUUID()}`);
  await writeFile(draft, bytes);
  await chmod(draft, 0o444);
  await rename(draft, join(folder, path));
}
