/**
 * One Skein as a user runs it: the real process on free ports with a home of its own.
 *
 * Journeys and crash tests talk to it over HTTP alone. `kill` is `kill -9`; starting again on the same home is what
 * a user does after it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { removeContainersOf } from "./engine.ts";
import { homeIdOf } from "./home.ts";

const main = fileURLToPath(new URL("../../apps/bff/src/main.ts", import.meta.url));

export interface Server {
  readonly url: string;
  readonly port: number;
  readonly s3Port: number;
  readonly home: string;
  readonly pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** SIGTERM, and wait for the end. Resolves to the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, and wait for the end. */
  kill(): Promise<void>;
}

/** A home that does not exist yet; remove it with `removeHome`. */
export const makeHome = (): string => mkdtempSync(join(tmpdir(), "skein-e2e-"));

/** With what its containers left: a server that is stopped early leaves them to its next start, which never comes. */
export async function removeHome(home: string): Promise<void> {
  if (existsSync(join(home, "skein.db"))) await removeContainersOf(homeIdOf(home));
  rmSync(home, { recursive: true, force: true });
}

/** Starts the server and resolves once it is healthy. Containers use no network unless a test asks for one. */
export async function startServer(home: string, env: Record<string, string> = {}): Promise<Server> {
  const child = spawn(process.execPath, [main], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      SKEIN_HOME: home,
      SKEIN_PORT: "0",
      SKEIN_S3_PORT: "0",
      SKEIN_DOCKER_NETWORK: "none",
      SKEIN_READY: "json",
      ...env,
    },
  });
  let output = "";
  child.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  const { port, s3Port } = await new Promise<Ports>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`Skein ended with ${code} before it was ready:\n${output}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const ready = parseReady(line);
      if (ready !== undefined) resolve(ready);
    });
  });
  return {
    url: `http://localhost:${port}`,
    port,
    s3Port,
    home,
    pid: child.pid ?? 0,
    output: () => output,
    stop: () => end(child, "SIGTERM"),
    kill: async () => {
      await end(child, "SIGKILL");
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
  return child.exitCode;
}

interface Ports {
  readonly port: number;
  readonly s3Port: number;
}

function parseReady(line: string): Ports | undefined {
  if (!line.startsWith("{")) return undefined;
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed !== "object" || parsed === null || !("port" in parsed) || !("s3Port" in parsed)) return undefined;
  const { port, s3Port } = parsed;
  return typeof port === "number" && typeof s3Port === "number" ? { port, s3Port } : undefined;
}
