// Makes sure of a Chromium for the journeys: Debian's own where we may install it, Playwright's elsewhere.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { environment, root } from "./install.mjs";
import { during, run } from "./progress.mjs";
import { canInstallSystemPackages, installSystemPackages } from "./system.mjs";

/** Resolves to the environment the journeys need: SKEIN_CHROMIUM names the binary, unless it is Playwright's. */
export async function ensureBrowser(node) {
  const found = systemChromium();
  if (found) return { SKEIN_CHROMIUM: found };
  if (canInstallSystemPackages()) {
    await installSystemPackages("chromium");
    const installed = systemChromium();
    if (installed) return { SKEIN_CHROMIUM: installed };
  }
  await during("Installing Playwright's Chromium", () =>
    run(node, [join(root, "node_modules/playwright/cli.js"), "install", "chromium"], { env: environment }),
  );
  return {};
}

const systemChromium = () =>
  [process.env.SKEIN_CHROMIUM, "/usr/bin/chromium"].find((path) => path !== undefined && existsSync(path));
