/**
 * Figures, as JSON lines: `npm run bench`, or `npm run bench -- start overhead live console compiler s3 api flytekit orchestration`.
 *
 * Some have parts: `orchestration/fan` is one of them.
 *
 * Machines are noisy: what matters is a ratio to a baseline measured in the same run.
 */
import { benchApi } from "./api.ts";
import { benchCompiler } from "./compiler.ts";
import { benchConsole } from "./console.ts";
import { benchFlytekit } from "./flytekit.ts";
import { benchLive } from "./live.ts";
import { benchOrchestration } from "./orchestration.ts";
import { benchOverhead } from "./overhead.ts";
import { benchS3 } from "./s3.ts";
import { benchStart } from "./start.ts";

const benches: Readonly<Record<string, (parts: readonly string[]) => Promise<void>>> = {
  start: benchStart,
  overhead: benchOverhead,
  live: benchLive,
  console: benchConsole,
  compiler: benchCompiler,
  s3: benchS3,
  api: benchApi,
  flytekit: benchFlytekit,
  orchestration: benchOrchestration,
};

const wanted = process.argv.slice(2).map((name) => name.split("/") as [string, ...string[]]); // split gives one at least
const unknown = wanted.filter(([name]) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.`);
  process.exitCode = 1;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    const parts = wanted.filter(([each]) => each === name);
    if (wanted.length === 0 || parts.length > 0) await bench(parts.flatMap(([, ...rest]) => rest));
  }
}
