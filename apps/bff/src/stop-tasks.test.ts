import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { stopTasks } from "./stop-tasks.ts";

test("where there is no home none is made", async () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-stop-"));
  const home = join(folder, "nobody");
  await expect(stopTasks(readConfig({ SKEIN_HOME: home }))).rejects.toThrow(
    `${home} is no home of Skein, so no task of it runs; set SKEIN_HOME to the home you mean`,
  );
  expect(existsSync(home)).toBe(false);
  rmSync(folder, { recursive: true });
});
