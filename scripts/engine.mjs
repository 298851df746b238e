// Makes sure of a Docker engine and of the image that the examples need.
//
// Neither is a condition for serving: without an engine the console runs with the runner marked unavailable, and says
// in one sentence how to get one.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { docker, engineAddress } from "./docker-api.mjs";
import { during, run } from "./progress.mjs";
import { canInstallSystemPackages, installSystemPackages } from "./system.mjs";
import { tarOf } from "./tar.mjs";

const image = "busybox:1.36";

/**
 * Resolves to "" when an engine answers, else to the sentence that says what to do.
 *
 * @param forTests an engine we start ourselves then gets no bridge and no firewall rules
 */
export async function ensureEngine({ forTests = false } = {}) {
  const trouble = await reach();
  if (trouble === undefined) return "";
  if (trouble.code === "EACCES")
    return `This user may not use ${engineAddress().socketPath}: join the docker group (sudo usermod -aG docker $USER), log in again, and start Skein again.`;
  if (process.env.DOCKER_HOST)
    return `No Docker engine answers at DOCKER_HOST=${process.env.DOCKER_HOST} (${trouble.message}): start it, or unset DOCKER_HOST.`;
  if (!canInstallSystemPackages())
    return process.platform === "darwin"
      ? "No Docker engine is running: install and start Docker Desktop (https://docs.docker.com/desktop) or colima, then start Skein again."
      : "No Docker engine is running: install one (https://docs.docker.com/engine/install) or start it (sudo systemctl start docker), then start Skein again.";
  try {
    if (!existsSync("/usr/bin/dockerd") && !existsSync("/usr/sbin/dockerd")) await installSystemPackages("docker.io");
    await startEngine(forTests);
    return "";
  } catch (reason) {
    return `A Docker engine could not be started (${firstLine(reason)}): start one yourself, then start Skein again.`;
  }
}

async function reach() {
  try {
    const { status } = await docker("GET", "/_ping", { timeoutMs: 5000 });
    return status === 200 ? undefined : new Error(`it answered ${status}`);
  } catch (reason) {
    return reason;
  }
}

async function startEngine(forTests) {
  if (await isReachableWithin(3000)) return; // the package may have started the service
  if (existsSync("/run/systemd/system")) {
    await during("Starting the docker service", () => run("systemctl", ["start", "docker"]));
    if (await isReachableWithin(20_000)) return;
  }
  const bare = ["--bridge=none", "--iptables=false"];
  const attempts = forTests ? [bare] : [[], bare];
  for (const flags of attempts)
    if (await during(`Starting dockerd ${flags.join(" ")}`.trim(), () => spawnEngine(flags))) return;
  throw new Error(`dockerd did not come up; its log is ${engineLog()}`);
}

const engineLog = () => join(process.env.SKEIN_HOME || join(homedir(), ".skein"), "dockerd.log");

// Detached: the engine is the machine's, and outlives us, as the containers do.
async function spawnEngine(flags) {
  mkdirSync(join(engineLog(), ".."), { recursive: true });
  const log = openSync(engineLog(), "a");
  const engine = spawn("dockerd", flags, { detached: true, stdio: ["ignore", log, log] });
  let ended = false;
  engine.on("error", () => {
    ended = true;
  });
  engine.on("exit", () => {
    ended = true;
  });
  engine.unref();
  return isReachableWithin(30_000, () => ended);
}

async function isReachableWithin(limitMs, isHopeless = () => false) {
  const until = Date.now() + limitMs;
  while (Date.now() < until && !isHopeless()) {
    if ((await reach()) === undefined) return true;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return false;
}

/** Resolves to "" when the examples' image is there, else to the sentence that says why not. */
export async function ensureImage() {
  if (await hasImage()) return "";
  const refusal = await during(`Pulling ${image}`, pull);
  if (refusal === "") return "";
  if (process.platform !== "linux" || !existsSync("/usr/bin/apt-get"))
    return `${image}, which the examples use, could not be pulled (${refusal}): give Docker a way to an image registry, or load the image (docker load).`;
  try {
    await during(`No image registry can be reached; building ${image} from Debian's busybox-static`, buildImage);
    return "";
  } catch (reason) {
    return `${image}, which the examples use, could be neither pulled (${refusal}) nor built (${firstLine(reason)}).`;
  }
}

async function hasImage() {
  return (await docker("GET", `/images/${image}/json`)).status === 200;
}

async function pull() {
  let refusal = "";
  const onLine = (line) => {
    try {
      refusal = JSON.parse(line).error ?? refusal;
    } catch {
      // half a line: progress, which we do not show
    }
  };
  const [name, tag] = image.split(":");
  try {
    const { status, text } = await docker("POST", `/images/create?fromImage=${name}&tag=${tag}`, {
      onLine,
      timeoutMs: 120_000,
    });
    if (status !== 200) return JSON.parse(text).message ?? `status ${status}`;
  } catch (reason) {
    return firstLine(reason);
  }
  if (refusal === "" && !(await hasImage())) return "the pull ended without the image";
  return refusal;
}

async function buildImage() {
  const folder = mkdtempSync(join(tmpdir(), "skein-busybox-"));
  try {
    // Fetching and unpacking needs no root, installing would.
    await run("apt-get", ["download", "busybox-static"], { cwd: folder }).catch(async (reason) => {
      if (!canInstallSystemPackages()) throw reason;
      await run("apt-get", ["update", "-qq"]);
      await run("apt-get", ["download", "busybox-static"], { cwd: folder });
    });
    await run("sh", ["-c", "dpkg-deb -x busybox-static_*.deb unpacked"], { cwd: folder });
    const binary = ["bin/busybox", "usr/bin/busybox"].map((path) => join(folder, "unpacked", path)).find(existsSync);
    if (!binary) throw new Error("the package busybox-static holds no busybox");
    const applets = (await run(binary, ["--list"])).split("\n").filter((name) => name && name !== "busybox");
    const body = tarOf([
      { path: "bin/", mode: 0o755 },
      { path: "tmp/", mode: 0o1777 },
      { path: "bin/busybox", mode: 0o755, content: readFileSync(binary) },
      ...applets.map((name) => ({ path: `bin/${name}`, link: "busybox" })),
    ]);
    const [repo, tag] = image.split(":");
    const path = `/images/create?fromSrc=-&repo=${repo}&tag=${tag}&changes=${encodeURIComponent('CMD ["sh"]')}&changes=${encodeURIComponent("ENV PATH=/bin")}`;
    const { status, text } = await docker("POST", path, { body, type: "application/x-tar" });
    if (status !== 200 || text.includes('"error"')) throw new Error(`Docker refused the image: ${text.trim()}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const firstLine = (reason) => String(reason instanceof Error ? reason.message : reason).split("\n")[0];
