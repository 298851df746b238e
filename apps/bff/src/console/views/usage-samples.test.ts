import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { MatchingAttributesSchema } from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import { SpecChange_Layer as Layer } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, expect, test } from "vitest";
import { updateAttributes } from "../../admin/matchable-attributes.ts";
import { writeUsage } from "../../runner/usage-file.ts";
import type { UsageSeries } from "../../runner/usage-series.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  endless,
  eventually,
  execution,
  refusal,
  scope,
} from "../testing/console-under-test.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const source = `version: v1
tasks:
  make:
    image: busybox:1.36
    outputs: { n: int }
    resources: { cpu: { request: 500m, limit: "2" }, memory: 64Mi }
    env: { MODE: slow }
    script: echo 7 > "$OUTPUTS/n"
  rest:
    image: busybox:1.36
    script: "true"
workflows:
  made:
    nodes:
      make: { task: make, resources: { memory: 128Mi }, image: "busybox:other" }
      rest: { task: rest }
    outputs: { n: "\${make.n}" }
`;

function setForAll(target: MessageInitShape<typeof MatchingAttributesSchema>["target"]) {
  updateAttributes(
    console.db,
    { ...scope, workflow: "" },
    create(MatchingAttributesSchema, target ? { target } : {}),
    0,
  );
}

const start = 1_700_000_000_000;
const series: UsageSeries = {
  startedAt: start,
  intervalMs: 1000,
  points: [
    { at: start + 1000, cpuSeconds: 0.5, memoryBytes: 3000 },
    { at: start + 2000, cpuSeconds: 2.5, memoryBytes: 2000 },
    { at: start + 2500, cpuSeconds: 2.5, memoryBytes: undefined },
  ],
};

const sourceOf = (name: string, nodeId = "make", attempt = 0) => ({ execution: execution(name), nodeId, attempt });
const samples = (name: string, nodeId?: string) => console.client.getUsageSamples({ source: sourceOf(name, nodeId) });

async function keep(name: string): Promise<void> {
  const path = console.logs.pathOf({ ...scope, execution: name, node: "make", attempt: 0 });
  mkdirSync(dirname(path), { recursive: true });
  await writeUsage(path, series);
}

test("what an attempt used over time stands beside what it was given, and its peaks", async () => {
  console = await consoleUnderTest();
  await console.register(source);
  const name = await console.launch("made");
  await console.ended(name);
  await keep(name);
  const answer = await samples(name);
  expect(answer.samples.map(({ fromMs, toMs, cpu, memoryBytes }) => [fromMs, toMs, cpu, memoryBytes])).toEqual([
    [0n, 1000n, 0.5, 3000n],
    [1000n, 2000n, 2, 2000n],
    [2000n, 2500n, 0, undefined],
  ]);
  expect(answer).toMatchObject({
    resources: { path: "make", cpuRequest: 0.5, cpuLimit: 2, memoryLimitBytes: 128n * 2n ** 20n },
    cpuSeconds: 2.5,
    peakMemoryBytes: 3000n,
    peakCpu: 2,
    measured: true,
    complete: true,
  });
  expect(answer.startedAt && timestampMs(answer.startedAt)).toBe(start);
});

test("while it runs there is more to come; of a host without figures it is said why there are none", async () => {
  console = await consoleUnderTest(endless);
  await console.register(source);
  const name = await console.launch("made");
  await eventually(async () => (await console.view(name)).nodes.some(({ attempts }) => attempts[0]?.startedAt));
  expect(await samples(name)).toMatchObject({
    measured: false,
    notMeasured: "The first figures come about a second after the start.",
    complete: false,
  });
  await keep(name);
  expect(await samples(name)).toMatchObject({ measured: true, complete: false });

  await console.client.terminate({ id: execution(name), cause: "enough" });
  await console.ended(name);
  expect((await samples(name, "rest")).notMeasured).toMatch(/^This host gives no figures: /);
});

test("what is none has no figures", async () => {
  console = await consoleUnderTest();
  await console.register(source);
  const name = await console.launch("made");
  await console.ended(name);
  expect((await samples(name, "start-node")).notMeasured).toBe("Nothing of it runs in a container.");
  expect(await refusal(samples(name, "nobody"))).toMatch(/^NotFound Node nobody .* has not started/);
  const fifth = console.client.getUsageSamples({ source: sourceOf(name, "make", 5) });
  expect(await refusal(fifth)).toMatch(/^NotFound .* has no attempt 5/);
  expect(await refusal(console.client.getUsageSamples({}))).toMatch(/^NotFound/);
});

test("what the node, the launch and the project say otherwise than the task is told, and by whom", async () => {
  console = await consoleUnderTest();
  await console.register(source);
  setForAll({
    case: "taskResourceAttributes",
    value: { defaults: { cpu: "250m", memory: "96Mi" }, limits: { cpu: "1", memory: "1Gi" } },
  });
  setForAll({
    case: "workflowExecutionConfig",
    value: {
      interruptible: true,
      envs: {
        values: [
          { key: "MODE", value: "fast" },
          { key: "AWS_SECRET_ACCESS_KEY", value: "hush" },
        ],
      },
    },
  });
  const name = await console.launch("made");
  await console.ended(name);
  const changes = async (path: string) =>
    (await console.client.getNode({ execution: execution(name), path })).specChanges.map(
      ({ layer, field, before, after }) => [Layer[layer], field, before, after],
    );
  expect(await changes("make")).toEqual([
    ["NODE", "container.image", "busybox:1.36", "busybox:other"],
    ["NODE", "container.resources.requests.memory", "64Mi", "128Mi"],
    ["NODE", "container.resources.limits.memory", "64Mi", "128Mi"],
    ["LAUNCH", "container.env.MODE", "slow", "fast"],
    ["LAUNCH", "metadata.interruptible", "", "true"],
    ["PROJECT_LIMIT", "container.resources.limits.cpu", "2", "1"],
  ]);
  expect(await changes("rest")).toEqual([
    ["LAUNCH", "container.env.MODE", "", "fast"],
    ["LAUNCH", "metadata.interruptible", "", "true"],
    ["PROJECT_DEFAULT", "container.resources.requests.cpu", "", "250m"],
    ["PROJECT_DEFAULT", "container.resources.limits.cpu", "", "250m"],
    ["PROJECT_DEFAULT", "container.resources.requests.memory", "", "96Mi"],
    ["PROJECT_DEFAULT", "container.resources.limits.memory", "", "96Mi"],
  ]);
  expect((await samples(name)).resources).toMatchObject({ cpuRequest: 0.5, cpuLimit: 1 });
  expect((await samples(name, "rest")).resources).toMatchObject({
    cpuRequest: 0.25,
    memoryLimitBytes: 96n * 2n ** 20n,
  });
});

test("a task that is run as it was registered is changed by nobody", async () => {
  console = await consoleUnderTest();
  await console.register(source);
  const name = await console.launch("made");
  await console.ended(name);
  const { specChanges } = await console.client.getNode({ execution: execution(name), path: "rest" });
  expect(specChanges).toEqual([]);
});
