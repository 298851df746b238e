import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { makeHome, removeHome, startServer } from "../e2e/support/server.ts";
import { databaseBytes, type Outcome, registerShape, runShape } from "./orchestration/load.ts";
import { type Shape, shapes } from "./orchestration/shapes.ts";
import { weigh, weighable } from "./orchestration/weigh.ts";
import { median, percentile, report, round } from "./report.ts";

const MIB = 2 ** 20;

/**
 * How fast a run loop moves nodes that need no container, and what that weighs: the real process, its database on disk,
 * launched and watched through the API.
 *
 * @param wanted names of shapes; none means all
 */
export async function benchOrchestration(wanted: readonly string[] = []): Promise<void> {
  for (const [name, shape] of shapes) if (wanted.length === 0 || wanted.includes(name)) await measure(shape);
}

async function measure(shape: Shape): Promise<void> {
  const rounds: Round[] = [];
  for (let at = 0; at < shape.rounds; at += 1) rounds.push(await measureOnce(shape));
  const of = (figure: (each: Round) => number) => median(rounds.map(figure));
  const { limit, aim, executions, leaves } = shape;
  report({
    bench: "orchestration",
    shape: shape.name,
    nodes: executions * leaves,
    seconds: round(of(({ seconds }) => seconds)),
    limitSeconds: limit.seconds,
    aimSeconds: aim.seconds,
    cpuSeconds: round(of(({ cpuSeconds }) => cpuSeconds)),
    cpuMsPerNode: round(of(({ cpuSeconds }) => (cpuSeconds * 1000) / (executions * leaves))),
    peakRssMiB: round(
      of(({ peakBytes }) => peakBytes / MIB),
      0,
    ),
    ...(limit.rssMiB !== undefined && { limitRssMiB: limit.rssMiB }),
    ...(aim.rssMiB !== undefined && { aimRssMiB: aim.rssMiB }),
    databaseMiB: round(
      of(({ stored }) => stored / MIB),
      1,
    ),
    getExecutionP50Ms: round(
      of(({ latencies }) => percentile(latencies, 50)),
      1,
    ),
    getExecutionP99Ms: round(
      of(({ latencies }) => percentile(latencies, 99)),
      1,
    ),
    limitP99Ms: 100,
    ...(shape.warmUp > 0 && {
      rssGrowthPercent: round(
        of(({ growth }) => growth * 100),
        1,
      ),
      limitGrowthPercent: 10,
    }),
    rounds: shape.rounds,
  });
}

interface Round extends Outcome {
  readonly peakBytes: number;
  /** Of the server, while the load was on. */
  readonly cpuSeconds: number;
  /** Bytes by which the database grew. */
  readonly stored: number;
  /** Of the memory that is in use after a collection, from the end of the warm-up to the end. */
  readonly growth: number;
}

async function measureOnce(shape: Shape): Promise<Round> {
  const home = makeHome();
  const server = await startServer(home, weighable);
  try {
    const plan = await registerShape(server, shape);
    if (shape.warmUp > 0) await runShape(server, plan, { ...shape, executions: shape.warmUp }, "before");
    const [before, bytesBefore] = [await weigh(server), databaseBytes(home)];
    const outcome = await runShape(server, plan, shape, "main");
    if (outcome.phases.some((phase) => phase !== Phase.SUCCEEDED)) throw new Error(`${shape.name} did not succeed`);
    const after = await weigh(server);
    return {
      ...outcome,
      peakBytes: after.peakBytes,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      stored: databaseBytes(home) - bytesBefore,
      growth: after.bytes / before.bytes - 1,
    };
  } finally {
    await server.stop();
    await removeHome(home);
  }
}
