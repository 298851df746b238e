import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { expect, test } from "vitest";
import { type ConsoleUnderTest, consoleUnderTest, endless, scope } from "../console/testing/console-under-test.ts";

const yaml = `version: v1
tasks:
  t: { image: b, timeout: 300ms }
workflows:
  w:
    nodes:
      n: { task: t }
`;

/** Launches the workflow w, or the task t by itself. */
async function launch({ client }: ConsoleUnderTest, resourceType: ResourceType): Promise<string> {
  const name = resourceType === ResourceType.TASK ? "t" : "w";
  const { target } = await client.getLaunchForm({ id: { ...scope, resourceType, name, version: "v1" } });
  const { id } = await client.launch({ ...scope, ...(target ? { target } : {}) });
  return id?.name ?? "";
}

test.each([ResourceType.WORKFLOW, ResourceType.TASK])(
  "a task that runs beyond its timeout is ended, launched as %s",
  async (resourceType) => {
    const skein = await consoleUnderTest(endless);
    await skein.register(yaml);
    const { error } = await skein.ended(await launch(skein, resourceType));
    // The attempt's deadline, or on a machine that was late for it the node's, which is twice as long.
    expect(["RetriesExhausted|TimeoutExpired", "Timeout"]).toContain(error?.code);
    await skein.close();
  },
);
