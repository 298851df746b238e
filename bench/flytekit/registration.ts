/** Registers flows.py as a user does: with pyflyte, from PyPI's flytekit. */
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { scope } from "../../e2e/support/api.ts";
import type { Server } from "../../e2e/support/server.ts";

export const flytekitImage = "skein/flytekit:py3.11";
const VERSION = "bench";

/** @param python of an environment that holds flytekit. Resolves to the id of the task with a name in flows.py */
export async function registerFlows(server: Server, python: string) {
  const { project, domain } = scope;
  const where = ["--project", project, "--domain", domain, "--version", VERSION, "--image", flytekitImage];
  await promisify(execFile)(join(dirname(python), "pyflyte"), ["register", ...where, "flows.py"], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: {
      ...process.env,
      // flytekit looks for settings there, and a bench has none.
      HOME: server.home,
      FLYTE_PLATFORM_URL: `localhost:${server.port}`,
      FLYTE_PLATFORM_INSECURE: "true",
      FLYTE_AWS_ENDPOINT: `http://localhost:${server.s3Port}`,
      FLYTE_AWS_ACCESS_KEY_ID: "minio",
      FLYTE_AWS_SECRET_ACCESS_KEY: "miniostorage",
    },
  });
  return (name: string) => ({ ...scope, name: `flows.${name}`, version: VERSION });
}
