/** Decisions name places in the tree: they have to be there. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

test.each(globSync("docs/adr/*.md", { cwd: root }).sort())("%s names files that there are", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const named = [...text.matchAll(/`((?:apps|packages|e2e|docs|scripts|bench|examples)\/[^`\s]+)`/g)].map(
    ([, path]) => path,
  );
  expect(named.filter((path) => !existsSync(join(root, path ?? "")))).toEqual([]);
});
