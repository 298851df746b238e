/** Secrets of a real container: there for it, and in nothing that stays (execution.md §5.4). */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Secret_MountType } from "@skein/spec/gen/flyteidl/core/security_pb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, openBench } from "./testing/bench.ts";

const VALUE = "s3cret-value-of-the-test";
let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  await mkdir(join(bench.home, "secrets/db"), { recursive: true });
  await writeFile(join(bench.home, "secrets/db/password"), `${VALUE}\n`, { mode: 0o600 });
});
afterEach(() => bench.close());

const secret = (requirement: keyof typeof Secret_MountType, more = {}) => ({
  ...{ group: "db", key: "password", mountRequirement: Secret_MountType[requirement] },
  ...more,
});
const memory = () => `/dev/shm/skein-${bench.homeId}`;

test.each([
  ["as a variable", [secret("ENV_VAR", { envVar: "PW" })], '[ "$PW" = "$_FSEC_DB_PASSWORD" ] && printf %s "$PW"'],
  ["as a file", [secret("FILE", { envVar: "AT" })], '[ -z "$_FSEC_DB_PASSWORD" ] && cat "$AT"'],
  ["as either", [secret("ANY")], '[ -n "$_FSEC_DB_PASSWORD" ] && cat "$FLYTE_SECRETS_DEFAULT_DIR/db/password"'],
])("a task reads its secret %s, and may not change it", async (_, secrets, script) => {
  const { ended } = await bench.run({
    secrets,
    outputs: { length: "int" },
    args: [
      "sh",
      "-c",
      `${script} > /tmp/v && wc -c < /tmp/v > /var/outputs/length; ! (echo x > /etc/flyte/secrets/db/password)`,
    ],
  });
  expect(ended.verdict).toMatchObject({ kind: "succeeded" });
  expect([BigInt(VALUE.length), BigInt(VALUE.length + 1)]).toContain((await bench.outputs()).length);
});

test("it may be read by a user of the image's own", async () => {
  const script =
    "echo u:x:1000:1000::/:/bin/sh >> /etc/passwd; su u -c 'cat /etc/flyte/secrets/db/password' | wc -l > /var/outputs/lines";
  const { ended } = await bench.run({
    secrets: [secret("FILE")],
    outputs: { lines: "int" },
    args: ["sh", "-c", script],
  });
  expect(ended.verdict).toMatchObject({ kind: "succeeded" });
  expect(await bench.outputs()).toEqual({ lines: 1n });
});

test("its value is in nothing that is kept, and with the attempt it is gone", async () => {
  const script = 'env; echo "now $PW"; echo "later $PW" >&2; exit 3';
  const { ended, facts } = await bench.run({
    secrets: [secret("ANY"), secret("ENV_VAR", { envVar: "PW" })],
    args: ["sh", "-c", script],
  });
  expect(ended.verdict).toMatchObject({ kind: "failed", error: { message: expect.stringContaining("now ***") } });
  expect(facts.env).toEqual(expect.arrayContaining(["PW=***", "_FSEC_DB_PASSWORD=***"]));
  expect(JSON.stringify(bench.reports)).not.toContain(VALUE);
  expect((await bench.log()).join("\n")).toContain("STDERR later ***");
  expect(await textsBelow(join(bench.home, "blobs"))).not.toContain(VALUE);
  const { Config } = await bench.docker.getContainer(bench.name).inspect();
  expect(JSON.stringify(Config.Labels)).not.toContain(VALUE);
  if (existsSync("/dev/shm")) expect(await readdir(memory())).toEqual([bench.name]);
  bench.runner().remove(bench.key);
  await expect.poll(() => bench.containers()).toEqual([]);
  await expect.poll(() => readdir(memory()).catch(() => [])).toEqual([]);
});

test("one that is missing is an error before there is a container", async () => {
  const { ended } = await bench.run({
    secrets: [secret("ANY", { key: "other" })],
    args: ["true"],
    image: "none:there",
  });
  expect(ended.verdict).toMatchObject({
    kind: "failed",
    retryable: false,
    error: { code: "SecretNotFound", kind: "USER", message: expect.stringContaining("the secret db/other, and there") },
  });
  expect(await bench.containers()).toEqual([]);
});

test("after a restart it is still masked, though the home's file is another by then", async () => {
  const script = 'while [ ! -e /var/outputs/go ]; do sleep 0.1; done; echo "still $PW"';
  await bench.start({
    secrets: [secret("ENV_VAR", { envVar: "PW" })],
    outputs: {},
    inputs: {},
    args: ["sh", "-c", script],
  });
  await bench.untilReason(/^started$/);
  const spec = await bench.prepare({
    secrets: [secret("ENV_VAR", { envVar: "PW" })],
    args: ["sh", "-c", script],
  });
  await writeFile(join(bench.home, "secrets/db/password"), "another");
  await bench.restart();
  bench.runner().start(spec);
  await bench.untilReason(/^started$/);
  await writeFile(join(bench.home, "work", bench.name, "outputs/go"), "");
  await bench.until("ended");
  expect(await bench.log()).toContain("STDOUT still ***");
});

test("an engine that does not see our files is sent them", async () => {
  await bench.restart({ sharesFiles: false });
  const { ended } = await bench.run({
    secrets: [secret("FILE")],
    outputs: { lines: "int" },
    args: ["sh", "-c", "wc -l < /etc/flyte/secrets/db/password > /var/outputs/lines"],
  });
  expect(ended.verdict).toMatchObject({ kind: "succeeded" });
  expect(await bench.outputs()).toEqual({ lines: 1n });
});

async function textsBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "latin1")))).join("\n");
}
