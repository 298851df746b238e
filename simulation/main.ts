// `npm run simulate -- --seeds N --from S`: as many random cases as one likes, through the engine in a world where
// things go wrong; with --loop through the run loop and a real store too. Ends with one line; a seed that fails is made small and printed, with the line that plays it again.
import { parseArgs } from "node:util";
import { playSeeds } from "@skein/engine/testing/seeds";
import { simulate } from "@skein/engine/testing/simulate";
import { simulateLoop } from "../apps/bff/src/run-loop/testing/simulate-loop.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "0" },
    loop: { type: "boolean", default: false },
  },
});
const seeds = parseCount("seeds", values.seeds);
const from = parseCount("from", values.from);
const begun = performance.now();
const { failure } = await playSeeds(from, seeds, values.loop ? simulateLoop : (each) => simulate(each));
if (failure === undefined) {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${seeds} seeds from ${from} hold (${seconds} s)`);
} else {
  console.error(failure);
  process.exitCode = 1;
}

function parseCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new Error(`--${name} is a whole number, not ${text}.`);
  return count;
}
