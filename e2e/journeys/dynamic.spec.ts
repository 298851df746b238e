import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { expect } from "@playwright/test";
import { DynamicJobSpecSchema } from "@skein/spec/gen/flyteidl/core/dynamic_job_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { BindingDataSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { fromLiteralMap } from "@skein/spec/literal";
import { adminOverGrpc, launch, scope } from "../support/api.ts";
import { executionUrl, expectNode } from "../support/console.ts";
import { addTask, identifier, int } from "../support/specs.ts";
import { test } from "../support/test.ts";

type Bound = MessageInitShape<typeof BindingDataSchema>;

/** Adds one to a number, then one to that: in containers. */
function twoAdditions(from: number): Uint8Array {
  const reference = { case: "referenceId" as const, value: identifier(ResourceType.TASK, "add") };
  const adds = (id: string, binding: Bound) => ({
    id,
    inputs: [{ var: "n", binding }],
    target: { case: "taskNode" as const, value: { reference } },
  });
  const promise = (nodeId: string): Bound => ({ value: { case: "promise", value: { nodeId, var: "m" } } });
  const { value } = int(from);
  const { template } = addTask("add");
  const spec = create(DynamicJobSpecSchema, {
    tasks: template ? [template] : [],
    nodes: [adds("dn0", value.case === "scalar" ? { value } : {}), adds("dn1", promise("dn0"))],
    outputs: [{ var: "m", binding: promise("dn1") }],
  });
  return toBinary(DynamicJobSpecSchema, spec);
}

/** A task with no SDK in it: it leaves the nodes it was given, as they are. */
const planner = (futures: Uint8Array) => `
tasks:
  plan:
    image: busybox:1.36
    outputs: { m: int }
    script: sleep 4; echo ${Buffer.from(futures).toString("base64")} | base64 -d > $OUTPUTS/futures.pb
workflows:
  planned:
    nodes:
      first: { task: plan }
    outputs:
      m: \${first.m}
`;

test("a task asks for nodes: they join the graph while it is watched, run, and give its outputs", async ({
  page,
  skein: { url },
}) => {
  const name = await launch(url, planner(twoAdditions(40)), "planned");
  await page.goto(executionUrl(url, name));
  await expectNode(page, "first", "Running");
  await expectNode(page, "dn0", "Succeeded");
  await expectNode(page, "dn1", "Succeeded");
  await expect(page.getByRole("button", { name: /^first, Dynamic, Succeeded/ })).toBeVisible();
  await page.goto(`${executionUrl(url, name)}?node=first`);
  const panel = page.getByRole("complementary", { name: "Node first" });
  await expect(panel).toContainText("Dynamic workflow");
  await expect(panel).toContainText("dynamic_first");

  const admin = adminOverGrpc(url);
  const id = { nodeId: "first", executionId: { ...scope, name } };
  const { compiledWorkflow } = await admin.getDynamicNodeWorkflow({ id });
  const nodes = compiledWorkflow?.primary?.template?.nodes.map((node) => node.id).sort();
  expect(nodes).toEqual(["dn0", "dn1", "end-node", "start-node"]);
  const { fullOutputs } = await admin.getExecutionData({ id: id.executionId });
  expect(fromLiteralMap(fullOutputs)).toEqual({ m: 42n });
});
