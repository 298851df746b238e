// `npm run image:flytekit` makes skein/flytekit:py3.11: Python 3.11 with flytekit, for tests, demos and first steps.
//
// Built from images/flytekit/Dockerfile. Its base is Python's image where a registry can be reached, else a Debian 12
// root of our own. A label holds the digest of the recipe: as long as that stands, nothing is fetched or built.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { debianSources } from "./debian-sources.mjs";
import { docker } from "./docker-api.mjs";
import { root } from "./install.mjs";
import { during, run } from "./progress.mjs";
import { digestOfFiles, downloadWheels, requirements } from "./python.mjs";
import { canInstallSystemPackages, installSystemPackages } from "./system.mjs";

export const flytekitImage = "skein/flytekit:py3.11";

const dockerfile = join(root, "images/flytekit/Dockerfile");
const pythonImage = "python:3.11-slim-bookworm";
const debianImage = "skein/python:3.11-bookworm";
const recipeLabel = "skein.recipe";

/** Makes the image unless it is there as the recipe wants it. @throws PyPiUnreachable; or with what went wrong */
export async function ensureFlytekitImage() {
  const recipe = digestOfFiles([dockerfile, requirements]);
  if ((await labelsOf(flytekitImage))?.[recipeLabel] === recipe) return;
  const context = mkdtempSync(join(tmpdir(), "skein-flytekit-"));
  try {
    for (const file of [dockerfile, requirements]) cpSync(file, join(context, file.slice(file.lastIndexOf("/"))));
    await downloadWheels(join(context, "wheels"), await engineMachine());
    const base = await ensureBase();
    await during(`Building ${flytekitImage} on ${base}`, () => build(context, base, { [recipeLabel]: recipe }));
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

async function labelsOf(image) {
  const { status, text } = await docker("GET", `/images/${image}/json`);
  return status === 200 ? (JSON.parse(text).Config?.Labels ?? {}) : undefined;
}

async function engineMachine() {
  const { text } = await docker("GET", "/info");
  return JSON.parse(text).Architecture;
}

async function ensureBase() {
  if (await labelsOf(pythonImage)) return pythonImage;
  if (await labelsOf(debianImage)) return debianImage;
  const refusal = await during(`Pulling ${pythonImage}`, () => pull(pythonImage));
  if (refusal === "") return pythonImage;
  if (!canInstallSystemPackages())
    throw new Error(
      `${flytekitImage} is built on ${pythonImage}, which could not be pulled (${refusal}): give Docker a way to an image registry, or load the image (docker load).`,
    );
  await installSystemPackages("debootstrap", "debian-archive-keyring");
  await during(`No image registry can be reached; making ${debianImage} from Debian's packages`, importDebian);
  return debianImage;
}

async function pull(image) {
  try {
    const [name, tag] = image.split(":");
    const path = `/images/create?fromImage=${name}&tag=${tag}`;
    const { text } = await docker("POST", path, { timeoutMs: 120_000 });
    return (await labelsOf(image)) ? "" : (lastError(text) ?? "the pull ended without the image");
  } catch (reason) {
    return String(reason instanceof Error ? reason.message : reason).split("\n")[0];
  }
}

async function importDebian() {
  const folder = mkdtempSync(join(tmpdir(), "skein-debian-"));
  try {
    // Debian 12, whatever this machine is: its python3 is 3.11.
    const packages = "python3,python3-venv,ca-certificates";
    const { uri, keyring } = debianSources();
    await run("debootstrap", [
      "--variant=minbase",
      `--include=${packages}`,
      ...(keyring ? [`--keyring=${keyring}`] : []),
      ...["bookworm", folder, uri],
    ]);
    await run("sh", ["-c", "rm -rf var/cache/apt/archives/*.deb var/lib/apt/lists/* usr/share/doc/*"], { cwd: folder });
    const [repo, tag] = debianImage.split(":");
    await send(folder, `/images/create?fromSrc=-&repo=${repo}&tag=${tag}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function build(context, base, labels) {
  const query = new URLSearchParams({
    t: flytekitImage,
    rm: "1",
    forcerm: "1",
    // Nothing of the build fetches anything, and an engine without a bridge has no other network to give.
    networkmode: "none",
    buildargs: JSON.stringify({ BASE: base }),
    labels: JSON.stringify(labels),
  });
  return send(context, `/build?${query}`);
}

/** Sends a folder as the tar archive that Docker takes. @throws what Docker says of it */
async function send(folder, path) {
  const tar = spawn("tar", ["--numeric-owner", "-C", folder, "-c", "."], { stdio: ["ignore", "pipe", "inherit"] });
  const packed = new Promise((resolve) => tar.on("close", resolve));
  const { status, text } = await docker("POST", path, {
    body: tar.stdout,
    type: "application/x-tar",
    timeoutMs: 900_000,
  });
  const code = await packed;
  const trouble = status === 200 ? lastError(text) : text.trim();
  if (trouble) throw new Error(`Docker refused ${path.split("?")[0]}: ${trouble}\n${lastWords(text)}`);
  if (code !== 0) throw new Error(`tar ended with ${code}`);
}

const lines = (text) =>
  text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });

const lastError = (text) => lines(text).findLast((each) => each.error)?.error;

const lastWords = (text) =>
  lines(text)
    .map((each) => each.stream ?? "")
    .join("")
    .split("\n")
    .slice(-20)
    .join("\n");
