import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { NodeExecution_Phase, WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  canHavePrivateEngine,
  openPrivateEngine,
  type PrivateEngine,
} from "../../apps/bff/src/runner/docker/testing/private-engine.ts";
import { consoleApi, launch, nodeOf, outcome, scope, until } from "../support/api.ts";
import { makeHome, removeHome, type Server, startServer } from "../support/server.ts";

/** Three tasks in a row; the first is long enough to be met by an outage. */
const chain = `
tasks:
  wait:
    image: busybox:1.36
    outputs: { n: int }
    script: |
      trap 'exit 3' TERM
      echo up
      n=0
      while [ $n -lt 25 ]; do n=$((n + 1)); sleep 0.1; done
      echo 5 > "$OUTPUTS/n"
  double:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { n: int }
    script: echo $(( $(cat "$INPUTS/n") * 2 )) > "$OUTPUTS/n"
workflows:
  chain:
    nodes:
      a: { task: wait }
      b: { task: double, with: { n: "\${a.n}" } }
      c: { task: double, with: { n: "\${b.n}" } }
    outputs: { n: "\${c.n}" }
`;

test.describe("Docker goes away in the middle of a run and comes back", () => {
  test.skip(!canHavePrivateEngine, "an engine of our own needs root and dockerd");
  let engine: PrivateEngine;
  let home: string;
  let server: Server;

  test.beforeEach(async () => {
    engine = await openPrivateEngine("busybox:1.36");
    home = makeHome();
    server = await startServer(home, { DOCKER_HOST: engine.dockerHost });
  });
  test.afterEach(async () => {
    expect(await server.stop(), server.output()).toBe(0);
    await engine.close();
    await removeHome(home);
  });

  // By SIGTERM the engine ends its containers; after SIGKILL they go on without it.
  for (const [signal, attempts] of [
    ["SIGTERM", 2],
    ["SIGKILL", 1],
  ] as const)
    test(`by ${signal}: work waits and says so, fails nothing, and ends as it would have`, async () => {
      const name = await launch(server.url, chain, "chain");
      await until(server.url, name, (view) => nodeOf(view, "a")?.reason === "started");
      await engine.end(signal);

      const waiting = await until(server.url, name, (view) => /Docker engine/.test(nodeOf(view, "a")?.reason ?? ""));
      expect(nodeOf(waiting, "a")?.phase).toBe(NodeExecution_Phase.RUNNING);
      expect(waiting.execution?.phase).toBe(WorkflowExecution_Phase.RUNNING);
      const { runner } = await consoleApi(server.url).getStatus({});
      expect(runner?.message).toMatch(/Docker engine.*(start|run)/i);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      // Longer than the first task: what went on without the engine is over when the engine comes back.
      await sleep(4500);

      await engine.start();
      const view = await outcome(server.url, name);
      expect(view.execution?.phase, view.error?.message).toBe(WorkflowExecution_Phase.SUCCEEDED);
      expect(view.outputs?.literals.n?.value).toMatchObject({ value: { value: { value: { value: { value: 20n } } } } });
      const node = await consoleApi(server.url).getNode({ execution: { ...scope, name }, path: "a" });
      expect(node.attempts).toHaveLength(attempts);
      if (attempts === 2) expect(node.attempts[0]?.error).toMatchObject({ code: "Interrupted" });
    });
});
