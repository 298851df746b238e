// Brings the tree to a state in which it can run: packages, generated messages, the built console. Each only if stale.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { during, run } from "./progress.mjs";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(root, "node_modules/.bin");

/**
 * The environment for everything we start: our own binaries, and with them Node 24, come first. Compiled sources are
 * kept between starts: reading TypeScript anew takes a third of the time to be up.
 */
export const environment = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules/.cache/node"),
};

/** Installs the packages when the manifests changed since the last time. */
export async function installPackages() {
  const stamp = join(root, "node_modules/.skein-installed");
  if (isStamped(stamp, digestOfManifests())) return;
  await during("Installing packages", async () => {
    // `npm ci` refuses a lock that lacks optional packages of other platforms; `install` takes the lock as it is.
    await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: root });
    // Apart, and by name, as npm would also "build" what brings its own binaries, for which it asks for Python and make.
    await run("npm", ["rebuild", "--ignore-scripts=false", ...packagesWithScripts()], { cwd: root });
  });
  // Afterwards: another npm than the one that wrote the lock may have touched it.
  writeFileSync(stamp, digestOfManifests());
}

/** Those whose install scripts we want to run; npm 11 heeds the list as well, when somebody installs without us. */
function packagesWithScripts() {
  const { allowScripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.keys(allowScripts).filter((name) => allowScripts[name]);
}

function digestOfManifests() {
  const workspaces = ["packages", "apps"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, "package.json")),
  );
  return digestOf(["package.json", "package-lock.json", ...workspaces].filter((name) => existsSync(join(root, name))));
}

/**
 * The Node that runs everything after the bootstrap: 24, pinned as an npm package, by its path.
 *
 * By path, because a shell remembers the first `node` it found and would go on with the machine's older one.
 */
export function findNode() {
  const pinned = join(bin, "node");
  if (existsSync(pinned) && spawnSync(pinned, ["--version"]).status === 0) return pinned;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw new Error(
    "Node 24 is missing: the npm package `node` fetches it in an install script, and scripts seem to be switched off. " +
      "Run `npm install --ignore-scripts=false`, or install Node 24 yourself.",
  );
}

/** Generates the messages when the protos changed; the script keeps its own stamp. */
export async function generateMessages(node) {
  const generated = existsSync(join(root, "packages/spec/src/gen/.stamp"));
  const work = () => run(node, [join(root, "scripts/generate.mjs")], { cwd: root, env: environment });
  await (generated ? work() : during("Generating messages", work));
}

/** Builds the console when its sources, or those of the packages it bundles, changed. */
export async function buildConsole(node) {
  const stamp = join(root, "apps/console/dist/.stamp");
  const sources = ["apps/console", "packages/spec", "packages/compiler", "packages/engine"].flatMap((folder) =>
    filesBelow(join(root, folder)),
  );
  const wanted = digestOfStats([...sources, join(root, "package-lock.json")]);
  if (isStamped(stamp, wanted)) return;
  await during("Building the console", () =>
    run(node, [join(root, "node_modules/vite/bin/vite.js"), "build"], {
      cwd: join(root, "apps/console"),
      env: environment,
    }),
  );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

const isStamped = (stamp, wanted) => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;

function digestOf(names) {
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(join(root, name)));
  return hash.digest("hex");
}

// Size and time are enough to see an edit, and reading some hundred files would show in the time of a second start.
function digestOfStats(paths) {
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : filesBelow(path);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
  });
}
