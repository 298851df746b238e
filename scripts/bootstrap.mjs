// The one way in: `npm start`, `npm run dev`, `npm test` and the rest, from a fresh clone, on any Node ≥ 20.
//
// Everything after this file runs on Node 24 (install.mjs). Each step looks first and does only what is missing.
import { join } from "node:path";

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`Skein needs Node 20 or newer to start; this is ${process.version}.`);
  process.exit(1);
}

const { ensureEngine, ensureImage } = await import("./engine.mjs");
const { buildConsole, environment, findNode, generateMessages, installPackages, root } = await import("./install.mjs");
const { attached } = await import("./progress.mjs");

const [command = "start", ...args] = process.argv.slice(2);
try {
  process.exitCode = await main();
} catch (reason) {
  console.error(`\n${reason instanceof Error ? reason.message : reason}`);
  process.exitCode = 1;
}

async function main() {
  await installPackages();
  const node = findNode();
  await generateMessages(node);
  const server = join(root, "apps/bff/src/main.ts");
  switch (command) {
    case "start":
    case "dev": {
      if (args.includes("--help")) return attached(node, [server, "--help"], { env: environment });
      if (command === "start") await buildConsole(node);
      await ensureDocker();
      return attached(node, [server, ...(command === "dev" ? ["--dev"] : []), ...args], { env: environment });
    }
    case "stop-tasks":
      return attached(node, [server, "--stop-tasks", ...args], { env: environment });
    case "check-spec":
      // npm runs scripts at the top; the paths are meant from where the caller stands.
      return attached(node, [join(root, "apps/bff/src/check-spec/main.ts"), ...args], {
        cwd: process.env.INIT_CWD ?? process.cwd(),
        env: environment,
      });
    case "simulate":
      return attached(node, [join(root, "simulation/main.ts"), ...args], { cwd: root, env: environment });
    case "test": {
      const { prove } = await import("./prove.mjs");
      return prove(node, args);
    }
    case "image:flytekit": {
      const trouble = await ensureEngine();
      if (trouble) throw new Error(trouble);
      const { ensureFlytekitImage, flytekitImage } = await import("./flytekit-image.mjs");
      await ensureFlytekitImage();
      console.log(`${flytekitImage} is ready.`);
      return 0;
    }
    case "bench":
    case "shots": {
      const { ensureBrowser } = await import("./browser.mjs");
      await buildConsole(node);
      await ensureDocker();
      const env = { ...environment, ...(await ensureBrowser(node)), ...(await ensurePython()) };
      return attached(node, [join(root, command === "bench" ? "bench/main.ts" : "e2e/shots/main.ts"), ...args], {
        env,
      });
    }
    default:
      throw new Error(
        `There is no command "${command}"; there are start, dev, test, simulate, check-spec, bench, shots, image:flytekit and stop-tasks.`,
      );
  }
}

/** For the bench of flytekit: the others need neither PyPI nor an image of hundreds of megabytes. */
async function ensurePython() {
  const isWanted = args.length === 0 || args.some((each) => each.startsWith("flytekit"));
  if (command !== "bench" || !isWanted) return {};
  const { ensureFlytekit } = await import("./python.mjs");
  const { ensureFlytekitImage } = await import("./flytekit-image.mjs");
  await ensureFlytekitImage();
  return { SKEIN_PYTHON: await ensureFlytekit() };
}

async function ensureDocker() {
  const trouble = (await ensureEngine()) || (await ensureImage());
  if (trouble) console.warn(`! ${trouble}`);
}
