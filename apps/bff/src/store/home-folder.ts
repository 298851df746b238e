/** The home as a folder: made where it is missing, and what is wrong with it in words. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Problem } from "@skein/spec/problem";

export class UnusableHome extends Problem {
  readonly kind = "precondition";
}

/** @throws what the system says; not mkdir's own recursion, which never ends where a folder takes no others (/proc) */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

/** Says which folder cannot be used, why, and which setting names another one. */
export function unusableHome(home: string, cause: unknown): UnusableHome {
  return new UnusableHome(
    `The home ${home} cannot be used (${wordsOf(cause)}); set SKEIN_HOME to a folder that this user may write`,
    { cause },
  );
}

const words: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "it may only be read",
  EEXIST: "a file is in its way",
  ENOTDIR: "a file is in its way",
  ENOENT: "no folder can be made there",
  ENOSPC: "its disk is full",
  SQLITE_CANTOPEN: "no database can be made there",
  SQLITE_FULL: "its disk is full",
  SQLITE_NOTADB: "its lock.db is not ours",
};

function wordsOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code.startsWith("SQLITE_READONLY")) return "this user may not write there";
  return words[code] ?? (cause instanceof Error ? cause.message : String(cause));
}
