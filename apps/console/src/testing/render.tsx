import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render } from "@testing-library/react";
import { createMemoryRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { afterAll, vi } from "vitest";
import { emptyBasket } from "../basket/basket.ts";
import { clearNotices } from "../frame/notices/notices.ts";
import { LiveProvider } from "../live/live-context.ts";
import { basename } from "../paths.ts";
import { createQueryClient } from "../query-client.ts";
import { routes } from "../router.tsx";
import { replaceTransport } from "../transport.ts";
import { type ConsoleImpl, fakeTransport } from "./fake-console.ts";
import { FakeLive } from "./fake-live.ts";

// A screen is a chunk: the first test that shows it waits for its transformation.
configure({ asyncUtilTimeout: 40_000 });
vi.setConfig({ testTimeout: 120_000 });
// What the last test shows still has timers, and they need the DOM that goes next.
afterAll(cleanup);

/** The test's DOM has no workers: the graph keeps its first layout. */
class IdleWorker extends EventTarget {
  postMessage(): void {}
  terminate(): void {}
}
vi.stubGlobal("Worker", IdleWorker);

/** The whole console at a path, over a service that answers as told. Ends what an earlier test left. */
export function renderConsole(path: string, impl: ConsoleImpl, live = new FakeLive()) {
  cleanup();
  emptyBasket();
  clearNotices();
  localStorage.clear();
  replaceTransport(fakeTransport(impl));
  const queries = createQueryClient();
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, retry: false } });
  const router = createMemoryRouter(routes, { basename, initialEntries: [`${basename}${path}`] });
  const view = render(
    <LiveProvider value={live}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LiveProvider>,
  );
  return { ...view, router, live, queries };
}

/** A method that never answers: for the loading face. */
export const never = () => new Promise<never>(() => undefined);
