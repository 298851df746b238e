/** Putting a load on a running server, through the API that flytekit and flytectl use. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { adminOverGrpc, register, scope } from "../../e2e/support/api.ts";
import type { Server } from "../../e2e/support/server.ts";
import { type Shape, textOf } from "./shapes.ts";

/** Between two questions after one execution. */
const POLL_MS = 20;

export interface Outcome {
  readonly seconds: number;
  readonly phases: readonly Phase[];
  /** What GetExecution took while the load was on, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Registers the shape; resolves to its launch plan. */
export async function registerShape(server: Server, shape: Shape): Promise<Identifier> {
  const { entities } = await register(server.url, textOf(shape));
  const plan = entities.find((each) => each.id?.name === "load" && each.launchPlan)?.launchPlan;
  if (!plan) throw new Error("The shape was not registered");
  return plan;
}

/** From the first launch until the last execution is seen to have ended. */
export async function runShape(
  { url }: Server,
  plan: Identifier,
  { executions, maxParallelism }: Pick<Shape, "executions" | "maxParallelism">,
  round: string,
): Promise<Outcome> {
  const admin = adminOverGrpc(url);
  const latencies: number[] = [];
  const began = performance.now();
  const names = Array.from({ length: executions }, (_, n) => `load-${round}-${n}`);
  await Promise.all(
    names.map((name) =>
      admin.createExecution({
        ...scope,
        name,
        spec: { launchPlan: { ...plan, resourceType: ResourceType.LAUNCH_PLAN }, maxParallelism },
      }),
    ),
  );
  const phases: Phase[] = [];
  for (const name of names) {
    for (;;) {
      const asked = performance.now();
      const { closure } = await admin.getExecution({ id: { ...scope, name } });
      latencies.push(performance.now() - asked);
      const phase = closure?.phase ?? Phase.UNDEFINED;
      if (isEnd(phase)) {
        phases.push(phase);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  return { seconds: (performance.now() - began) / 1000, phases, latencies };
}

const isEnd = (phase: Phase): boolean =>
  phase === Phase.SUCCEEDED || phase === Phase.FAILED || phase === Phase.ABORTED || phase === Phase.TIMED_OUT;

/** Bytes of the database, its log included. */
export const databaseBytes = (home: string): number =>
  readdirSync(home)
    .filter((name) => name.startsWith("skein.db"))
    .reduce((sum, name) => sum + statSync(join(home, name)).size, 0);
