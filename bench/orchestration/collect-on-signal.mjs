// Loaded by --import into a server under measure (figures-of-process.ts): collects its garbage on SIGUSR2.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
process.on("SIGUSR2", () => {
  for (let round = 0; round < 4; round += 1) collect();
  process.stderr.write("collected\n");
});
