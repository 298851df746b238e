/** docs/authoring.md is true: what it shows is read and compiled without a finding, what it lists is there. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { authoringJsonSchema } from "@skein/spec/authoring/schema";
import { parseLiteralType } from "@skein/spec/literal-type";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  fileOf,
  literals,
  refusal,
  scope,
  text as words,
} from "./testing/console-under-test.ts";

const text = readFileSync(fileURLToPath(new URL("../../../../docs/authoring.md", import.meta.url)), "utf8");
const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
const [whole = "", ...others] = blocks;
const section = (title: string) => text.split(`## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
/** The code in the first column of a section's table. */
const firstColumn = (title: string) =>
  section(title)
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...(line.split(/(?<!\\)\|/)[1] ?? "").matchAll(/`([^`]+)`/g)])
    .map((code) => (code[1] ?? "").replaceAll("\\|", "|"));

let console: ConsoleUnderTest;
beforeAll(async () => {
  console = await consoleUnderTest();
});
afterAll(() => console.close());

test("the whole file registers as it stands, with nothing to remark", async () => {
  const answer = await console.client.register({ ...scope, files: [fileOf("word-list.yaml", whole)] });
  expect(answer.diagnostics).toEqual([]);
  expect(answer.registered).toBe(true);
});

test.each(others.map((block) => [block.trim().split("\n").slice(0, 2).join(" "), block]))(
  "what begins with %s registers beside it",
  async (_, block) => {
    const answer = await console.client.register({ ...scope, files: [fileOf("block.yaml", block)] });
    expect(answer.diagnostics).toEqual([]);
    expect(answer.registered).toBe(true);
  },
);

test("every type in the table is one", () => {
  const types = firstColumn("Types");
  expect(types.length).toBeGreaterThan(15);
  for (const each of types) expect([each, parseLiteralType(each).problem]).toEqual([each, undefined]);
});

test("the tables of keys name what the form has, and all of it", () => {
  const schema = JSON.parse(JSON.stringify(authoringJsonSchema()));
  const keysOf = (name: string) => Object.keys(schema.$defs[name].properties);
  const written = new Set([...section("Tasks").matchAll(/`([A-Za-z]+)`/g)].map((match) => match[1]));
  for (const key of keysOf("task").filter((each) => each !== "description")) expect(written).toContain(key);
  const nodes = section("Nodes");
  for (const key of keysOf("node")) expect(nodes).toMatch(new RegExp(`\\b${key}\\b`));
  const plans = section("Launch plans");
  for (const key of keysOf("launchPlan")) expect(plans).toMatch(new RegExp(`\\b${key}\\b`));
});

test("what it shows launches", async () => {
  const call = console.launch("with_decisions", literals({ text: words("a b") }));
  expect(await refusal(call)).toBe("OK");
});
