/** What the database answers when its home cannot be used, in words. */
import { rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Problem } from "@skein/spec/problem";
import Sqlite from "better-sqlite3";

export class HomeRefused extends Problem {
  readonly kind = "unavailable";
}

/** By the begin of SQLite's code, which may go on with the call that failed (`SQLITE_IOERR_FSYNC`). */
const refusals: readonly (readonly [code: string, sentence: string])[] = [
  ["SQLITE_FULL", "cannot be written: its disk is full. Free some space; what waits goes on by itself"],
  ["SQLITE_READONLY", "cannot be written: it may only be read. Make it writable for the user that runs Skein"],
  ["SQLITE_CANTOPEN", "cannot be used: its database does not open. Check that it is there and may be written"],
  ["SQLITE_IOERR", "cannot be used: its disk fails. Check the disk and its free space"],
];

/**
 * The same failure as a Problem where the home is to blame; anything else as it is.
 *
 * @param file the database, in the home
 */
export function blameHome(file: string, reason: unknown): unknown {
  if (!(reason instanceof Sqlite.SqliteError)) return reason;
  return refused(file, reason.code, reason) ?? reason;
}

const ROOM_BYTES = 1024 * 1024;

/**
 * Finds out whether there is room for more than the next small write, which the database may have kept a place for.
 *
 * @throws HomeRefused
 */
export function tryRoom(file: string): void {
  const probe = `${file}.room`;
  try {
    writeFileSync(probe, Buffer.alloc(ROOM_BYTES));
  } catch (cause) {
    throw refused(file, "SQLITE_FULL", cause);
  } finally {
    rmSync(probe, { force: true });
  }
}

function refused(file: string, found: string, cause: unknown): HomeRefused | undefined {
  const sentence = refusals.find(([code]) => found.startsWith(code))?.[1];
  return sentence ? new HomeRefused(`The home ${dirname(file)} ${sentence} (${found})`, { cause }) : undefined;
}
