import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openCredentials } from "./credentials.ts";
import { openHomeSecret } from "./home-secret.ts";

const execution = { project: "p", domain: "d", execution: "f1" };
const paths = {
  inputPrefix: "s3://my-s3-bucket/metadata/propeller/p-d-f1/n0/data",
  outputPrefix: "s3://my-s3-bucket/metadata/propeller/p-d-f1/n0/data/0",
  rawOutputPrefix: "s3://my-s3-bucket/data/p-d/ab/f1-n0-0",
  previousCheckpoint: undefined,
  taskName: "f1-n0-0",
};
const open = (secret = 7, live = true) => openCredentials(Buffer.alloc(32, secret), () => live);

describe("the keys of an attempt", () => {
  const keys = open().ofAttempt(execution, paths);

  test.each([
    ["metadata/propeller/p-d-f1/n0/data/0/outputs.pb", true],
    ["data/p-d/ab/f1-n0-0/x/y", true],
    ["metadata/propeller/p-d-f1/n0/data/inputs.pb", false],
    ["metadata/propeller/p-d-f1/n0/data/00/outputs.pb", false],
    ["metadata/propeller/p-d-f1/n1/data/0/outputs.pb", false],
    ["metadata/propeller/p-d-f2/n0/data/0/outputs.pb", false],
    ["data/p-d/ab/f1-n0-0", false],
    ["logs/p/d/f1/n0/0.log", false],
    ["", false],
  ])("write %s: %s", (key, may) => {
    expect(open().find(keys.accessKey, true).mayWrite(key)).toBe(may);
  });

  test("are the same after a restart, and others in another home", () => {
    expect(open().ofAttempt(execution, paths)).toEqual(keys);
    expect(open().find(keys.accessKey, true).secret).toBe(keys.secret);
    expect(open(8).find(keys.accessKey, true).secret).not.toBe(keys.secret);
  });

  test("end with the execution", () => {
    expect(() => open(7, false).find(keys.accessKey, true)).toThrow("The execution f1 has ended");
  });

  test("of an attempt that writes elsewhere write nothing here", () => {
    const elsewhere = { ...paths, outputPrefix: "s3://other/a", rawOutputPrefix: "s3://my-s3-bucket" };
    const access = open().find(open().ofAttempt(execution, elsewhere).accessKey, true);
    expect(["a/x", "x", "/x", ""].map(access.mayWrite)).toEqual([false, false, false, false]);
  });

  test("go into a header as they are", () => {
    expect(keys.accessKey).toMatch(/^[\w.-]+$/);
  });
});

test.each(["", "root", "skein.", "skein.e30", "skein.WyJwIl0", "skein.WzEsMiwzXQ", "skein.!!"])(
  "the key %j is not known",
  (accessKey) => {
    expect(() => open().find(accessKey, false)).toThrow("The access key is not known; clients use minio");
  },
);

test("minio is for people's clients, not for tasks", () => {
  expect(open().find("minio", false)).toMatchObject({ secret: "miniostorage", isLink: false });
  expect(() => open().find("minio", true)).toThrow("A task cannot use minio");
});

describe("the secret of a home", () => {
  const home = mkdtempSync(join(tmpdir(), "skein-secret-"));
  afterEach(() => rmSync(join(home, "secret"), { force: true }));

  test("is made once, for its owner's eyes", () => {
    const secret = openHomeSecret(home);
    expect(openHomeSecret(home)).toEqual(secret);
    expect(secret).toHaveLength(32);
    expect(statSync(join(home, "secret")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(home, "secret"), "utf8").trim()).toBe(secret.toString("hex"));
  });

  test("that is none is not replaced", () => {
    writeFileSync(join(home, "secret"), "hello");
    expect(() => openHomeSecret(home)).toThrow("is not the secret of a home");
  });
});
