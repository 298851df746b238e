import { expect, test } from "@playwright/test";
import { NodeExecution_Phase, WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { launch, outcome } from "../support/api.ts";
import { containersOf, type Starts, watchStarts } from "../support/engine.ts";
import { homeIdOf } from "../support/home.ts";
import { makeHome, removeHome, type Server, startServer } from "../support/server.ts";

const RUNS = 5;
const KILLS = 5;
const FAN = 20;

/** Twenty tasks that depend on nothing, then one that adds up what they wrote. */
const fan = `
tasks:
  leaf:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { square: int }
    script: |
      n=$(cat "$INPUTS/n")
      echo "leaf $n"
      sleep 0.2
      echo $((n * n)) > "$OUTPUTS/square"
  sum:
    image: busybox:1.36
    inputs: { squares: "list[int]" }
    outputs: { total: int }
    script: |
      total=0
      for each in $(cat "$INPUTS/squares" | tr -d '[]' | tr ',' ' '); do total=$((total + each)); done
      echo $total > "$OUTPUTS/total"
workflows:
  crash_fan:
    nodes:
${Array.from({ length: FAN }, (_, n) => `      leaf${n}: { task: leaf, with: { n: ${n} } }`).join("\n")}
      add:
        task: sum
        with:
          squares: [${Array.from({ length: FAN }, (_, n) => `"\${leaf${n}.square}"`).join(", ")}]
    outputs:
      total: \${add.total}
`;

test.setTimeout(600_000);

test(`killed at ${RUNS * KILLS} random moments, a run of ${FAN + 1} containers ends as if nothing had happened`, async () => {
  const home = makeHome();
  let server: Server | undefined;
  let starts: Starts | undefined;
  try {
    for (let run = 0; run < RUNS; run += 1) {
      server = await startServer(home);
      starts = await watchStarts(homeIdOf(home));
      const name = await launch(server.url, fan, "crash_fan", { name: `crash${run}` });
      for (let kill = 0; kill < KILLS; kill += 1) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 1500));
        await server.kill();
        server = await startServer(home);
      }
      const view = await outcome(server.url, name, 120_000);
      expect(view.execution?.phase, view.error?.message).toBe(WorkflowExecution_Phase.SUCCEEDED);
      const total = view.outputs?.literals.total?.value;
      expect(total).toMatchObject({ value: { value: { value: { value: { value: 2470n } } } } });
      expect(view.nodes.every((node) => node.phase === NodeExecution_Phase.SUCCEEDED)).toBe(true);
      expect(view.nodes.every((node) => node.attempt === 0)).toBe(true);

      // Each attempt's container was started once, whatever happened to us meanwhile.
      const started = starts.seen();
      expect(new Set(started).size).toBe(started.length);
      expect(started).toHaveLength(FAN + 1);
      starts.close();
      await expect.poll(async () => (await containersOf(homeIdOf(home))).length).toBe(0);
      await server.stop();
    }
  } finally {
    starts?.close();
    await server?.kill();
    await removeHome(home);
  }
});
