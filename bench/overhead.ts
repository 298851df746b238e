import Docker from "dockerode";
import { launch, outcome } from "../e2e/support/api.ts";
import { makeHome, removeHome, startServer } from "../e2e/support/server.ts";
import { median, report, round } from "./report.ts";

const TASKS = 16;
const ROUNDS = 7;
const docker = new Docker();

/**
 * What a task costs above what Docker itself takes to create, start, wait for and remove the same container.
 *
 * Same image, command, log driver and network on both sides; no mounts, because a task without inputs and outputs has
 * none. Ours also reads the log and the figures of each container, judges it and stores what became of it.
 * Both sides take turns, and the ratio is the median over pairs of neighbouring rounds: a noisy minute hits both.
 */
export async function benchOverhead(): Promise<void> {
  const home = makeHome();
  const server = await startServer(home);
  try {
    for (const concurrency of [1, 4]) {
      const bare: number[] = [];
      const ours: number[] = [];
      for (let at = 0; at < ROUNDS; at += 1) {
        bare.push(await bareRound(concurrency));
        ours.push(await ourRound(server.url, concurrency, at));
      }
      const ratios = ours.map((ms, at) => ms / (bare[at] ?? Number.NaN));
      report({
        bench: "overhead",
        concurrency,
        bareMsPerTask: round(median(bare) / TASKS, 1),
        skeinMsPerTask: round(median(ours) / TASKS, 1),
        ratio: round(median(ratios)),
        bestRatio: round(Math.min(...ratios)),
        tasks: TASKS,
        rounds: ROUNDS,
      });
    }
  } finally {
    await server.stop();
    await removeHome(home);
  }
}

async function bareRound(concurrency: number): Promise<number> {
  let left = TASKS;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left > 0) {
        left -= 1;
        const container = await docker.createContainer({
          Image: "busybox:1.36",
          Cmd: ["sh", "-c", "true"],
          HostConfig: { NetworkMode: "none", LogConfig: { Type: "json-file", Config: {} } },
        });
        await container.start();
        await container.wait();
        await container.remove();
      }
    }),
  );
  return performance.now() - began;
}

// A chain keeps one container at a time; a fan under a parallelism of four keeps four.
async function ourRound(url: string, concurrency: number, at: number): Promise<number> {
  const name = `bench_c${concurrency}_r${at}`;
  const nodes = Array.from({ length: TASKS }, (_, n) =>
    concurrency === 1 && n > 0
      ? `      n${n}: { task: nothing, after: [n${n - 1}] }`
      : `      n${n}: { task: nothing }`,
  );
  const text = `
tasks:
  nothing: { image: "busybox:1.36", command: [sh, -c, "true"] }
workflows:
  ${name}:
    nodes:
${nodes.join("\n")}
`;
  const execution = await launch(url, text, name, { maxParallelism: concurrency });
  const view = await outcome(url, execution);
  const started = view.execution?.startedAt;
  const ended = view.execution?.endedAt;
  if (!started || !ended) throw new Error(`${execution} did not run`);
  const ms = (at: typeof started) => Number(at.seconds) * 1000 + at.nanos / 1e6;
  return ms(ended) - ms(started);
}
