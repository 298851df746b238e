/** `npm run stop-tasks`: ends the containers that a stopped Skein left running, and removes them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "@skein/spec/problem";
import { openBlobs } from "./blobs/blobs.ts";
import { bucket } from "./blobs/prefixes.ts";
import type { Config } from "./config.ts";
import { systemClock } from "./run-loop/clock.ts";
import { dockerRunner } from "./runner/docker/docker-runner.ts";
import { openLogStore } from "./runner/log-store.ts";
import type { Runner } from "./runner/runner.ts";
import { openDatabase } from "./store/database.ts";
import { homeId } from "./store/home-id.ts";
import { lockHome } from "./store/lock.ts";

/** How long the engine may take to answer before we say that it does not. */
const PATIENCE_MS = 10_000;

class EngineSilent extends Problem {
  readonly kind = "unavailable";
}

class NoHome extends Problem {
  readonly kind = "notFound";
}

/**
 * @returns what was done, one sentence
 * @throws NoHome where Skein never kept anything: looking must not make a home
 * @throws HomeInUse while Skein runs: abort executions there instead
 */
export async function stopTasks(config: Config): Promise<string> {
  const file = join(config.home, "skein.db");
  if (!existsSync(file))
    throw new NoHome(`${config.home} is no home of Skein, so no task of it runs; set SKEIN_HOME to the home you mean`);
  const lock = lockHome(config.home);
  const db = openDatabase(file);
  const blobs = await openBlobs(join(config.home, "blobs"));
  const runner = dockerRunner({
    homeId: homeId(db),
    home: config.home,
    network: config.dockerNetwork,
    dockerHost: config.dockerHost,
    blobs,
    logs: openLogStore(blobs, bucket),
    clock: systemClock,
  });
  try {
    await ready(runner);
    const ended = await runner.removeStrays([]);
    if (ended === 0) return `No task of ${config.home} was running`;
    const tasks = ended === 1 ? "1 task" : `${ended} tasks`;
    return `Ended ${tasks} of ${config.home}; their executions go on with the next attempt at the next start`;
  } finally {
    await runner.close();
    db.close();
    lock.release();
  }
}

function ready(runner: Runner): Promise<void> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(
      () => reject(new EngineSilent(runner.status().message || "The Docker engine does not answer; start it")),
      PATIENCE_MS,
    );
    const look = () => {
      if (!runner.status().ready) return;
      clearTimeout(patience);
      resolve();
    };
    runner.onStatus(look);
    look();
  });
}
