import type { MessageInitShape } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { BulkAction as Action, type StartBulkRequestSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AttemptSpec } from "../../runner/runner.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  endless,
  eventually,
  failing,
  refusal,
  scope,
} from "../testing/console-under-test.ts";

const sources = `version: v1
tasks:
  good: { image: "busybox:1.36", script: "true" }
  bad: { image: "busybox:1.36", script: "false" }
  long: { image: "busybox:1.36", script: sleep 99 }
workflows:
  good: { nodes: { n: { task: good } } }
  bad: { nodes: { n: { task: bad } } }
  long: { nodes: { n: { task: long } } }
`;
const script = ({ template }: AttemptSpec) => {
  if (template.id?.name === "long") return endless();
  return template.id?.name === "bad" ? failing("no") : { endsAfterMs: 1 };
};

let console: ConsoleUnderTest;
/** By workflow. */
let runs: Record<"good" | "bad" | "long", string>;
beforeEach(async () => {
  console = await consoleUnderTest(script);
  await console.register(sources);
  const [good, bad, long] = await Promise.all(["good", "bad", "long"].map((each) => console.launch(each)));
  runs = { good: good ?? "", bad: bad ?? "", long: long ?? "" };
  await Promise.all([console.ended(runs.good), console.ended(runs.bad)]);
});
afterEach(() => console.close());

const names = (...all: string[]) => ({ case: "names" as const, value: { names: all } });

const found = (text: string) => ({ case: "query" as const, value: { text } });
const tooMany = Array.from({ length: 10_001 }, (_, n) => `n${n}`);

/** As it is once it has finished. */
async function run(request: MessageInitShape<typeof StartBulkRequestSchema>) {
  const { id } = await console.client.startBulk({ ...scope, ...request });
  await eventually(async () => (await console.client.getBulk({ id })).finished);
  return console.client.getBulk({ id });
}
const list = async (query = "") => (await console.client.listExecutions({ ...scope, query })).executions;

test("aborts what goes on, with a reason, and says of the rest that it has ended", async () => {
  const job = await run({
    action: Action.ABORT,
    reason: "too slow",
    targets: names(runs.long, runs.good, runs.bad, "nowhere"),
  });
  expect(job).toMatchObject({ total: 4, done: 1, failed: 3, finished: true, cancelled: false });
  expect(job.failures.map(({ name, message }) => [name, message])).toEqual([
    [runs.good, "It has ended already: SUCCEEDED"],
    [runs.bad, "It has ended already: FAILED"],
    ["nowhere", expect.stringContaining("nowhere")],
  ]);
  const { execution } = await console.ended(runs.long);
  expect(execution?.phase).toBe(Phase.ABORTED);
});

test.each([
  ["relaunches all, also what goes on", Action.RELAUNCH, 3, 0],
  ["recovers what has failed", Action.RECOVER, 1, 2],
])("%s", async (_, action, done, failed) => {
  const job = await run({ action, targets: names(runs.good, runs.bad, runs.long) });
  expect(job).toMatchObject({ done, failed });
  const after = await list();
  expect(after).toHaveLength(3 + done);
  const before: readonly string[] = Object.values(runs);
  const added = after.flatMap(({ id }) => (id && !before.includes(id.name) ? [id.name] : []));
  expect(job.launched.map(({ launched }) => launched).sort()).toEqual(added.sort());
  expect(job.launched.every(({ name }) => before.includes(name))).toBe(true);
});

test("archives what a filter finds, and takes it back by the job", async () => {
  const archived = await run({ action: Action.ARCHIVE, targets: found("status:succeeded,failed") });
  expect(archived).toMatchObject({ total: 2, done: 2, failed: 0 });
  expect((await list()).map(({ id }) => id?.name)).toEqual([runs.long]);
  const undone = await run({ action: Action.UNARCHIVE, targets: { case: "doneOf", value: archived.id } });
  expect(undone).toMatchObject({ total: 2, done: 2 });
  expect(await list()).toHaveLength(3);
});

test("what could not be done is tried again alone", async () => {
  const first = await run({ action: Action.RECOVER, targets: names(runs.bad, runs.long) });
  expect(first).toMatchObject({ done: 1, failed: 1 });
  await console.client.terminate({ id: { ...scope, name: runs.long }, cause: "enough" });
  await console.ended(runs.long);
  const again = await run({ action: Action.RECOVER, targets: { case: "failedOf", value: first.id } });
  expect(again).toMatchObject({ total: 1, done: 1, failed: 0 });
});

test("one key starts one job, however often it is sent", async () => {
  const request = {
    ...scope,
    action: Action.RELAUNCH,
    targets: names(runs.good),
  };
  const [first, again, other] = [
    await console.client.startBulk({ ...request, idempotencyKey: "k1" }),
    await console.client.startBulk({ ...request, idempotencyKey: "k1" }),
    await console.client.startBulk({ ...request, idempotencyKey: "k2" }),
  ];
  expect(again.id).toBe(first.id);
  expect(other.id).not.toBe(first.id);
  await eventually(async () => (await console.client.getBulk({ id: other.id })).finished);
  expect(await list()).toHaveLength(5);
});

test("what a job did in one domain is not undone in another", async () => {
  const { id } = await run({ action: Action.ARCHIVE, targets: names(runs.good) });
  const call = console.client.startBulk({
    ...{ project: scope.project, domain: "production", action: Action.UNARCHIVE },
    targets: { case: "doneOf", value: id },
  });
  expect(await refusal(call)).toMatch(/^InvalidArgument The bulk job .* was of flytesnacks, development/);
});

test("a job that is cancelled stops, and what is done stays", async () => {
  const many = Array.from({ length: 5000 }, (_, n) => `nowhere-${n}`);
  const { id } = await console.client.startBulk({
    ...scope,
    action: Action.ARCHIVE,
    targets: names(runs.good, ...many),
  });
  const cancelled = await console.client.cancelBulk({ id });
  expect(cancelled.cancelled).toBe(true);
  await eventually(async () => (await console.client.getBulk({ id })).finished);
  const after = await console.client.getBulk({ id });
  expect(after.done + after.failed).toBeLessThan(after.total);
  expect(after.failures.length).toBeLessThanOrEqual(100);
  expect((await console.client.cancelBulk({ id })).finished).toBe(true);
});

test.each<[what: string, request: MessageInitShape<typeof StartBulkRequestSchema>, message: RegExp]>([
  ["no action", { targets: names("a") }, /InvalidArgument A bulk job needs an action/],
  ["no targets", { action: Action.ARCHIVE }, /InvalidArgument A bulk job needs executions/],
  ["a filter that finds none", { action: Action.ARCHIVE, targets: found("workflow:x") }, /needs executions/],
  ["too many", { action: Action.ARCHIVE, targets: names(...tooMany) }, /More than 10,000/],
  ["a job nobody knows", { action: Action.ARCHIVE, targets: { case: "failedOf", value: "x" } }, /NotFound There is no/],
  ["an unknown project", { project: "nowhere", action: Action.ARCHIVE, targets: names("a") }, /nowhere/],
])("with %s it is refused", async (_, request, message) => {
  expect(await refusal(console.client.startBulk({ ...scope, ...request }))).toMatch(message);
});

test("a job that nobody knows is not found", async () => {
  expect(await refusal(console.client.getBulk({ id: "x" }))).toMatch(
    /^NotFound There is no bulk job x; a restart forgets/,
  );
});
