import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { NodeExecution_Phase, WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { canHavePrivateEngine, openPrivateEngine } from "../../apps/bff/src/runner/docker/testing/private-engine.ts";
import { consoleApi, launch, outcome, scope, until } from "../support/api.ts";
import { containersOf, type Starts, watchStarts } from "../support/engine.ts";
import { homeIdOf } from "../support/home.ts";
import { makeHome, removeHome, type Server, startServer } from "../support/server.ts";

/** Moments at which the server is killed while a run is under way. */
const KILLS = 50;
const FAN = 10;

/**
 * Tasks that depend on nothing and one that adds up what they wrote; one that fails at its first attempt; an arm of a
 * branch, a workflow inside, an execution inside, each of a list, times to wait for, and a result that is kept.
 */
const kinds = `
tasks:
  leaf:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { square: int }
    script: |
      n=$(cat "$INPUTS/n")
      sleep 0.2
      echo $((n * n)) > "$OUTPUTS/square"
  shaky:
    image: busybox:1.36
    outputs: { n: int }
    retries: 2
    script: |
      sleep 0.2
      [ "$FLYTE_ATTEMPT_NUMBER" -gt 0 ] || exit 1
      echo 7 > "$OUTPUTS/n"
  kept:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { n: int }
    cache: "1"
    script: |
      sleep 0.1
      cat "$INPUTS/n" > "$OUTPUTS/n"
  sum:
    image: busybox:1.36
    inputs: { squares: "list[int]" }
    outputs: { total: int }
    script: |
      total=0
      for each in $(cat "$INPUTS/squares" | tr -d '[]' | tr ',' ' '); do total=$((total + each)); done
      echo $total > "$OUTPUTS/total"
  rest:
    type: core-sleep
    inputs: { time: duration }
workflows:
  inner:
    inputs: { n: int }
    nodes:
      first: { task: leaf, with: { n: "\${inputs.n}" } }
      second: { task: leaf, with: { n: "\${first.square}" } }
    outputs: { square: "\${second.square}" }
  crash_kinds:
    nodes:
${Array.from({ length: FAN }, (_, n) => `      leaf${n}: { task: leaf, with: { n: ${n} } }`).join("\n")}
      shaky: { task: shaky }
      nap: { task: rest, with: { time: 2s } }
      cool: { sleep: 1s, after: [shaky] }
      way:
        switch:
          - when: \${shaky.n} < 5
            then: { task: leaf, with: { n: 1 } }
        else: { task: leaf, with: { n: "\${shaky.n}" } }
      inside: { workflow: inner, with: { n: 2 }, after: [leaf0] }
      child: { launchPlan: inner, with: { n: 3 }, after: [cool] }
      each: { map: leaf, over: { n: [1, 2, 3] } }
      kept: { task: kept, with: { n: "\${way.square}" } }
      add:
        task: sum
        after: [nap]
        with:
          squares: [${Array.from({ length: FAN }, (_, n) => `"\${leaf${n}.square}"`).join(", ")}, "\${way.square}", "\${inside.square}", "\${child.square}", "\${kept.n}", "\${each.square[2]}"]
    outputs:
      total: \${add.total}
`;
const squares = Array.from({ length: FAN }, (_, n) => n * n).reduce((sum, each) => sum + each);
/** The way is 49, and kept; inside is 2⁴, the child 3⁴, the last of each 3². */
const TOTAL = BigInt(squares + 49 + 16 + 81 + 49 + 9);

/** Of another home, and long: whoever is killed or cleans up must leave it alone. */
const bystander = `
tasks:
  wait: { image: "busybox:1.36", script: "sleep 600" }
workflows:
  wait: { nodes: { w: { task: wait } } }
`;

const { SUCCEEDED, RUNNING } = WorkflowExecution_Phase;
const succeeded: ReadonlySet<NodeExecution_Phase> = new Set([
  NodeExecution_Phase.SUCCEEDED,
  NodeExecution_Phase.SKIPPED,
]);

/** The end that the run has when nothing goes wrong. */
async function expectTheEnd(url: string, name: string): Promise<void> {
  const view = await outcome(url, name, 120_000);
  expect(view.execution?.phase, view.error?.message).toBe(SUCCEEDED);
  expect(view.outputs?.literals.total?.value).toMatchObject({
    value: { value: { value: { value: { value: TOTAL } } } },
  });
  for (const node of view.nodes) expect(succeeded.has(node.phase), `${node.path} is ${node.phase}`).toBe(true);
}

/** Nothing of ours is left behind: containers, the directories of attempts, mounts of them. */
async function expectNothingLeft(home: string): Promise<void> {
  await expect.poll(async () => (await containersOf(homeIdOf(home))).length).toBe(0);
  const work = join(home, "work");
  await expect.poll(() => (existsSync(work) ? readdirSync(work) : [])).toEqual([]);
  if (existsSync("/proc/self/mounts")) expect(readFileSync("/proc/self/mounts", "utf8")).not.toContain(home);
}

test.setTimeout(600_000);

test(`§10.24 §10.30 killed at ${KILLS} random moments, runs of all kinds of nodes end as if nothing had happened`, async () => {
  const [home, otherHome] = [makeHome(), makeHome()];
  let server: Server | undefined;
  let starts: Starts | undefined;
  const other = await startServer(otherHome);
  try {
    const waiting = await launch(other.url, bystander, "wait");
    await until(other.url, waiting, (view) => view.nodes.some(({ reason }) => reason === "started"));
    const [untouched] = await containersOf(homeIdOf(otherHome));

    for (let kills = 0, run = 0; kills < KILLS; run += 1) {
      server ??= await startServer(home);
      starts = await watchStarts(homeIdOf(home));
      const name = await launch(server.url, kinds, "crash_kinds", { name: `crash${run}` });
      for (let isOver = false; !isOver && kills < KILLS; kills += 1) {
        await sleep(Math.random() * 500);
        await server.kill();
        server = await startServer(home);
        const { execution } = await until(server.url, name, () => true);
        isOver = execution?.phase !== RUNNING;
      }
      await expectTheEnd(server.url, name);
      // Each attempt's container was started once, whatever happened to us meanwhile.
      const started = starts.seen();
      expect([...started].sort()).toEqual([...new Set(started)].sort());
      const attempts = started.filter((each) => each.includes(name) && each.includes(" shaky "));
      expect(attempts).toHaveLength(2);
      starts.close();
      await expectNothingLeft(home);
    }
    expect(await containersOf(homeIdOf(otherHome))).toMatchObject([{ Id: untouched?.Id, State: "running" }]);
    expect(await server?.stop()).toBe(0);
  } finally {
    starts?.close();
    await server?.kill();
    await other.kill();
    await removeHome(home);
    await removeHome(otherHome);
  }
});

test("§10.30 with the container engine restarted under it as well, no run is lost and none fails", async () => {
  test.skip(!canHavePrivateEngine, "an engine of our own needs root and dockerd");
  test.setTimeout(240_000);
  const engine = await openPrivateEngine("busybox:1.36");
  const home = makeHome();
  const env = { DOCKER_HOST: engine.dockerHost };
  let server = await startServer(home, env);
  try {
    const name = await launch(server.url, kinds, "crash_kinds", { name: "outage" });
    // By SIGKILL containers go on without their engine; by SIGTERM it ends them, which is no fault of the tasks.
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      await sleep(300 + Math.random() * 500);
      await engine.end(signal);
      await server.kill();
      server = await startServer(home, env);
      await sleep(Math.random() * 500);
      await engine.start();
    }
    await expectTheEnd(server.url, name);
    const shaky = await consoleApi(server.url).getNode({ execution: { ...scope, name }, path: "shaky" });
    for (const { error } of shaky.attempts.slice(0, -1)) expect(["Error", "Interrupted"]).toContain(error?.code);
    expect(await server.stop()).toBe(0);
  } finally {
    await server.kill();
    await engine.close();
    await removeHome(home);
  }
});
