import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { makeHome, removeHome } from "../e2e/support/server.ts";
import { median, report, round } from "./report.ts";

const RUNS = 5;
const bootstrap = fileURLToPath(new URL("../scripts/bootstrap.mjs", import.meta.url));

/** From the command to a healthy answer, everything installed and built: the second and later `npm start`. */
export async function benchStart(): Promise<void> {
  const home = makeHome();
  const port = 30480;
  try {
    const times: number[] = [];
    // The first one makes the home and is not counted.
    for (let run = 0; run <= RUNS; run += 1) {
      const took = await startOnce(home, port);
      if (run > 0) times.push(took);
    }
    report({ bench: "start", medianMs: round(median(times), 0), worstMs: round(Math.max(...times), 0), runs: RUNS });
  } finally {
    await removeHome(home);
  }
}

async function startOnce(home: string, port: number): Promise<number> {
  const began = performance.now();
  const server = spawn(process.execPath, [bootstrap, "start"], {
    stdio: "ignore",
    env: {
      ...process.env,
      SKEIN_HOME: home,
      SKEIN_PORT: String(port),
      SKEIN_S3_PORT: "0",
      SKEIN_DOCKER_NETWORK: "none",
    },
  });
  try {
    for (;;) {
      if (server.exitCode !== null) throw new Error(`Skein ended with ${server.exitCode} before it was healthy`);
      const answer = await fetch(`http://localhost:${port}/healthz`).catch(() => undefined);
      if (answer?.ok) return performance.now() - began;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    await ended;
  }
}
