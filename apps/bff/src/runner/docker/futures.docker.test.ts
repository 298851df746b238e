/** Containers that ask for nodes (execution.md §2.3 step 1, §6.2). */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { run } from "@skein/compiler/testdata/samples";
import { DynamicJobSpecSchema } from "@skein/spec/gen/flyteidl/core/dynamic_job_pb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, openBench, type Task } from "./testing/bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const spec = create(DynamicJobSpecSchema, { nodes: [run("dn0", "leaf"), run("dn1", "leaf")] });
const text = Buffer.from(toBinary(DynamicJobSpecSchema, spec)).toString("base64");
const asks = (more: string, rest: Partial<Task> = {}): Task => ({
  args: ["sh", "-c", `echo ${text} | base64 -d > /var/outputs/futures.pb; ${more}`],
  ...rest,
});

test("§6.2 a raw container without outputs asks by a futures.pb in its output path", async () => {
  const { ended } = await bench.run(asks("true"));
  const futures = "s3://my-s3-bucket/metadata/p-d-x/n0/data/0/futures.pb";
  expect(ended.verdict).toEqual({ kind: "dynamic", futures });
  const bytes = await bench.blobs.read(futures);
  expect(fromBinary(DynamicJobSpecSchema, bytes ?? new Uint8Array())).toEqual(spec);
});

test("§2.3 then nothing else counts: neither outputs that are missing nor a word of the user's", async () => {
  const { ended } = await bench.run(asks("echo no > /var/outputs/_ERROR", { outputs: { n: "int" } }));
  expect(ended.verdict).toMatchObject({ kind: "dynamic" });
});

test("§2.3 but a container that failed has asked for nothing", async () => {
  const { ended } = await bench.run(asks("exit 3"));
  expect(ended.verdict).toMatchObject({ kind: "failed", error: { code: "Error" } });
});

test("a futures.pb that leads out of the output path is refused, not read", async () => {
  const { ended } = await bench.run({ args: ["sh", "-c", "ln -s /etc/hostname /var/outputs/futures.pb"] });
  expect(ended.verdict).toMatchObject({
    kind: "failed",
    error: { code: "OutputUploadFailed", message: expect.stringContaining("/var/outputs/futures.pb") },
  });
});

test("§2.3 an SDK asks by a futures.pb below its output prefix", async () => {
  const attempt = await bench.prepare({ args: ["true"], outputs: { n: "int" }, isPlain: true });
  const futures = `${attempt.paths.outputPrefix}/futures.pb`;
  await bench.blobs.write(futures, toBinary(DynamicJobSpecSchema, spec));
  bench.runner().start(attempt);
  expect((await bench.until("ended")).verdict).toEqual({ kind: "dynamic", futures });
});
