/** What is looked at: runs of nodes that need no container, made by the real run loop. */

import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { adminOverGrpc, outcome, register, scope } from "../../e2e/support/api.ts";
import type { Server } from "../../e2e/support/server.ts";

const WIDTH = 10;

/** Layers of ten; each node reads two of the layer before, so that no two are alike. */
export function layered(name: string, nodes: number, seconds = 0): string {
  const lines = Array.from({ length: nodes }, (_, n) => {
    const [layer, at] = [Math.floor(n / WIDTH), n % WIDTH];
    const before = layer === 0 ? [] : [at, (at + 1) % WIDTH].map((each) => `n${(layer - 1) * WIDTH + each}`);
    return `      n${n}: { task: nap, with: { time: ${seconds}s }, after: [${before.join(", ")}] }`;
  });
  return workflow(name, lines);
}

/** All at once, as far as the parallelism of the launch lets them. */
export function side(name: string, nodes: number, seconds: number): string {
  return workflow(
    name,
    Array.from({ length: nodes }, (_, n) => `      n${n}: { task: nap, with: { time: ${seconds}s } }`),
  );
}

const workflow = (name: string, lines: readonly string[]) => `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  ${name}:
    nodes:
${lines.join("\n")}
`;

/** Registers a workflow, and resolves to what launches it. */
export async function prepare({ url }: Server, name: string, text: string) {
  const { entities } = await register(url, text);
  const plan = entities.find((each) => each.id?.name === name && each.launchPlan)?.launchPlan;
  if (!plan) throw new Error(`${name} was not registered`);
  const admin = adminOverGrpc(url);
  return async (execution: string, maxParallelism = 1000): Promise<void> => {
    await admin.createExecution({
      ...scope,
      name: execution,
      spec: { launchPlan: { ...plan, resourceType: ResourceType.LAUNCH_PLAN }, maxParallelism },
    });
  };
}

/** So many executions of it, all ended. */
export async function runMany(server: Server, name: string, text: string, count: number): Promise<void> {
  const start = await prepare(server, name, text);
  const names = Array.from({ length: count }, (_, n) => `${name.replaceAll("_", "-")}-${n}`);
  const left = names.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const each of left) await start(each);
    }),
  );
  for (const each of names.slice(-40)) await outcome(server.url, each, 300_000);
}

/** One execution of it, ended. Resolves to its name. */
export async function runOnce(server: Server, name: string, text: string): Promise<string> {
  const start = await prepare(server, name, text);
  const execution = `${name.replaceAll("_", "-")}-run`;
  await start(execution);
  await outcome(server.url, execution, 300_000);
  return execution;
}
