/** The files under examples/, which the first-run screen offers. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSpecs } from "../specs.ts";
import { nothingRegistered } from "./registered.ts";
import { target } from "./testdata/read-text.ts";

const folder = new URL("../../../../examples/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const read = (name: string) => ({ name, content: readFileSync(new URL(name, folder)) });

test("there are at least six, and the README lists them all", () => {
  expect(names.length).toBeGreaterThanOrEqual(6);
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  for (const name of names) expect(readme).toContain(`[${name}](${name})`);
});

test.each(names)("%s lowers without findings, on busybox alone, with a title and a description", (name) => {
  const { entities, diagnostics } = readSpecs([read(name)], target, nothingRegistered);
  expect(diagnostics).toEqual([]);
  expect(entities.filter((each) => each.kind === "workflow").length).toBeGreaterThan(0);
  for (const entity of entities) {
    const container = entity.kind === "task" ? entity.spec.template?.target : undefined;
    // What has no container runs in Skein itself.
    if (container?.case) expect(container).toMatchObject({ case: "container", value: { image: "busybox:1.36" } });
  }
  const text = new TextDecoder().decode(read(name).content);
  expect(text).toMatch(/^# [^\n]+\n#\n(?:# [^\n]+\n)+\n/);
  const description = text.split("\n").slice(2).join("\n").split("\n\n")[0] ?? "";
  expect(description.match(/\.(?:\s|$)/g)).toHaveLength(2);
});

test("together they are registered without clashes, and their versions follow their content", () => {
  const once = readSpecs(names.map(read), target, nothingRegistered);
  const again = readSpecs(names.toReversed().map(read), target, nothingRegistered);
  expect(once.diagnostics).toEqual([]);
  const ids = (result: typeof once) =>
    result.entities.map((each) => `${each.kind} ${each.id.name} ${each.id.version}`).sort();
  expect(ids(again)).toEqual(ids(once));
});
