/**
 * `test` with a Skein beside it. Journeys that need no home of their own share one server per worker: they use names
 * of their own, and starting a process for each would be most of the time.
 */
import { test as base } from "@playwright/test";
import { makeHome, removeHome, type Server, startServer } from "./server.ts";

// biome-ignore lint/complexity/noBannedTypes: Playwright's way to say that there is nothing per test
export const test = base.extend<{}, { skein: Server }>({
  skein: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern to see what is needed
    async ({}, use) => {
      const home = makeHome();
      const server = await startServer(home, { SKEIN_LOG: "debug" });
      await use(server);
      await server.stop();
      await removeHome(home);
    },
    { scope: "worker" },
  ],
});
