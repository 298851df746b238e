/** The loads of the bench in small, through the same code: what comes of them, not how long it takes. */
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adminOverGrpc, consoleApi, scope } from "../../e2e/support/api.ts";
import { makeHome, removeHome, type Server, startServer } from "../../e2e/support/server.ts";
import { databaseBytes, registerShape, runShape } from "./load.ts";
import { type Shape, shapes } from "./shapes.ts";
import { weigh, weighable } from "./weigh.ts";

let home = "";
let server: Server;
beforeAll(async () => {
  home = makeHome();
  server = await startServer(home, weighable);
});
afterAll(async () => {
  await server.stop();
  await removeHome(home);
});

const small: Readonly<Record<string, Partial<Shape>>> = {
  fan: { leaves: 60, maxParallelism: 7 },
  chain: { leaves: 20 },
  "swarm-25": { leaves: 25, executions: 4, maxParallelism: 10 },
  "swarm-100": { leaves: 10, executions: 12 },
  map: { leaves: 40 },
  held: { leaves: 30, executions: 2, maxParallelism: 30, sleepSeconds: 2 },
};

test("every shape is tried", () => {
  expect(Object.keys(small).sort()).toEqual([...shapes.keys()].sort());
});

test.each([...shapes])("%s: each execution succeeds, each leaf once", async (name, whole) => {
  const shape = { ...whole, ...small[name] };
  const plan = await registerShape(server, shape);
  const { phases, latencies } = await runShape(server, plan, shape, name);
  expect(phases).toEqual(Array.from({ length: shape.executions }, () => Phase.SUCCEEDED));
  expect(latencies.length).toBeGreaterThanOrEqual(shape.executions);

  const { nodes } = await consoleApi(server.url).getExecution({ id: { ...scope, name: `load-${name}-0` } });
  const leaves = nodes.filter(({ path }) => /^n\d+$/.test(path));
  expect(leaves).toHaveLength(shape.form === "map" ? 1 : shape.leaves);
  expect(leaves.every(({ attempts }) => attempts.length === 1)).toBe(true);
  const { nodeExecutions } = await adminOverGrpc(server.url).listNodeExecutions({
    workflowExecutionId: { ...scope, name: `load-${name}-0` },
    limit: 1000,
  });
  expect(nodeExecutions.length).toBe(leaves.length + 2);
});

test("the process and its database are weighed", async () => {
  const { cpuSeconds, peakBytes, bytes } = await weigh(server);
  expect(cpuSeconds).toBeGreaterThan(0);
  expect(Math.min(peakBytes, bytes)).toBeGreaterThan(0);
  expect(databaseBytes(home)).toBeGreaterThan(10_000);
});
