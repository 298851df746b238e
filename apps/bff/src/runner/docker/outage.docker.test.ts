import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, openBench } from "./testing/bench.ts";
import { canHavePrivateEngine, openPrivateEngine, type PrivateEngine } from "./testing/private-engine.ts";

describe.runIf(canHavePrivateEngine)("the engine goes away and comes back", () => {
  let engine: PrivateEngine;
  let bench: Bench;
  beforeEach(async () => {
    engine = await openPrivateEngine("busybox:1.36");
    bench = await openBench({ dockerHost: engine.dockerHost });
  });
  afterEach(async () => {
    await bench.close();
    await engine.close();
  });

  const away = /^waits for the Docker engine: No Docker engine answers/;

  test.each([
    ["that hears nothing (137)", "echo ready; exec sleep 600"],
    ["whose own handler exits with 3", "trap 'exit 3' TERM; echo ready; while true; do sleep 0.1; done"],
  ])("a container %s, ended by the engine's stop, was interrupted", async (_, script) => {
    await bench.start({ args: ["sh", "-c", script] });
    await bench.untilReason(/^started$/);
    await sleep(500);
    await engine.end("SIGTERM"); // it ends the containers before itself: their end may be seen before the engine's
    await expect.poll(() => bench.runner().status().ready).toBe(false);
    await engine.start();
    const ended = await bench.until("ended");
    expect(ended.verdict).toMatchObject({ retryable: true, error: { code: "Interrupted", kind: "SYSTEM" } });
    expect(await bench.log()).toContain("STDOUT ready");
    await expect.poll(() => bench.runner().status(), { timeout: 10_000 }).toMatchObject({ ready: true, message: "" });
  });

  test("one that ended well meanwhile has succeeded", async () => {
    const script = "echo ready; sleep 2; echo 5 > /var/outputs/n; echo done";
    await bench.start({ args: ["sh", "-c", script], outputs: { n: "int" } });
    await bench.untilReason(/^started$/);
    await engine.end("SIGKILL");
    await bench.untilReason(away);
    expect(bench.runner().status()).toMatchObject({ ready: false, running: 1 });
    await sleep(2_500);
    expect(bench.reports.every((report) => report.kind === "progress")).toBe(true);
    await engine.start();
    const ended = await bench.until("ended");
    expect(ended.verdict).toMatchObject({ kind: "succeeded" });
    expect(await bench.outputs()).toEqual({ n: 5n });
  });

  test("what is asked for while it is away is done when it is back", async () => {
    const other = { ...bench.key, node: "n1" };
    await bench.start({ args: ["sh", "-c", "echo ready; sleep 3"] });
    await bench.untilReason(/^started$/);
    await engine.end("SIGKILL");
    await bench.untilReason(away);
    await bench.start({ args: ["echo", "late"] }, other);
    bench.runner().stop(bench.key, "aborted");
    await bench.untilReason(away, other);
    await sleep(3_000);
    await engine.start();
    await bench.until("stopped");
    expect((await bench.until("ended", other)).verdict).toMatchObject({ kind: "succeeded" });
    expect(await bench.containers()).toHaveLength(1);
  });
});
