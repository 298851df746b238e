import { expect, test } from "@playwright/test";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { launch, outcome } from "../support/api.ts";
import { makeHome, removeHome, startServer } from "../support/server.ts";
import { int } from "../support/specs.ts";

test("a task in the network of tasks reaches the API, and the objects if it has keys", async () => {
  const home = makeHome();
  const server = await startServer(home, { SKEIN_DOCKER_NETWORK: "skein" });
  try {
    const name = await launch(
      server.url,
      `
tasks:
  ask:
    image: busybox:1.36
    outputs: { api: int, objects: int }
    script: |
      wget -q -O - http://host.docker.internal:${server.port}/healthz | grep -c ready > "$OUTPUTS/api"
      wget -O /dev/null http://host.docker.internal:${server.s3Port}/my-s3-bucket/x 2>&1 | grep -o "403" > "$OUTPUTS/objects"
workflows:
  ask:
    nodes:
      a: { task: ask }
    outputs: { api: "\${a.api}", objects: "\${a.objects}" }
`,
      "ask",
    );
    const view = await outcome(server.url, name);
    expect(view.execution?.phase, view.error?.message).toBe(WorkflowExecution_Phase.SUCCEEDED);
    expect(view.outputs?.literals.api).toEqual(int(1));
    expect(view.outputs?.literals.objects).toEqual(int(403));
  } finally {
    await server.stop();
    await removeHome(home);
  }
});
