import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HomeInUse, lockHome } from "./lock.ts";

const newHome = () => join(mkdtempSync(join(tmpdir(), "skein-home-")), "deep");

/** A process that holds the home until it is killed. */
async function holder(home: string) {
  const script = `
    import { lockHome } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
    const lock = lockHome(process.argv[1]);
    lock.describe(4711);
    process.stdout.write("held");
    setInterval(() => lock, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, home], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

test("a second process on one home learns who holds it, and gets it once that one was killed", async () => {
  const home = newHome();
  const child = await holder(home);
  expect(() => lockHome(home)).toThrow(HomeInUse);
  expect(() => lockHome(home)).toThrow(`process ${child.pid}, which listens on port 4711`);
  child.kill("SIGKILL");
  await once(child, "exit");
  lockHome(home).release();
});

test("a released home can be taken again, and two homes do not know each other", () => {
  const home = newHome();
  const [one, other] = [lockHome(home), lockHome(newHome())];
  one.release();
  lockHome(home).release();
  other.release();
});
