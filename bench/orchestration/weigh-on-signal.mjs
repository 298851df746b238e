// Loaded by --import into a server under measure (weigh.ts): on SIGUSR2 it collects its garbage and says what it weighs.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
process.on("SIGUSR2", () => {
  const { user, system } = process.cpuUsage();
  const peak = process.resourceUsage().maxRSS * 1024;
  // This kind gives pages back to the system too; else what was in use at the peak seems to be in use still.
  for (let round = 0; round < 2; round += 1) collect({ type: "major", execution: "sync", flavor: "last-resort" });
  const figures = { cpuSeconds: (user + system) / 1e6, peakBytes: peak, bytes: process.memoryUsage.rss() };
  process.stderr.write(`weighed ${JSON.stringify(figures)}\n`);
});
