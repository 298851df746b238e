/** An engine of a test's own, which it may stop and kill. Needs root and dockerd. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import Docker from "dockerode";

export interface PrivateEngine {
  readonly dockerHost: string;
  start(): Promise<void>;
  /** Resolves when it is gone. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  close(): Promise<void>;
}

const DOCKERD = ["/usr/sbin/dockerd", "/usr/bin/dockerd"].find((path) => existsSync(path));
export const canHavePrivateEngine = DOCKERD !== undefined && process.getuid?.() === 0;

export async function openPrivateEngine(image: string): Promise<PrivateEngine> {
  const root = await mkdtemp(join(tmpdir(), "skein-dockerd-"));
  const socketPath = join(root, "docker.sock");
  const docker = new Docker({ socketPath });
  let process_: ChildProcess | undefined;

  async function start(): Promise<void> {
    const places = ["data", "exec"].map((name) => `--${name}-root=${join(root, name)}`);
    const flags = [
      `--host=unix://${socketPath}`,
      `--pidfile=${join(root, "pid")}`,
      "--bridge=none",
      "--iptables=false",
    ];
    const log = await open(join(root, "log"), "a");
    try {
      for (let tries = 0; tries < 400; tries += 1) {
        // One that ends by itself (what was killed before it is not gone yet) is started again, as by a service manager.
        if (!isAlive(process_))
          process_ = spawn(DOCKERD ?? "dockerd", [...flags, ...places], { stdio: ["ignore", log.fd, log.fd] });
        if (await docker.ping().catch(() => false)) return;
        await sleep(100);
      }
    } finally {
      await log.close();
    }
    throw new TypeError(
      `the private engine did not come up:\n${(await readFile(join(root, "log"), "utf8")).slice(-2000)}`,
    );
  }

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const ending = process_;
    process_ = undefined;
    if (!ending || !isAlive(ending)) return;
    const gone = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill(signal);
    await gone;
  }

  async function close(): Promise<void> {
    await end("SIGTERM");
    for (const pid of await processesOf(root)) process.kill(pid, "SIGKILL");
    for (const place of mountsBelow(root)) await promisify(execFile)("umount", ["-l", place]);
    await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  try {
    await start();
    const tar = await new Docker().getImage(image).get();
    const loading = await docker.loadImage(tar);
    for await (const _ of loading); // its answer ends when the image is there
  } catch (reason) {
    await close();
    throw reason;
  }
  return { dockerHost: `unix://${socketPath}`, start, end, close };
}

const isAlive = (child: ChildProcess | undefined): child is ChildProcess =>
  child !== undefined && child.exitCode === null && child.signalCode === null;

/** The shims of an engine that was killed: they go on, with their containers. */
async function processesOf(root: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return pids.filter((_, at) => commands[at]?.includes(`\0${root}/`)).map(Number);
}

/** What an engine that was killed left mounted, innermost first. */
function mountsBelow(root: string): string[] {
  const places = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "");
  return places.filter((place) => place.startsWith(`${root}/`)).reverse();
}
