import { expect, test } from "@playwright/test";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { launch, nodeOf, outcome, until } from "../support/api.ts";
import { containersOf } from "../support/engine.ts";
import { homeIdOf } from "../support/home.ts";
import { makeHome, removeHome, type Server, startServer } from "../support/server.ts";
import { int } from "../support/specs.ts";

/** Takes `seconds`, then gives back the number it got. */
const echo = (seconds: number) => `
tasks:
  give_back:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { n: int }
    script: |
      sleep ${seconds}
      cp "$INPUTS/n" "$OUTPUTS/n"
workflows:
  echo:
    inputs: { n: int }
    nodes:
      a: { task: give_back, with: { n: "\${inputs.n}" } }
    outputs: { n: "\${a.n}" }
`;

test("two homes share one engine, and two domains one execution name, without meeting", async () => {
  const homes = [makeHome(), makeHome()] as const;
  const servers: Server[] = [];
  try {
    const first = await startServer(homes[0]);
    servers.push(first);
    const name = "twin";
    await launch(first.url, echo(4), "echo", { name, inputs: { n: int(1) } });
    await launch(first.url, echo(4), "echo", { name, inputs: { n: int(2) }, domain: "staging" });
    await expect.poll(async () => (await containersOf(homeIdOf(homes[0]))).length).toBe(2);

    // A second Skein comes, works, is killed and comes back while the first one's containers run.
    let second = await startServer(homes[1]);
    servers.push(second);
    await launch(second.url, echo(0), "echo", { name, inputs: { n: int(3) } });
    await second.kill();
    second = await startServer(homes[1]);
    servers.push(second);

    const ends = await Promise.all([
      outcome(first.url, name),
      outcome(first.url, name, 60_000, "staging"),
      outcome(second.url, name),
    ]);
    for (const [index, view] of ends.entries()) {
      expect(view.execution?.phase, view.error?.message).toBe(WorkflowExecution_Phase.SUCCEEDED);
      expect(view.outputs?.literals.n).toEqual(int(index + 1));
      expect(nodeOf(view, "a")?.attempt).toBe(0);
    }
    expect(homeIdOf(homes[0])).not.toBe(homeIdOf(homes[1]));
  } finally {
    for (const server of servers) await server.kill();
    for (const home of homes) await removeHome(home);
  }
});

test("a second start on the same home says who has it and what to do, and touches nothing", async () => {
  const home = makeHome();
  const server = await startServer(home);
  try {
    const name = await launch(server.url, echo(1), "echo", { inputs: { n: int(7) } });
    await until(server.url, name, (view) => view.nodes.length > 0);
    const second = await startServer(home).then(
      async (started) => {
        await started.kill();
        return "it started";
      },
      (reason: Error) => reason.message,
    );
    expect(second).toContain("ended with 1");
    expect(second).toMatch(
      new RegExp(
        `${home} is in use by process ${server.pid}, which listens on port ${server.port}; stop it, or set SKEIN_HOME`,
      ),
    );
    expect(second).not.toMatch(/\n\s+at /);
    expect((await outcome(server.url, name)).execution?.phase).toBe(WorkflowExecution_Phase.SUCCEEDED);
  } finally {
    await server.stop();
    await removeHome(home);
  }
});

test("a port that is taken is one sentence with the setting to change", async () => {
  const [home, other] = [makeHome(), makeHome()];
  const server = await startServer(home);
  try {
    await expect(startServer(other, { SKEIN_PORT: String(server.port) })).rejects.toThrow(
      new RegExp(`Port ${server.port} on .* is taken; .*SKEIN_PORT`),
    );
    await expect(startServer(other, { SKEIN_S3_PORT: String(server.s3Port) })).rejects.toThrow(
      new RegExp(`Port ${server.s3Port} on .* is taken; .*SKEIN_S3_PORT`),
    );
  } finally {
    await server.stop();
    await removeHome(home);
    await removeHome(other);
  }
});
