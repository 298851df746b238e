/** The secret of a home: made once, readable by its owner alone. What is derived from it need not be stored. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "@skein/spec/problem";

class UnreadableSecret extends Problem {
  readonly kind = "precondition";
}

const BYTES = 32;

/** @throws UnreadableSecret when the file is there and not one of ours */
export function openHomeSecret(home: string): Buffer {
  const file = join(home, "secret");
  if (!existsSync(file)) {
    // A home has one process; the detour is for a crash between making and writing.
    const draft = `${file}.new`;
    writeFileSync(draft, `${randomBytes(BYTES).toString("hex")}\n`, { mode: 0o600 });
    renameSync(draft, file);
  }
  const text = readFileSync(file, "utf8").trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new UnreadableSecret(`${file} is not the secret of a home; remove it, and signed URLs given out so far end`);
  return Buffer.from(text, "hex");
}
