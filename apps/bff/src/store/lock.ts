/**
 * One process per home: an exclusive transaction held open on `lock.db` for the life of the process.
 *
 * The system frees it when the process ends, however it ends. Beside it `lock.json` says who holds it, for the sentence
 * a second start prints; it proves nothing by itself.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "@skein/spec/problem";
import Sqlite from "better-sqlite3";
import { makeFolder, unusableHome } from "./home-folder.ts";

export class HomeInUse extends Problem {
  readonly kind = "precondition";
}

export interface HomeLock {
  /** Tells a second start where this one listens. */
  describe(port: number): void;
  release(): void;
}

/**
 * Makes the home where it is missing, and takes it.
 *
 * @throws HomeInUse when another process holds this home
 * @throws UnusableHome when it cannot be made or written
 */
export function lockHome(home: string): HomeLock {
  const holderFile = join(home, "lock.json");
  const connection = tryHome(home, () => {
    makeFolder(home);
    return new Sqlite(join(home, "lock.db"), { timeout: 0 });
  });
  try {
    connection.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    connection.close();
    if (!isBusy(cause)) throw unusableHome(home, cause);
    throw new HomeInUse(
      `${home} is in use by ${readHolder(holderFile)}; stop it, or set SKEIN_HOME to another folder`,
      {
        cause,
      },
    );
  }
  tryHome(home, () => writeFileSync(holderFile, JSON.stringify({ pid: process.pid })));
  return {
    describe: (port) => writeFileSync(holderFile, JSON.stringify({ pid: process.pid, port })),
    release: () => connection.close(),
  };
}

function tryHome<T>(home: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw unusableHome(home, cause);
  }
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Sqlite.SqliteError && cause.code.startsWith("SQLITE_BUSY");
}

function readHolder(file: string): string {
  try {
    const { pid, port } = JSON.parse(readFileSync(file, "utf8"));
    return port ? `process ${pid}, which listens on port ${port}` : `process ${pid}`;
  } catch {
    return "another process";
  }
}
