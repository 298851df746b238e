import { makeHome, removeHome, startServer } from "../e2e/support/server.ts";
import { baseline, type Call, callsTo, runOriginals } from "./api/calls.ts";
import { writeHistory } from "./api/history.ts";
import { latenciesOf } from "./api/latencies.ts";
import { median, percentile, report, round } from "./report.ts";

const EXECUTIONS = 200_000;
const SIZE = { workflows: 10, nodes: 1000 };
/** Calls that are measured, for each number of them under way at once. */
const ROUNDS: ReadonlyMap<number, number> = new Map([
  [1, 200],
  [16, 640],
]);

/**
 * What calls of the API take in a home of 200,000 executions: the real process, over gRPC; the console's own over
 * Connect. The client is this process, on the same cores. Beside each stands the least a call takes, asked before it.
 *
 * @param wanted beginnings of names of calls; none means all
 */
export async function benchApi(wanted: readonly string[] = []): Promise<void> {
  const home = makeHome();
  try {
    const first = await startServer(home);
    const originals = await runOriginals(first, SIZE);
    await first.stop();
    writeHistory(home, originals, EXECUTIONS);
    const server = await startServer(home);
    try {
      const least = baseline(server);
      for (const call of callsTo(server))
        if (wanted.length === 0 || wanted.some((each) => call.name.startsWith(each))) await measure(call, least);
    } finally {
      await server.stop();
    }
  } finally {
    await removeHome(home);
  }
}

async function measure(call: Call, least: Call): Promise<void> {
  for (const [concurrency, count] of ROUNDS) {
    const base = median((await latenciesOf(least, concurrency, count)).milliseconds);
    const { milliseconds, answered } = await latenciesOf(call, concurrency, count);
    const p50 = median(milliseconds);
    const p99 = percentile(milliseconds, 99);
    report({
      bench: "api",
      call: call.name,
      concurrency,
      p50Ms: round(p50),
      p99Ms: round(p99),
      ...(call.aim.percentile === 50 && concurrency === 1 && { aimP50Ms: call.aim.milliseconds }),
      ...(call.aim.percentile === 99 && { aimP99Ms: call.aim.milliseconds }),
      p50ToLeast: round(p50 / base, 1),
      leastP50Ms: round(base),
      answered,
      calls: milliseconds.length,
    });
  }
}
