/** A home with executions of every kind to look at, made through the API. */
import { Breakpoint_Side } from "@skein/spec/gen/skein/console/v1/console_pb";
import { consoleApi, launch, outcome, scope, until } from "../support/api.ts";
import { example } from "../support/console.ts";
import { limited } from "../support/limited.ts";
import type { Server } from "../support/server.ts";
import { int } from "../support/specs.ts";

/** Executions by what is to be seen of them. */
export interface Seeded {
  readonly succeeded: string;
  readonly failed: string;
  readonly running: string;
  readonly aborted: string;
  readonly retried: string;
  /** Two of one workflow: the first succeeded, the second failed. */
  readonly better: string;
  readonly worse: string;
  /** Its gates wait for somebody. */
  readonly waiting: string;
  readonly mapped: string;
  /** At a breakpoint before its node `add`. */
  readonly held: string;
  /** More nodes than can be read at once, with a fan-out and a failure in the middle. */
  readonly vast: string;
  /** One arm of its branch was taken. */
  readonly branched: string;
}

export async function seed({ url }: Server): Promise<Seeded> {
  const run = (name: string, how: Parameters<typeof launch>[3] = {}) =>
    launch(url, example(`${name.replaceAll("_", "-")}.yaml`).content, name, how);
  const api = consoleApi(url);
  await api.register({ ...scope, version: "", files: [toFile("inputs.yaml"), toFile("files.yaml")] });
  const [succeeded, failed, hello, retries] = await Promise.all([
    run("diamond", { inputs: { start: int(7) } }),
    run("failing"),
    run("hello"),
    run("retries"),
  ]);
  for (const name of [succeeded, failed, hello, retries]) await outcome(url, name, 120_000);
  const better = await launch(url, limited, "limited", { inputs: { n: int(7) } });
  await outcome(url, better);
  const worse = await launch(url, limited, "limited", { inputs: { n: int(11) } });
  await outcome(url, worse);
  const aborted = await run("fan_of_20");
  await until(url, aborted, ({ execution }) => (execution?.nodes?.succeeded ?? 0) > 2);
  await api.terminate({ id: { ...scope, name: aborted }, cause: "Started with the wrong pieces" });
  await outcome(url, aborted);
  const mapped = await launch(url, example("map.yaml").content, "measuring_words");
  await outcome(url, mapped);
  const waiting = await run("approval");
  await until(url, waiting, ({ execution }) => (execution?.nodes?.succeeded ?? 0) > 0);
  const held = await run("diamond", {
    inputs: { start: int(7) },
    breakpoints: [{ place: { case: "path", value: "add" }, side: Breakpoint_Side.BEFORE }],
  });
  await until(url, held, ({ nodes }) => nodes.some((node) => node.held !== Breakpoint_Side.SIDE_UNSPECIFIED));
  const branched = await launch(url, example("branch.yaml").content, "branch");
  await outcome(url, branched, 120_000);
  const vast = await launch(url, crowded, "backfill");
  await outcome(url, vast, 120_000);
  const running = await launch(url, long, "nightly");
  await until(url, running, ({ execution }) => (execution?.nodes?.succeeded ?? 0) > 2);
  return {
    succeeded,
    failed,
    running,
    aborted,
    retried: retries,
    better,
    worse,
    waiting,
    mapped,
    held,
    vast,
    branched,
  };
}

/** Ends what is left running, that no container stays. */
export async function endSeeded({ url }: Server, { running, waiting, held }: Seeded): Promise<void> {
  for (const name of [running, waiting, held]) {
    await consoleApi(url).terminate({ id: { ...scope, name }, cause: "All has been looked at" });
    await outcome(url, name);
  }
}

const toFile = (name: string) => {
  const { content } = example(name);
  return { name, content: new TextEncoder().encode(content) };
};

/** Runs for as long as the shots take. */
const long = `
tasks:
  piece:
    image: busybox:1.36
    inputs: { seconds: int }
    resources: { cpu: { request: 50m } }
    script: |
      n=0
      while [ $n -lt "$(cat "$INPUTS/seconds")" ]; do n=$((n + 1)); echo "second $n"; sleep 1; done
  gather: { image: "busybox:1.36", script: "true" }
workflows:
  nightly:
    description: Some pieces are done, some take long.
    nodes:
${Array.from({ length: 8 }, (_, n) => `      piece0${n}: { task: piece, with: { seconds: ${n % 2 === 0 ? 1800 : 1} } }`).join("\n")}
      gather: { task: gather, after: [${Array.from({ length: 8 }, (_, n) => `piece0${n}`).join(", ")}] }
`;

const LAYERS = 30;
const WIDTH = 16;
const FAN = 200;
const day = (layer: number, at: number) => `day${layer}_${at % WIDTH}`;

const crowded = `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
  spoil: { image: "busybox:1.36", script: "echo no partition for this day >&2; exit 3" }
workflows:
  backfill:
    failurePolicy: fail_after_executable_nodes_complete
    nodes:
${Array.from({ length: LAYERS * WIDTH }, (_, n) => {
  const [layer, at] = [Math.floor(n / WIDTH), n % WIDTH];
  const after = layer === 0 ? "" : `, after: [${day(layer - 1, at)}, ${day(layer - 1, at + 1)}]`;
  const isSpoilt = layer === 18 && at === 9;
  return `      ${day(layer, at)}: { task: ${isSpoilt ? "spoil" : "nap, with: { time: 0s }"}${after} }`;
}).join("\n")}
${Array.from({ length: FAN }, (_, n) => `      shard${n}: { task: nap, with: { time: 0s }, after: [${day(3, 4)}] }`).join("\n")}
`;
