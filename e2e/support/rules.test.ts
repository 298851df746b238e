/** Every section of execution.md that has rules has tests that carry its number. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

const sections = [
  ...["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10"],
  ...["2.1", "2.2", "2.3", "2.4", "2.5"],
  ...["3.1", "3.2", "3.3", "3.4", "3.6"],
  ...["4.1", "4.2", "4.3", "4.4", "4.5", "4.6"],
  ...["5.1", "5.2", "5.3", "5.4", "6.1", "6.2", "7", "8", "9.1", "9.2"],
];

const titles = globSync(["packages/*/src/**/*.test.ts", "apps/bff/src/**/*.test.ts", "e2e/journeys/*.spec.ts"], {
  cwd: root,
})
  .flatMap((file) => readFileSync(join(root, file), "utf8").split("\n"))
  // A title stands on the line of its call, or where a table ends.
  .filter((line) => /\b(?:test|it|describe)\(|^\s*(?:\]( as const)?)?\)?\(?"|^\]/.test(line));

test.each(sections)("§%s has a test", (section) => {
  const named = new RegExp(`§${section.replace(".", "\\.")}(?![\\d.]\\d*\\d)(?!\\d)`);
  expect(titles.filter((title) => named.test(title))).not.toEqual([]);
});
