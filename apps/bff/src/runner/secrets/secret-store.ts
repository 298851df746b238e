/**
 * Where secrets come from: files of the home, `secrets/<group>/<key>`, or `secrets/<group>/<version>/<key>`.
 *
 * They are read when a container is made and kept nowhere; nothing of the API reads or writes them.
 */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "@skein/spec/problem";
import type { PlannedSecret } from "./plan-secrets.ts";

/** There is none, or it cannot be read; permanent, until somebody puts it there. */
export class SecretMissing extends Problem {
  readonly kind = "notFound";
}

export interface ReadSecret extends PlannedSecret {
  readonly bytes: Buffer;
}

export interface SecretStore {
  /** @throws SecretMissing naming it and what to do, SecretMissing also for one that cannot be a variable */
  read(planned: PlannedSecret): Promise<ReadSecret>;
}

/** As the largest of Kubernetes. */
const MAX_BYTES = 1024 * 1024;
/** What the kernel takes as one variable, name and all. */
const MAX_VARIABLE_BYTES = 127 * 1024;

/** @param root the home's folder of them */
export function openSecretStore(root: string): SecretStore {
  return {
    async read(planned) {
      const { group, version, key } = planned;
      const plain = join(root, group, key);
      // Upstream knows no versions: without one of its own it is the secret's.
      const bytes = (version && (await readFile(join(root, group, version, key)))) || (await readFile(plain));
      if (!bytes)
        throw new SecretMissing(
          `The task asks for the secret ${group}/${key}, and there is none: write its value to ${plain} (readable by Skein's user alone, chmod 600) and run the task again`,
        );
      if (planned.variables.length > 0) refuseAsVariable(planned, bytes);
      return { ...planned, bytes };
    },
  };
}

async function readFile(path: string): Promise<Buffer | undefined> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > MAX_BYTES)
        throw new SecretMissing(
          `${path} has ${size} bytes; a secret has at most ${MAX_BYTES}: give large data as a file`,
        );
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (reason) {
    if (reason instanceof SecretMissing) throw reason;
    const code = reason instanceof Error && "code" in reason ? reason.code : "";
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw new SecretMissing(
      `The secret ${path} cannot be read (${code === "EACCES" ? "Skein's user may not" : String(code)}); make it readable by Skein's user`,
      { cause: reason },
    );
  }
}

function refuseAsVariable({ group, key, files }: PlannedSecret, bytes: Buffer): void {
  if (files.length > 0 && textOf(bytes) === undefined) return; // ANY: then it is a file only
  if (textOf(bytes) === undefined)
    throw new SecretMissing(
      `The secret ${group}/${key} cannot be a variable: it is no text, or longer than ${MAX_VARIABLE_BYTES} bytes; ask for it as a file (mount_requirement FILE)`,
    );
}

/** As a variable holds it: without the last newline, which editors add; undefined where it cannot be one. */
export function textOf(bytes: Buffer): string | undefined {
  if (bytes.length > MAX_VARIABLE_BYTES) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, "");
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
