// `npm test`: everything that shows the tree to be right, ending with one line: "N passed, N failed".
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensureEngine, ensureImage } from "./engine.mjs";
import { buildConsole, environment, root } from "./install.mjs";
import { attached } from "./progress.mjs";

const results = join(root, "e2e/results");
const vitest = "node_modules/vitest/vitest.mjs";

/** One row per part: its command and, where it counts tests itself, the report to read them from. */
const parts = [
  { name: "types", script: "node_modules/typescript/bin/tsc", args: ["--noEmit"] },
  { name: "style", script: "node_modules/@biomejs/biome/bin/biome", args: ["check", "--error-on-warnings", "."] },
  { name: "unused", script: "node_modules/knip/bin/knip.js", args: [] },
  {
    name: "rooms",
    script: "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
    args: ["--config", ".dependency-cruiser.cjs", "packages", "apps"],
  },
  { name: "unit", script: vitest, args: ["run"], report: "vitest" },
  {
    name: "docker",
    script: vitest,
    args: ["run", "--config", "vitest.docker.config.ts"],
    report: "vitest",
    needsEngine: true,
  },
  {
    name: "journeys",
    script: "node_modules/@playwright/test/cli.js",
    args: ["test", "--config", "e2e/playwright.config.ts"],
    report: "playwright",
    needsEngine: true,
  },
];

/** @param only names of parts; none means all. Resolves to the exit code */
export async function prove(node, only) {
  const chosen = parts.filter((part) => only.length === 0 || only.includes(part.name));
  if (chosen.length === 0) throw new Error(`There are these parts: ${parts.map((part) => part.name).join(", ")}`);
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });

  const needsEngine = chosen.some((part) => part.needsEngine);
  const trouble = needsEngine ? (await ensureEngine({ forTests: true })) || (await ensureImage()) : "";
  const browser = chosen.some((part) => part.name === "journeys") ? await ensureBrowser(node) : {};
  if (chosen.some((part) => part.name === "journeys")) await buildConsole(node);

  let passed = 0;
  let failed = 0;
  for (const part of chosen) {
    console.log(`\n── ${part.name}`);
    if (part.needsEngine && trouble) {
      console.error(trouble);
      failed += 1;
      continue;
    }
    const file = join(results, `${part.name}.json`);
    const code = await attached(node, [join(root, part.script), ...part.args, ...reporters(part.report, file)], {
      cwd: root,
      env: { ...environment, ...browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    });
    const counted = count(part.report, file, code);
    passed += counted.passed;
    failed += counted.failed;
    if (code !== 0) console.error(`✗ ${part.name} failed`);
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function reporters(report, file) {
  if (report === "vitest") return ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return report === "playwright" ? ["--reporter=list,json"] : [];
}

// A runner that failed without a failed test (a crash, no report, nothing run) counts as one failure.
function count(report, file, code) {
  const own = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  if (!report) return own;
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const json = JSON.parse(readFileSync(file, "utf8"));
  const counted =
    report === "vitest"
      ? { passed: json.numPassedTests, failed: json.numFailedTests }
      : { passed: json.stats.expected, failed: json.stats.unexpected + json.stats.flaky };
  if (counted.passed + counted.failed === 0 || (code !== 0 && counted.failed === 0)) counted.failed += 1;
  return counted;
}
