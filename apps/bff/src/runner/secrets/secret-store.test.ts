import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PlannedSecret } from "./plan-secrets.ts";
import { openSecretStore, SecretMissing } from "./secret-store.ts";
import { variablesOf } from "./secret-variables.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-secrets-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, value: string | Buffer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), value, { mode: 0o600 });
}
const planned = (more: Partial<PlannedSecret> = {}): PlannedSecret => ({
  ...{ group: "g", version: "", key: "k", variables: ["_FSEC_G_K"], files: [] },
  ...more,
});
const read = (secret = planned()) => openSecretStore(root).read(secret);
const NOT_TEXT = Buffer.from([0x80, 0x00, 0xff]);

test("a secret is a file of its group; as a variable it has no last newline", async () => {
  await put("g/k", "s3cret\n");
  const secret = await read();
  expect(secret.bytes.toString()).toBe("s3cret\n");
  expect(Object.fromEntries(variablesOf([secret]))).toEqual({ _FSEC_G_K: "s3cret" });
});

test("one of a version has a folder of its own, and is the secret's own where it has none", async () => {
  await put("g/k", "plain");
  expect((await read(planned({ version: "v2" }))).bytes.toString()).toBe("plain");
  await put("g/v2/k", "second");
  expect((await read(planned({ version: "v2" }))).bytes.toString()).toBe("second");
  expect((await read()).bytes.toString()).toBe("plain");
});

test("one that is missing is named, with what to do", async () => {
  await expect(read()).rejects.toThrow(SecretMissing);
  await expect(read()).rejects.toThrow(`asks for the secret g/k, and there is none: write its value to ${root}/g/k`);
  await mkdir(join(root, "g/k"), { recursive: true });
  await expect(read()).rejects.toThrow(/there is none/);
});

test("one that is no text can be a file, and no variable", async () => {
  await put("g/k", NOT_TEXT);
  await expect(read()).rejects.toThrow(/g\/k cannot be a variable.*ask for it as a file/);
  const either = await read(planned({ files: ["g/k"] }));
  expect(either.bytes).toEqual(NOT_TEXT);
  expect(variablesOf([either]).size).toBe(0);
});

test("one that is larger than any secret is refused", async () => {
  await put("g/k", Buffer.alloc(1024 * 1024 + 1));
  await expect(read()).rejects.toThrow(/a secret has at most 1048576/);
});

test("one that cannot be read says so, and is not taken for one that is missing", async () => {
  await mkdir(join(root, "g"));
  await symlink("k", join(root, "g/k"));
  await expect(read()).rejects.toThrow(/cannot be read \(ELOOP\)/);
});
