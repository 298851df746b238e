/** The home as a folder: made where it is missing, and what is wrong with it in words. */
import { mkdirSync, statSync } from "node:fs";
import { dirname, sep } from "node:path";
import { Problem } from "@skein/spec/problem";
import { codeOf } from "../error-code.ts";

export class UnusableHome extends Problem {
  readonly kind = "precondition";
}

/** @throws what the system says; not mkdir's own recursion, which never ends where a folder takes no others (/proc) */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

/** Says which folder cannot be used, why, and what to do. */
export function unusableHome(home: string, cause: unknown): UnusableHome {
  const remedy = isFull(codeOf(cause) ?? "")
    ? "free some space, or set SKEIN_HOME to a folder on another disk"
    : "set SKEIN_HOME to a folder that this user may write";
  return new UnusableHome(`The home ${home} cannot be used (${wordsOf(cause)}); ${remedy}`, { cause });
}

/** The same failure as an UnusableHome where the home's disk or its rights are to blame; anything else as it is. */
export function blameFolder(home: string, reason: unknown): unknown {
  const code = codeOf(reason) ?? "";
  // A write that finds no room does not say where it was.
  if (isFull(code) || code === "EROFS") return unusableHome(home, reason);
  const path = reason instanceof Error && "path" in reason ? String(reason.path) : "";
  return code in words && (path === home || path.startsWith(home + sep)) ? unusableHome(home, reason) : reason;
}

const isFull = (code: string): boolean => code === "ENOSPC" || code === "EDQUOT" || code === "SQLITE_FULL";

const words: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "it may only be read",
  EEXIST: "a file is in its way",
  ENOTDIR: "a file is in its way",
  ENOENT: "no folder can be made there",
  ENOSPC: "its disk is full",
  EDQUOT: "this user's share of its disk is full",
  SQLITE_CANTOPEN: "no database can be made there",
  SQLITE_FULL: "its disk is full",
  SQLITE_NOTADB: "its lock.db is not ours",
};

function wordsOf(cause: unknown): string {
  const code = codeOf(cause) ?? "";
  if (code.startsWith("SQLITE_READONLY")) return "this user may not write there";
  return words[code] ?? (cause instanceof Error ? cause.message : String(cause));
}
