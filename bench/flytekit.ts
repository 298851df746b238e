import Docker from "dockerode";
import { makeHome, removeHome, type Server, startServer } from "../e2e/support/server.ts";
import { flytekitImage, registerFlows } from "./flytekit/registration.ts";
import { type Ran, runTask, type Task } from "./flytekit/run-task.ts";
import { median, report, round } from "./report.ts";

/** Leaves, and the seconds that the Flyte project has published for its first version. */
const shapes = [
  { flow: "fan", leaves: 1000, publishedSeconds: 126 },
  { flow: "fan", leaves: 6000, publishedSeconds: 699 },
  { flow: "chain", leaves: 100, publishedSeconds: 66 },
  { flow: "chain", leaves: 500, publishedSeconds: 366 },
] as const;
const ROUNDS = 5;

type NamedTask = Awaited<ReturnType<typeof registerFlows>>;

/**
 * Tasks of flytekit in real containers: what a run of one is made of, and the shapes of the Flyte project's published
 * benchmark, whose leaves come out of one `@dynamic` container.
 *
 * @param wanted `task`, or names of shapes such as `fan-1000`; none means all
 */
export async function benchFlytekit(wanted: readonly string[] = []): Promise<void> {
  const python = process.env.SKEIN_PYTHON;
  if (!python) throw new Error("There is no Python with flytekit: run this by npm run bench -- flytekit");
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  const home = makeHome();
  const server = await startServer(home, { SKEIN_DOCKER_NETWORK: "host" });
  try {
    const task = await registerFlows(server, python);
    if (isWanted("task")) await benchTask(server, task);
    for (const shape of shapes) if (isWanted(`${shape.flow}-${shape.leaves}`)) await benchDynamic(server, task, shape);
  } finally {
    await server.stop();
    await removeHome(home);
  }
}

async function benchDynamic(
  server: Server,
  task: NamedTask,
  { flow, leaves, publishedSeconds }: (typeof shapes)[number],
): Promise<void> {
  const ran = await runTask(server, { id: task(flow), inputs: { leaves: integer(leaves) } });
  const { launchedAt, container, endedAt, nodes } = ran;
  if (nodes < leaves) throw new Error(`${flow} made ${nodes} nodes of ${leaves}`);
  const toStart = container.startedAt - container.madeAt;
  const inside = container.endedAt - container.startedAt;
  const whole = endedAt - launchedAt;
  report({
    bench: "flytekit-dynamic",
    flow,
    leaves,
    seconds: seconds(whole),
    publishedSeconds,
    containerStartSeconds: seconds(toStart),
    containerSeconds: seconds(inside),
    engineSeconds: seconds(whole - toStart - inside),
    engineMsPerLeaf: round((whole - toStart - inside) / leaves),
  });
}

async function benchTask(server: Server, task: NamedTask): Promise<void> {
  const timed: Task = { id: task("timed") };
  const rounds: (Parts & { readonly bareMs: number })[] = [];
  // The first one reads Python's files from the disk.
  await runTask(server, timed);
  for (let at = 0; at < ROUNDS; at += 1)
    rounds.push({ bareMs: await bareImport(), ...partsOf(await runTask(server, timed)) });
  const of = (part: keyof (typeof rounds)[number]) => round(median(rounds.map((each) => each[part])), 0);
  report({
    bench: "flytekit-task",
    wholeMs: of("wholeMs"),
    queueMs: of("queueMs"),
    containerStartMs: of("containerStartMs"),
    interpreterAndImportMs: of("importMs"),
    userCodeMs: of("userMs"),
    uploadMs: of("uploadMs"),
    settleMs: of("settleMs"),
    bareImportMs: of("bareMs"),
    ratioToBareImport: round(median(rounds.map(({ wholeMs, bareMs }) => wholeMs / bareMs))),
    rounds: ROUNDS,
  });
}

interface Parts {
  readonly wholeMs: number;
  readonly queueMs: number;
  readonly containerStartMs: number;
  readonly importMs: number;
  readonly userMs: number;
  readonly uploadMs: number;
  readonly settleMs: number;
}

function partsOf({ launchedAt, container, endedAt, outputs }: Ran): Parts {
  const [began, stopped] = [Number(outputs.o0) * 1000, Number(outputs.o1) * 1000];
  return {
    wholeMs: endedAt - launchedAt,
    queueMs: container.madeAt - launchedAt,
    containerStartMs: container.startedAt - container.madeAt,
    importMs: began - container.startedAt,
    userMs: stopped - began,
    uploadMs: container.endedAt - stopped,
    settleMs: endedAt - container.endedAt,
  };
}

/** What the same image takes to start and import flytekit when nobody else has a part in it. */
async function bareImport(): Promise<number> {
  const began = performance.now();
  const container = await new Docker().createContainer({
    Image: flytekitImage,
    Cmd: ["python3", "-c", "import flytekit.bin.entrypoint"],
    HostConfig: { NetworkMode: "none" },
  });
  await container.start();
  await container.wait();
  await container.remove();
  return performance.now() - began;
}

const seconds = (ms: number): number => round(ms / 1000);

const integer = (value: number) => ({
  value: {
    case: "scalar" as const,
    value: {
      value: {
        case: "primitive" as const,
        value: { value: { case: "integer" as const, value: BigInt(value) } },
      },
    },
  },
});
