import "../tokens.css";
import { create } from "@bufbuild/protobuf";
import { timestampNow } from "@bufbuild/protobuf/wkt";
import { RunnerStatus_State, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { LiveProvider } from "../live/live-context.ts";
import { createQueryClient } from "../query-client.ts";
import { createRouter } from "../router.tsx";
import { replaceTransport } from "../transport.ts";
import { emptyConsole, fakeTransport, seededConsole } from "./fake-console.ts";
import { FakeLive } from "./fake-live.ts";
import { seedExecution } from "./seed-executions.ts";
import { longConsole } from "./seed-long.ts";

// The whole console over seeded data, for looking at its screens: `vite --config vite.fake.config.ts`.
// `?seed=empty` shows an empty project, `?seed=long` long texts, `?seed=down` a server that does not answer,
// `?seed=norunner` no engine.
const seed = new URLSearchParams(location.search).get("seed") ?? sessionStorage.getItem("seed") ?? "full";
sessionStorage.setItem("seed", seed);
const full = seededConsole();
const failing = () => {
  throw new Error("The store did not answer in 5 s");
};
const impls = {
  full,
  empty: emptyConsole,
  long: longConsole,
  down: { ...full, listExecutions: failing, listWorkflows: failing, getWorkflow: failing, getLaunchForm: failing },
  norunner: {
    ...full,
    getStatus: () => ({
      version: "0.1.0",
      runner: {
        state: RunnerStatus_State.UNAVAILABLE,
        message: "Docker does not answer at /var/run/docker.sock. Start it with `sudo systemctl start docker`.",
      },
    }),
  },
};
replaceTransport(fakeTransport(impls[Object.hasOwn(impls, seed) ? (seed as keyof typeof impls) : "full"])); // checked just before
const live = new FakeLive();
let index = 200;
if (location.search.includes("moving")) {
  setInterval(() => {
    index += 1;
    live.send(
      "executions",
      create(WatchMessageSchema, {
        sequence: BigInt(index),
        serverTime: timestampNow(),
        kind: { case: "executions", value: { executions: [seedExecution(index, Date.now() + 40_000)] } },
      }),
    );
  }, 1500);
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <LiveProvider value={live}>
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={createRouter()} />
      </QueryClientProvider>
    </LiveProvider>,
  );
}
