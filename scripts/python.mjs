// A virtual environment with flytekit as PyPI has it: what the tests use as a client, and what fetches the image's wheels.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";
import { during, run } from "./progress.mjs";
import { canInstallSystemPackages, installSystemPackages } from "./system.mjs";

/** PyPI does not answer: what needs it can only be left out. */
export class PyPiUnreachable extends Error {}

export const requirements = join(root, "images/flytekit/requirements.txt");
const testRequirements = join(root, "e2e/flytekit/requirements.txt");
const cache = join(root, ".cache/flytekit");

/** Resolves to the environment's python, made on the first call and after a change of what it holds. */
export async function ensureFlytekit() {
  const folder = join(cache, "venv");
  const python = join(folder, "bin/python");
  const stamp = join(folder, ".skein-installed");
  const wanted = digestOfFiles([requirements, testRequirements]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;
  await during("Installing flytekit from PyPI", async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    await makeEnvironment(folder);
    await pip(python, ["install", "--quiet", "-r", requirements, "-r", testRequirements]);
  });
  writeFileSync(stamp, wanted);
  return python;
}

/**
 * Fetches the wheels of the requirements for a Python that is not the one that runs us.
 *
 * @param machine the engine's, as Docker names it: "x86_64" or "aarch64"
 */
export async function downloadWheels(folder, machine) {
  const python = await ensureFlytekit();
  const platforms = ["manylinux_2_28", "manylinux_2_17", "manylinux2014"].map((each) => `${each}_${machine}`);
  const target = ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11"];
  await during("Downloading wheels from PyPI", () =>
    pip(python, [
      "download",
      "--quiet",
      ...target,
      ...platforms.flatMap((platform) => ["--platform", platform]),
      ...["--dest", folder, "-r", requirements],
    ]),
  );
}

export const digestOfFiles = (paths) => {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest("hex");
};

async function makeEnvironment(folder) {
  const python = await findPython();
  try {
    await run(python, ["-m", "venv", folder]);
  } catch (reason) {
    // Debian keeps venv in a package of its own.
    if (!canInstallSystemPackages()) throw reason;
    await installSystemPackages("python3-venv");
    rmSync(folder, { recursive: true, force: true });
    await run(await findPython(), ["-m", "venv", folder]);
  }
}

async function findPython() {
  for (const name of ["python3.11", "python3.12", "python3.13", "python3", "/usr/bin/python3"]) {
    const isRightOne = "import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))";
    if (
      await run(name, ["-c", isRightOne]).then(
        () => true,
        () => false,
      )
    )
      return name;
  }
  if (!canInstallSystemPackages()) throw new Error("flytekit needs Python 3.10 to 3.13: install one");
  await installSystemPackages("python3", "python3-venv");
  return "/usr/bin/python3";
}

async function pip(python, args) {
  try {
    await run(python, ["-m", "pip", "--disable-pip-version-check", ...args]);
  } catch (reason) {
    const text = reason instanceof Error ? reason.message : String(reason);
    if (
      /establish a new connection|name resolution|Name or service not known|timed out|ProxyError|Max retries/i.test(
        text,
      )
    )
      throw new PyPiUnreachable("PyPI cannot be reached", { cause: reason });
    throw reason;
  }
}
