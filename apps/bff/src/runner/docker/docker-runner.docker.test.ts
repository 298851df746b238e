import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Resources_ResourceName } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readUsage } from "../usage-file.ts";
import { type Bench, openBench, type Task } from "./testing/bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const sh = (script: string, more: Partial<Task> = {}): Task => ({ args: ["sh", "-c", script], ...more });

test("a raw container reads its inputs, writes its outputs and succeeds", async () => {
  const script =
    'echo hello; echo careful >&2; expr $(cat /var/inputs/n) + 1 > /var/outputs/next; echo "[\\"$(cat /var/inputs/word)\\"]" > /var/outputs/words; cp /var/inputs/inputs.json /var/outputs/copy';
  const { ended, facts } = await bench.run(
    sh(script, {
      inputs: { n: ["int", 41n], word: ["string", "hi"] },
      outputs: { next: "int", words: "list[string]", copy: "file" },
    }),
  );
  expect(ended.verdict).toMatchObject({ kind: "succeeded" });
  const outputs = await bench.outputs();
  expect(outputs).toMatchObject({ next: 42n, words: ["hi"] });
  expect(await bench.readBlob(outputs.copy)).toBe('{"n":41,"word":"hi"}');
  expect(facts).toMatchObject({ exitCode: 0, image: "busybox:1.36", containerName: bench.name });
  expect(await bench.log()).toEqual(expect.arrayContaining(["STDOUT hello", "STDERR careful", "ENGINE exit code 0"]));
  expect((await bench.logs().range(bench.key, 0, 0)).complete).toBe(true);
  expect(await bench.containers()).toEqual([bench.name]); // kept until its end is committed
});

test("§4.5 an element of an array reads its own element, and writes one of what the array has a list of", async () => {
  const task = sh('echo "$FLYTE_K8S_ARRAY_INDEX: $(cat /var/inputs/n) $(cat /var/inputs/unit)" > /var/outputs/told', {
    inputs: { n: ["list[int]", [41n, 42n, 43n]], unit: ["string", "cm"] },
    outputs: { told: "list[string?]" },
  });
  const subNode = { index: 1, bound: new Set(["unit"]), isListed: true, isPartial: true };
  bench.runner().start({ ...(await bench.prepare(task)), subNode });
  expect((await bench.until("ended")).verdict).toMatchObject({ kind: "succeeded" });
  expect(await bench.outputs()).toEqual({ told: "1: 42 cm" });
});

test("a plain container without outputs is judged by its exit code, and one with outputs by its files", async () => {
  await bench.run({ args: ["sh", "-c", "exit 0"], isPlain: true });
  expect(await bench.until("ended")).toMatchObject({ verdict: { kind: "succeeded", outputs: undefined } });
  const other = { ...bench.key, node: "n1" };
  await bench.start({ args: ["true"], outputs: { x: "int" }, isPlain: true }, other);
  expect(await bench.until("ended", other)).toMatchObject({
    verdict: { retryable: true, error: { code: "OutputsNotFound", kind: "UNKNOWN" } },
  });
});

describe("what goes wrong is named", () => {
  const failures: [string, Task, object][] = [
    [
      "an output of the wrong type",
      sh("echo many > /var/outputs/n", { outputs: { n: "int" } }),
      {
        retryable: true,
        error: {
          code: "OutputUploadFailed",
          kind: "USER",
          message: expect.stringContaining("The output n is not int: "),
        },
      },
    ],
    [
      "an output that is missing",
      sh("true", { outputs: { n: "int" } }),
      {
        error: {
          code: "OutputUploadFailed",
          message: "The container wrote no output n; it must write the file /var/outputs/n",
        },
      },
    ],
    [
      "a word of the user's own",
      sh("printf 'disk is empty' > /var/outputs/_ERROR", { outputs: { n: "int" } }),
      { error: { code: "OutputUploadFailed", message: "User Error: disk is empty" } },
    ],
    [
      "an exit code, with the end of the log",
      sh("echo first >&2; echo last words >&2; exit 3"),
      {
        retryable: true,
        error: {
          code: "Error",
          kind: "USER",
          message: expect.stringMatching(
            /^Container skein-\w+ \(busybox:1\.36\) terminated with exit code 3, reason Error\..*first\nlast words$/s,
          ),
        },
      },
    ],
    [
      "too little memory",
      sh("x=a; while true; do x=$x$x; done", {
        resources: { limits: [{ name: Resources_ResourceName.MEMORY, value: "16Mi" }] },
      }),
      {
        retryable: true,
        error: { code: "OOMKilled", kind: "USER", message: expect.stringContaining("Its limit is 16 MiB: raise") },
      },
    ],
    [
      "a command that is not in the image",
      { args: ["no-such-command", "x"] },
      {
        retryable: false,
        error: {
          code: "ContainersNotReady|StartError",
          kind: "USER",
          message:
            'The command "no-such-command" is not in the image busybox:1.36: use one that is, or an image that has it',
        },
      },
    ],
    [
      "a path that is not in the image",
      { command: ["/opt/tool"] },
      { error: { message: expect.stringContaining('"/opt/tool" is not in the image') } },
    ],
    [
      "a file that may not be run",
      { command: ["/etc/hosts"] },
      { error: { message: expect.stringContaining("may not be run (permission denied)") } },
    ],
    [
      "an image that does not exist",
      { image: "localhost:1/no/such:image", args: ["true"] },
      {
        retryable: true,
        error: {
          code: "ContainersNotReady|ImagePullBackOff",
          kind: "USER",
          message: expect.stringMatching(
            /^The image localhost:1\/no\/such:image could not be pulled: .*docker pull localhost:1\/no\/such:image/,
          ),
        },
      },
    ],
    [
      "a text that is no image",
      { image: "Not An Image", args: ["true"] },
      { retryable: false, error: { code: "ContainersNotReady|InvalidImageName" } },
    ],
    [
      "more than the machine has",
      sh("true", { resources: { requests: [{ name: Resources_ResourceName.CPU, value: "10000" }] } }),
      { retryable: false, error: { code: "ResourceRequestsExceedLimits" } },
    ],
    [
      "an input that is not there",
      sh("true", { inputs: { f: ["file", "s3://my-s3-bucket/nothing"] } }),
      { error: { code: "InputDownloadFailed", message: expect.stringContaining("s3://my-s3-bucket/nothing") } },
    ],
    [
      "a command with an unknown input",
      { args: ["echo", "{{.inputs.other}}"], inputs: { x: ["int", 1n] } },
      { retryable: false, error: { code: "FailedToBuildResource", kind: "USER" } },
    ],
  ];
  test.each(failures)("%s", async (_, task, verdict) => {
    const { ended } = await bench.run(task);
    expect(ended.verdict).toMatchObject({ kind: "failed", ...verdict });
    const log = await bench.logs().range(bench.key, 0, 0);
    expect(log.complete).toBe(true);
    expect(log.lines.at(-1)?.stream).toBe("ENGINE");
    expect(ended.facts.logBytes).toBeGreaterThan(0);
  });
});

describe("from outside", () => {
  const forever = sh("echo ready; exec sleep 600");

  test("§2.3 a container that is killed was interrupted", async () => {
    await bench.start(forever);
    await bench.untilReason(/^started$/);
    await bench.docker.getContainer(bench.name).kill();
    expect(await bench.until("ended")).toMatchObject({
      verdict: { retryable: true, error: { code: "Interrupted", kind: "SYSTEM" } },
      facts: { exitCode: 137 },
    });
  });

  test("§2.3 a container that is removed was deleted externally", async () => {
    await bench.start(forever);
    await bench.untilReason(/^started$/);
    await bench.docker.getContainer(bench.name).remove({ force: true });
    expect(await bench.until("ended")).toMatchObject({
      verdict: { retryable: true, error: { code: "ResourceDeletedExternally", kind: "SYSTEM" } },
    });
  });

  test("§2.3 §10.25 a container that is removed while nobody looks is missed, not made again", async () => {
    await bench.start(forever);
    await bench.untilReason(/^started$/);
    await bench.runner().close();
    await bench.docker.getContainer(bench.name).remove({ force: true });
    await bench.restart();
    await bench.start(forever);
    expect(await bench.until("ended")).toMatchObject({ verdict: { error: { code: "ResourceDeletedExternally" } } });
    expect(await bench.containers()).toEqual([]);
  });
});

describe("stopping", () => {
  test("a process that does not hear SIGTERM is killed at once, and leaves nothing", async () => {
    await bench.start(sh("echo ready; sleep 600"));
    await bench.untilReason(/^started$/);
    await sleep(300);
    const before = performance.now();
    bench.runner().stop(bench.key, "aborted by a test");
    const stopped = await bench.until("stopped");
    expect(performance.now() - before).toBeLessThan(1_500);
    expect(stopped.facts).toMatchObject({ exitCode: 137 });
    expect(await bench.log()).toEqual(expect.arrayContaining(["STDOUT ready", "ENGINE stopped: aborted by a test"]));
    expect(await bench.containers()).toEqual([]);
    expect(bench.reports.map((report) => report.kind)).not.toContain("ended");
  });

  test("one that hears it may clean up", async () => {
    await bench.start(sh("trap 'echo bye; exit 0' TERM; echo ready; while true; do sleep 0.1; done"));
    await bench.untilReason(/^started$/);
    await sleep(500);
    bench.runner().stop(bench.key, "aborted");
    await bench.until("stopped");
    expect(await bench.log()).toContain("STDOUT bye");
  });

  test("what waits for the machine is stopped without ever running", async () => {
    const all = { requests: [{ name: Resources_ResourceName.CPU, value: "2" }] };
    const second = { ...bench.key, node: "n1" };
    await bench.start(sh("sleep 600", { resources: all }));
    await bench.untilReason(/^started$/);
    await bench.start(sh("true", { resources: all }), second);
    await bench.untilReason(/^waits for CPU: wants 2, 0 of \d+ free$/, second);
    expect(bench.runner().status()).toMatchObject({ ready: true, running: 1, waiting: 1 });
    bench.runner().stop(second, "aborted");
    expect(await bench.until("stopped", second)).toMatchObject({ facts: undefined });
    bench.runner().stop({ ...bench.key, node: "never" }, "aborted");
    await bench.until("stopped", { ...bench.key, node: "never" });
  });
});

describe("after a restart", () => {
  test("a running container is adopted, its log goes on, and nothing runs twice", async () => {
    const task = sh("for n in $(seq 1 40); do echo line $n; sleep 0.05; done; echo $n > /var/outputs/n", {
      outputs: { n: "int" },
    });
    await bench.start(task);
    await bench.untilReason(/^started$/);
    for (let at = 0; at < 3; at += 1) {
      await sleep(350);
      expect(await bench.runner().close()).toBe(1);
      await bench.restart();
      await bench.start(task);
    }
    const ended = await bench.until("ended");
    expect(ended.verdict.kind).toBe("succeeded");
    expect(await bench.outputs()).toEqual({ n: 40n });
    const lines = (await bench.log()).filter((line) => line.startsWith("STDOUT"));
    expect(lines).toEqual(Array.from({ length: 40 }, (_, at) => `STDOUT line ${at + 1}`));
  });

  test("an end that nobody saw is judged, as often as it is asked for", async () => {
    const task = sh("echo $((6 * 7)) > /var/outputs/n", { outputs: { n: "int" } });
    await bench.start(task);
    const first = await bench.until("ended");
    await bench.restart();
    await bench.start(task);
    const again = await bench.until("ended");
    expect(again.verdict).toEqual(first.verdict);
    expect(again.facts.containerId).toBe(first.facts.containerId);
    bench.runner().start(await bench.prepare(task));
    expect(bench.reports.filter((report) => report.kind === "ended")).toHaveLength(2);
    const log = await bench.log();
    expect(log.filter((line) => line === "ENGINE exit code 0")).toHaveLength(1);
  });

  test("§10.25 strays go, and another home's containers stay", async () => {
    const other = await openBench();
    try {
      for (const each of [bench, other]) {
        await each.start(sh("sleep 600"));
        await each.untilReason(/^started$/);
      }
      await bench.restart();
      expect(await bench.runner().removeStrays([bench.key])).toBe(0);
      expect(await bench.containers()).toEqual([bench.name]);
      expect(await bench.runner().removeStrays([])).toBe(1);
      expect(await bench.containers()).toEqual([]);
      expect(await other.containers()).toEqual([other.name]);
    } finally {
      await other.close();
    }
  });
});

test("§10.24 removing takes the container and its directory away", async () => {
  await bench.run(sh("echo 1 > /var/outputs/n; chmod 0 /var/outputs/n", { outputs: { n: "int" } }));
  bench.runner().remove(bench.key);
  await expect.poll(() => bench.containers()).toEqual([]);
  await expect.poll(() => existsSync(`/sys/fs/cgroup/memory/skein/${bench.homeId}/${bench.name}`)).toBe(false);
});

test("the compute of a short container is measured", async () => {
  const { facts } = await bench.run(sh("n=0; while [ $n -lt 60000 ]; do n=$((n + 1)); done"));
  const isLocalRoot = process.getuid?.() === 0;
  if (!isLocalRoot) return;
  expect(facts.usage?.cpuSeconds).toBeGreaterThan(0.01);
  expect(facts.usage?.cpuSeconds).toBeLessThan(5);
  expect(facts.usage?.peakMemoryBytes).toBeGreaterThan(50_000);
  expect(facts.usage?.wallMs).toBeGreaterThan(10);
});

test("what a container uses is kept over time, to its end, and goes on after a restart", async () => {
  const kept = () => readUsage(bench.logs().pathOf(bench.key));
  await bench.start(sh("n=0; while [ $n -lt 300000 ]; do n=$((n + 1)); done; sleep 3"));
  await expect.poll(async () => (await kept())?.points.length, { timeout: 20_000 }).toBeGreaterThan(0);
  const before = await kept();
  await bench.restart();
  await bench.start(sh(""));
  const { facts } = await bench.until("ended");
  const { points = [], startedAt = 0 } = (await kept()) ?? {};
  expect(points.length).toBeGreaterThan(before?.points.length ?? 0);
  expect(points.at(-1)?.cpuSeconds).toBeCloseTo(facts.usage?.cpuSeconds ?? 0, 3);
  expect((points.at(-1)?.at ?? 0) - startedAt).toBe(facts.usage?.wallMs);
  expect(points[0]?.memoryBytes).toBeGreaterThan(50_000);
});

test("a long log is complete, however long its lines", async () => {
  await bench.run(sh("seq 1 30000; head -c 200000 /dev/zero | tr '\\0' x; echo; printf 'no newline'"));
  const { total, complete } = await bench.logs().range(bench.key, 0, 1);
  expect(complete).toBe(true);
  const tail = await bench.logs().range(bench.key, -4, 4);
  const texts = tail.lines.map((line) => line.text);
  expect(texts[0]).toBe("30000");
  expect(texts[1]).toMatch(/^x{65536} … 134464 more bytes of this line are left out$/);
  expect(texts.slice(2)).toEqual(["no newline", "exit code 0"]);
  expect(total).toBe(30_000 + 4);
});

test("equal execution names in two domains are two containers", async () => {
  const other = { ...bench.key, domain: "e" };
  await bench.start(sh("echo d"));
  await bench.start(sh("echo e"), other);
  await bench.until("ended");
  await bench.until("ended", other);
  expect(await bench.log(other)).toContain("STDOUT e");
  expect(await bench.log()).toContain("STDOUT d");
});

describe("an engine that does not see our files", () => {
  test("gets inputs and gives outputs through its API", async () => {
    await bench.restart({ sharesFiles: false });
    const { ended } = await bench.run(
      sh(
        "cat /var/inputs/word > /var/outputs/copy; mkdir -p /var/outputs/tree/deep; echo leaf > /var/outputs/tree/deep/leaf",
        {
          inputs: { word: ["string", "hi"] },
          outputs: { copy: "string", tree: "dir" },
        },
      ),
    );
    expect(ended.verdict).toMatchObject({ kind: "succeeded" });
    const outputs = await bench.outputs();
    expect(outputs).toMatchObject({ copy: "hi" });
    expect(await bench.blobs.size("s3://my-s3-bucket/data/x-n0-0/tree/deep/leaf")).toBe(5);
  });

  test("is still judged when an output is missing", async () => {
    await bench.restart({ sharesFiles: false });
    const { ended } = await bench.run(sh("true", { outputs: { n: "int" } }));
    expect(ended.verdict).toMatchObject({ error: { code: "OutputUploadFailed" } });
  });
});

test("a network that does not exist is named, with what to do", async () => {
  await bench.restart({ network: "skein-no-such-network" });
  const { ended } = await bench.run(sh("true"));
  expect(ended.verdict).toMatchObject({
    retryable: false,
    error: {
      code: "ContainersNotReady|CreateContainerConfigError",
      message: expect.stringContaining("docker network create skein-no-such-network"),
    },
  });
});

test("a link out of the outputs is refused", async () => {
  const { ended } = await bench.run(sh("ln -s /etc/passwd /var/outputs/f", { outputs: { f: "file" } }));
  expect(ended.verdict).toMatchObject({
    error: { code: "OutputUploadFailed", message: expect.stringContaining("leads out") },
  });
});

test("no engine: the attempt waits with that as its reason, and stopping it waits, too", async () => {
  await bench.restart({ dockerHost: "unix:///nonexistent/docker.sock" });
  await bench.start(sh("true"));
  await bench.untilReason(/^waits for the Docker engine: No Docker engine answers at DOCKER_HOST=/);
  expect(bench.runner().status()).toMatchObject({ ready: false, message: expect.stringContaining("/nonexistent") });
  expect(bench.reports.every((report) => report.kind === "progress")).toBe(true);
  expect(await bench.runner().removeStrays([])).toBe(0);
});
