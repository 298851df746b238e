import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Page } from "playwright";
import { consoleApi, launch, outcome, scope } from "../e2e/support/api.ts";
import { launchChromium } from "../e2e/support/browser.ts";
import { makeHome, removeHome, startServer } from "../e2e/support/server.ts";
import { percentile, report, round } from "./report.ts";

const ROUNDS = 4;
const NODES = 12;

/** What the page saw: when a node's box first carried a status. */
interface Sighting {
  readonly node: string;
  readonly status: string;
  readonly at: number;
}

/**
 * From a phase change as it is stored to its being in the page of a real Chromium: the same clock on both sides.
 *
 * A chain of short tasks, so that each change has a moment of its own. Running and Succeeded of every node count.
 */
export async function benchLive(): Promise<void> {
  const home = makeHome();
  const server = await startServer(home);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addInitScript(watchNodes);
    const latencies: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = await launch(server.url, chain, "live");
      await page.goto(`${server.url}/console/projects/${scope.project}/domains/${scope.domain}/executions/${name}`);
      await outcome(server.url, name);
      await page.getByRole("button", { name: new RegExp(`^n${NODES - 1}, Task, Succeeded`) }).waitFor();
      const opened = await page.evaluate(() => performance.timeOrigin);
      latencies.push(...(await compare(server.url, name, await sightingsOf(page), opened)));
    }
    report({
      bench: "live",
      p50Ms: round(percentile(latencies, 50), 0),
      p95Ms: round(percentile(latencies, 95), 0),
      worstMs: round(Math.max(...latencies), 0),
      changes: latencies.length,
    });
  } finally {
    await browser.close();
    await server.stop();
    await removeHome(home);
  }
}

const chain = `
tasks:
  short: { image: "busybox:1.36", script: sleep 0.3 }
workflows:
  live:
    nodes:
${Array.from({ length: NODES }, (_, n) => `      n${n}: { task: short${n === 0 ? "" : `, after: [n${n - 1}]`} }`).join("\n")}
`;

/** Changes from before the page stood are no measure of it: its first second is left out. */
async function compare(url: string, name: string, seen: readonly Sighting[], opened: number): Promise<number[]> {
  const view = await consoleApi(url).getExecution({ id: { ...scope, name } });
  const first = Math.min(...seen.map(({ at }) => at));
  return seen.flatMap(({ node, status, at }) => {
    const stored = view.nodes.find((each) => each.path === node);
    const moment = status === "Running" ? stored?.startedAt : stored?.endedAt;
    if (!moment || timestampMs(moment) < Math.max(first, opened + 1000)) return [];
    return [at - timestampMs(moment)];
  });
}

const sightingsOf = (page: Page): Promise<Sighting[]> =>
  page.evaluate(() => (Reflect.get(globalThis, "sightings") as Sighting[] | undefined) ?? []); // set by watchNodes

/** Runs in the page, before anything of it. */
function watchNodes(): void {
  const sightings: Sighting[] = [];
  Reflect.set(globalThis, "sightings", sightings);
  const known = new Set<string>();
  const look = () => {
    const at = Date.now();
    for (const box of document.querySelectorAll("button[data-path]")) {
      const node = box.getAttribute("data-path") ?? "";
      const status = /, (Running|Succeeded)\b/.exec(box.getAttribute("aria-label") ?? "")?.[1];
      if (status === undefined || known.has(`${node} ${status}`)) continue;
      known.add(`${node} ${status}`);
      sightings.push({ node, status, at });
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
}
