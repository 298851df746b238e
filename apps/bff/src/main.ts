/** The process: settings in, one Skein, signals, exit codes. Everything else is skein.ts. */
import { setFlagsFromString } from "node:v8";
import { Problem } from "@skein/spec/problem";
import { describeSettings, readConfig } from "./config.ts";
import { openSkein } from "./skein.ts";
import { stopTasks } from "./stop-tasks.ts";

// V8 lets its heap grow fourfold before it collects: a run of 200,000 nodes then holds twice the memory it needs.
setFlagsFromString("--heap-growing-percent=40");

const help = `npm start              serve the console and the API
npm run dev            the same, with the console in development mode
npm run stop-tasks     end the tasks a stopped Skein left running

Settings, from the environment:
${describeSettings()}`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--help")) {
    console.log(help);
    return;
  }
  const config = readConfig(process.env);
  if (args.includes("--stop-tasks")) {
    console.log(await stopTasks(config));
    return;
  }
  const skein = await openSkein(config, args.includes("--dev"));
  const url = `http://localhost:${skein.port}`;
  if (config.readyAsJson)
    console.log(JSON.stringify({ ready: true, port: skein.port, s3Port: skein.s3Port, pid: process.pid }));
  else console.log(`\nSkein serves ${url}${describeRecovered(skein.recovered)}`);

  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    // Whatever hangs, we are gone in five seconds; the next start takes up what was left.
    setTimeout(() => process.exit(1), 5000).unref();
    const running = await skein.close();
    if (running > 0)
      console.log(
        `${counted(running, "task")} left running without Skein, taken up at the next start; npm run stop-tasks ends them`,
      );
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

const describeRecovered = (executions: number): string =>
  executions === 0 ? "" : `; taken up where it was: ${counted(executions, "execution")}`;

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

main(process.argv.slice(2)).catch((reason: unknown) => {
  // A problem is a sentence for people; anything else is a bug and shows where.
  console.error(reason instanceof Problem ? reason.message : reason);
  process.exit(1);
});
