import { launchChromium } from "../e2e/support/browser.ts";
import { makeHome, removeHome, startServer } from "../e2e/support/server.ts";
import { benchGraphs } from "./console/graph.ts";
import { benchLoad } from "./console/load.ts";
import { benchFollow, benchLog } from "./console/logs.ts";
import { benchTable } from "./console/table.ts";
import { benchUpdates } from "./console/updates.ts";

/**
 * The built console in a real Chromium against a real server, each figure beside its budget. Sizes of what is loaded
 * are not here but in its tests (bundle.test.ts), which fail on them.
 *
 * @param parts load, graph (or 1000, 5000, 20000), table, log, follow, updates (1 minute) and updates-10 (ten); none
 *   means all but the last
 */
export async function benchConsole(parts: readonly string[]): Promise<void> {
  const home = makeHome();
  const server = await startServer(home);
  const browser = await launchChromium();
  const sizes = parts.filter((part) => /^\d+$/.test(part));
  const wants = (part: string) => parts.length === 0 || parts.includes(part);
  try {
    if (wants("load")) await benchLoad(browser, server);
    if (wants("graph") || sizes.length > 0) await benchGraphs(browser, server, sizes);
    if (wants("log")) await benchLog(browser, server);
    if (wants("follow")) await benchFollow(browser, server);
    if (wants("updates")) await benchUpdates(browser, server, 1);
    if (parts.includes("updates-10")) await benchUpdates(browser, server, 10);
    // Last: what it leaves is in every list.
    if (wants("table")) await benchTable(browser, server);
  } finally {
    await browser.close();
    await server.stop();
    await removeHome(home);
  }
}
