// Says what is being done and how long it took; shows a command's own output only when it fails.
// On standard error: standard output belongs to the command that runs afterwards.
import { spawn } from "node:child_process";

const isTerminal = process.stderr.isTTY === true;

/** Runs one piece of work under a line of its own: "› Installing packages … 12 s". */
export async function during(what, work) {
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  if (isTerminal) process.stderr.write(`› ${what} …`);
  else console.error(`› ${what} …`);
  const ticking = setInterval(
    () => {
      if (isTerminal) process.stderr.write(`\r› ${what} … ${seconds()}`);
      else if (Date.now() - began > 20_000) console.error(`  ${what}: ${seconds()} so far`);
    },
    isTerminal ? 1000 : 20_000,
  );
  try {
    const result = await work();
    if (isTerminal) process.stderr.write(`\r✓ ${what}, ${seconds()}\u001b[K\n`);
    else if (Date.now() - began > 1000) console.error(`✓ ${what}, ${seconds()}`);
    return result;
  } catch (reason) {
    if (isTerminal) process.stderr.write(`\r✗ ${what}\u001b[K\n`);
    throw reason;
  } finally {
    clearInterval(ticking);
  }
}

/** Runs a command to its end and resolves to what it printed; a failure carries the last lines of it. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (cause) => reject(new Error(`${command} cannot be started: ${cause.message}`, { cause })));
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(output);
      const tail = output.trimEnd().split("\n").slice(-30).join("\n");
      reject(new Error(`${command} ${args.join(" ")} ended with ${signal ?? code}\n${tail}`));
    });
  });
}

/** Runs a command with our own terminal and resolves to its exit code. */
export function attached(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    // The child is in our process group and gets Ctrl-C itself; a signal sent to us alone is passed on.
    const passOn = (signal) => child.kill(signal);
    process.on("SIGTERM", passOn);
    process.on("SIGINT", () => {});
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGTERM", passOn);
      resolve(code ?? (signal === "SIGINT" ? 130 : 143));
    });
  });
}
