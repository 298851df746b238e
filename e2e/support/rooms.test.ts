/** The borders between the rooms bite: a cruiser that reads nothing passes too. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

function cruise(folder: string): Cruise {
  const config = join(root, ".dependency-cruiser.cjs");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, "--config", config, "--output-type", "json", "packages", "apps"],
    { cwd: folder, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  );
  if (!stdout.startsWith("{")) throw new Error(`The cruiser said no JSON: ${stdout.slice(0, 500)}${stderr}`);
  return JSON.parse(stdout);
}

let tree: string;
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "skein-rooms-"));
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(path: string, text: string): void {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** One crossing of each border, and an import that is allowed. */
const crossings: readonly (readonly [from: string, to: string, rule: string])[] = [
  ["packages/spec/src/a.ts", "packages/engine/src/x.ts", "spec-imports-only-its-own"],
  ["packages/compiler/src/a.ts", "packages/engine/src/x.ts", "compiler-imports-only-its-own"],
  ["packages/engine/src/a.ts", "apps/bff/src/x.ts", "engine-imports-only-its-own"],
  ["apps/bff/src/a.ts", "apps/console/src/flyte/x.ts", "bff-imports-only-its-own"],
  ["apps/console/src/a.ts", "apps/bff/src/x.ts", "console-imports-only-its-own"],
  ["apps/console/src/ui/a.ts", "apps/console/src/flyte/x.ts", "ui-knows-no-flyte"],
  ["apps/console/src/screens/one/a.ts", "apps/console/src/screens/two/x.ts", "screens-do-not-import-screens"],
];

test("every crossing of a border is caught, also by a type alone", () => {
  for (const [from, to] of crossings) {
    const up = "../".repeat(from.split("/").length - 1);
    write(from, `import type { X } from "${up}${to}";\nexport const a: X = 1;\n`);
    write(to, "export type X = number;\n");
  }
  write("packages/spec/src/reads.ts", 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n');
  write(
    "apps/bff/src/fine.ts",
    'import type { X } from "../../../packages/engine/src/x.ts";\nexport const a: X = 1;\n',
  );
  const found = cruise(tree).summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`);
  const expected = crossings.map(([from, to, rule]) => `${from} → ${to}: ${rule}`);
  expect(found.toSorted()).toEqual([...expected, "packages/spec/src/reads.ts → fs: packages/spec-is-pure"].toSorted());
}, 60_000);

test("the real tree is read, TypeScript and all", () => {
  const sources = cruise(root).modules.map(({ source }) => source);
  for (const expected of ["packages/spec/src/literal.ts", "packages/engine/src/step.ts", "apps/bff/src/skein.ts"])
    expect(sources).toContain(expected);
  expect(sources.filter((source) => source.endsWith(".tsx")).length).toBeGreaterThan(10);
}, 60_000);
