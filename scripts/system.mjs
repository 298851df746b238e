// What the machine is, and getting packages from its distribution where we may.
import { existsSync, readFileSync } from "node:fs";
import { during, run } from "./progress.mjs";

/** Whether we are root on a Debian or Ubuntu, where a missing part can be installed without asking anybody. */
export function canInstallSystemPackages() {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
}

let listsAreFresh = false;

/** Installs packages with apt. @throws when apt refuses */
export async function installSystemPackages(...names) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  if (!listsAreFresh) {
    await during("Refreshing the package lists", () => run("apt-get", ["update", "-qq"], { env }));
    listsAreFresh = true;
  }
  await during(`Installing ${names.join(", ")}`, () =>
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], { env }),
  );
}
