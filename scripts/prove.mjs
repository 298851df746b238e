// `npm test`: everything that shows the tree to be right, ending with one line: "N passed, N failed".
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensureEngine, ensureImage } from "./engine.mjs";
import { ensureFlytekitImage } from "./flytekit-image.mjs";
import { buildConsole, environment, root } from "./install.mjs";
import { attached } from "./progress.mjs";
import { ensureFlytekit, PyPiUnreachable } from "./python.mjs";

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
    name: "flytekit",
    folder: "e2e/flytekit",
    args: ["-m", "pytest"],
    report: "pytest",
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
    const flytekit = part.name === "flytekit" ? await prepareFlytekit() : { python: "" };
    if (flytekit.trouble) {
      console.error(`${flytekit.isSkipped ? "skipped" : "✗ not run"}: ${flytekit.trouble}`);
      if (!flytekit.isSkipped) failed += 1;
      continue;
    }
    const file = join(results, `${part.name}.json`);
    const [command, first] = part.script ? [node, [join(root, part.script)]] : [flytekit.python, []];
    const code = await attached(command, [...first, ...part.args, ...reporters(part.report, file)], {
      cwd: join(root, part.folder ?? "."),
      env: { ...environment, ...browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file, SKEIN_NODE: node },
    });
    const counted = count(part.report, file, code);
    passed += counted.passed;
    failed += counted.failed;
    if (code !== 0) console.error(`✗ ${part.name} failed`);
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** What the flytekit tests need comes from PyPI: without it they are left out, except where all must have run. */
async function prepareFlytekit() {
  try {
    const python = await ensureFlytekit();
    await ensureFlytekitImage();
    return { python };
  } catch (reason) {
    const isSkipped = reason instanceof PyPiUnreachable && !process.env.CI;
    return { trouble: reason instanceof Error ? reason.message : String(reason), isSkipped };
  }
}

function reporters(report, file) {
  if (report === "pytest") return [`--junitxml=${file}`];
  if (report === "vitest") return ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return report === "playwright" ? ["--reporter=list,json"] : [];
}

// A runner that failed without a failed test (a crash, no report, nothing run) counts as one failure.
function count(report, file, code) {
  const own = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  if (!report) return own;
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const counted = numbers[report](readFileSync(file, "utf8"));
  if (counted.passed + counted.failed === 0 || (code !== 0 && counted.failed === 0)) counted.failed += 1;
  return counted;
}

/** What each report says of its tests. */
const numbers = {
  vitest(text) {
    const json = JSON.parse(text);
    return { passed: json.numPassedTests, failed: json.numFailedTests };
  },
  playwright(text) {
    const { stats } = JSON.parse(text);
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  },
  // JUnit's XML. A test that skips itself did not pass.
  pytest(text) {
    const [tests, ...others] = ["tests", "failures", "errors", "skipped"].map((name) =>
      Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0),
    );
    const failed = others.reduce((sum, each) => sum + each, 0);
    return { passed: tests - failed, failed };
  },
};
