import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { Sameness } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, expect, test } from "vitest";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  execution,
  failing,
  int,
  literals,
  refusal,
  scope,
  succeeds,
  text,
} from "../testing/console-under-test.ts";
import { greeting } from "../testing/sources.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const run = async (name: string, title: string, version = "v1") => {
  const target = { resourceType: ResourceType.LAUNCH_PLAN, ...scope, name: "greeting", version };
  await console.client.launch({ ...scope, target, inputs: literals({ title: text(title), count: int(3) }), name });
  await console.ended(name);
};

const three = async () => {
  let isFailing = false;
  console = await consoleUnderTest((attempt) =>
    isFailing && attempt.template.id?.name === "greet" ? failing("no voice") : succeeds(attempt),
  );
  await console.register(greeting());
  await run("first", "skein");
  await run("second", "other");
  isFailing = true;
  await run("third", "skein");
};

test("nodes stand side by side, with what is not the same in them", async () => {
  await three();
  const { executions, nodes } = await console.client.compare({ executions: [execution("third"), execution("second")] });
  expect(executions.map((each) => [each.execution?.id?.name, each.error?.message])).toEqual([
    ["third", expect.stringContaining("no voice")],
    ["second", undefined],
  ]);
  const rows = nodes.map(({ path, inputs, outputs, spec, cells }) => [
    path,
    Sameness[inputs],
    Sameness[outputs],
    Sameness[spec],
    cells.map(({ summary }) => summary?.errorHead ?? "-"),
  ]);
  expect(rows).toEqual([
    ["start-node", "UNKNOWN", "DIFFERENT", "SAME", ["", ""]],
    ["end-node", "UNKNOWN", "UNKNOWN", "SAME", ["-", ""]],
    ["measure", "DIFFERENT", "SAME", "SAME", ["", ""]],
    ["greet", "SAME", "UNKNOWN", "SAME", [expect.stringContaining("no voice"), ""]],
  ]);
});

test("a view names the execution before it, and the last that succeeded", async () => {
  await three();
  await run("fourth", "skein");
  const named = async (name: string) => {
    const { previous, lastSuccess } = await console.view(name);
    return [previous?.name, lastSuccess?.name];
  };
  expect(await named("first")).toEqual([undefined, undefined]);
  expect(await named("third")).toEqual(["second", "second"]);
  expect(await named("fourth")).toEqual(["third", "second"]);
});

test("another version is compared by what its nodes say, not by what it is called", async () => {
  await three();
  await console.register(greeting("v2").replace("retries: 1", "retries: 2"));
  await run("newer", "skein", "v2");
  const { nodes } = await console.client.compare({ executions: [execution("newer"), execution("first")] });
  expect(
    nodes.filter(({ spec }) => spec === Sameness.DIFFERENT).map(({ path, specParts }) => [path, specParts]),
  ).toEqual([["measure", ["metadata.retries"]]]);
});

test("a node with another id is the same by its name, and who reads from it is not different for that", async () => {
  await three();
  const moved = greeting("v2")
    .replace("      measure:\n        task", "      gauge:\n        name: measure\n        task")
    .replace("measure.length", "gauge.length");
  await console.register(moved);
  await run("moved", "skein", "v2");
  const { nodes } = await console.client.compare({ executions: [execution("first"), execution("moved")] });
  expect(nodes.map(({ path, cells, spec }) => [path, cells.map((cell) => cell.path), Sameness[spec]])).toEqual([
    ["start-node", ["", ""], "SAME"],
    ["end-node", ["", ""], "SAME"],
    ["measure", ["", "gauge"], "SAME"],
    ["greet", ["", ""], "SAME"],
  ]);
  expect(nodes.find(({ path }) => path === "measure")?.cells.every(({ summary }) => summary !== undefined)).toBe(true);
});

test("what a node itself says is told as text where it differs", async () => {
  await three();
  await console.register(greeting("v2").replace("length: ${measure.length}", "length: 5"));
  await run("fixed", "skein", "v2");
  const { nodes } = await console.client.compare({ executions: [execution("first"), execution("fixed")] });
  const greet = nodes.find(({ path }) => path === "greet");
  expect(greet?.specParts).toContain("node.inputs");
  expect(greet?.cells.map(({ nodeJson }) => nodeJson.includes('"nodeId": "measure"'))).toEqual([true, false]);
});

test("after retries each attempt's error is told", async () => {
  let attempts = 0;
  console = await consoleUnderTest((attempt) => {
    if (attempt.template.id?.name !== "measure") return succeeds(attempt);
    attempts += 1;
    return attempts === 1 ? failing("no ruler") : succeeds(attempt);
  });
  await console.register(greeting());
  await run("retried", "skein");
  await run("at-once", "skein");
  const { nodes } = await console.client.compare({ executions: [execution("at-once"), execution("retried")] });
  const measure = nodes.find(({ path }) => path === "measure");
  expect(measure?.cells.map(({ attemptErrors }) => attemptErrors)).toEqual([
    [],
    [expect.stringContaining("no ruler"), ""],
  ]);
});

test("what cannot be compared is refused in words", async () => {
  await three();
  const compare = (...names: string[]) => refusal(console.client.compare({ executions: names.map(execution) }));
  expect(await compare("first")).toBe("InvalidArgument 1 executions were named; name two to four");
  expect(await compare("first", "gone")).toMatch(/^NotFound .*gone does not exist/);
});
