/**
 * One Skein: all its parts made, joined and started in order, and stopped in the reverse one.
 *
 * Read it top to bottom: each part takes those above it. main.ts gives it the settings and the process's signals.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { authoringJsonSchema } from "@skein/spec/authoring/schema";
import { ConsoleService } from "@skein/spec/gen/skein/console/v1/console_pb";
import { seedProjects } from "./admin/domains.ts";
import { type Executor, openLauncher } from "./admin/launcher.ts";
import { openSignals } from "./admin/signals.ts";
import { openBlobs } from "./blobs/blobs.ts";
import { withKept } from "./blobs/kept.ts";
import { bucket } from "./blobs/prefixes.ts";
import type { Config } from "./config.ts";
import { openBulkJobs } from "./console/bulk/bulk-jobs.ts";
import { openDecks } from "./console/decks.ts";
import { openSize } from "./console/home-size.ts";
import { openMergedLogs } from "./console/logs/merged-logs.ts";
import { statusOf } from "./console/runner-status.ts";
import { consoleService } from "./console/service.ts";
import { openUploads } from "./console/uploads.ts";
import { readableValues } from "./console/values.ts";
import { openValuePreviews } from "./console/values-preview/previews.ts";
import { valueFiles } from "./console/values-preview/raw.ts";
import { openFeeds } from "./console/watch/feeds.ts";
import { openStreams } from "./console/watch/streams.ts";
import { builtConsole, developmentConsole } from "./console-files.ts";
import { healthOf } from "./health.ts";
import { createLog } from "./log.ts";
import { mapErrors } from "./rpc/error-codes.ts";
import { logRequests } from "./rpc/request-log.ts";
import { flyteServices } from "./rpc/services.ts";
import { systemClock } from "./run-loop/clock.ts";
import { openRunLoop, type RunLoop } from "./run-loop/loop.ts";
import { openValues } from "./run-loop/values.ts";
import { dockerRunner } from "./runner/docker/docker-runner.ts";
import { openLogStore } from "./runner/log-store.ts";
import { openS3 } from "./s3/endpoint.ts";
import { openHomeSecret } from "./s3/home-secret.ts";
import { taskEnvironment } from "./s3/task-environment.ts";
import { openScheduler } from "./scheduler/scheduler.ts";
import { createServer } from "./server.ts";
import { openDatabase } from "./store/database.ts";
import { isExecutionLive } from "./store/executions.ts";
import { blameFolder } from "./store/home-folder.ts";
import { homeId } from "./store/home-id.ts";
import { openKept } from "./store/kept-objects.ts";
import { type HomeLock, lockHome } from "./store/lock.ts";
import { openTaskGateway } from "./task-gateway.ts";

/** What open connections may still take once we stop. */
const CLOSE_GRACE_MS = 2000;

export interface Skein {
  readonly port: number;
  readonly s3Port: number;
  /** Executions that had not ended and go on. */
  readonly recovered: number;
  /** Refuses new work, ends streams, commits what is in hand. Resolves to how many tasks go on without us. */
  close(): Promise<number>;
}

/** @throws Problem when the home is in use or full, the port is taken or the database is newer than the program */
export async function openSkein(config: Config, isDevelopment: boolean): Promise<Skein> {
  const lock = lockHome(config.home);
  try {
    return await openIn(config, isDevelopment, lock);
  } catch (reason) {
    lock.release();
    throw blameFolder(config.home, reason);
  }
}

async function openIn(config: Config, isDevelopment: boolean, lock: HomeLock): Promise<Skein> {
  const log = createLog(config.logLevel);
  const clock = systemClock;
  const db = openDatabase(join(config.home, "skein.db"));
  seedProjects(db, clock.now());
  const blobs = withKept(await openBlobs(join(config.home, "blobs")), openKept(db));
  const logs = openLogStore(blobs, bucket);
  const s3 = await openS3({
    blobs,
    db,
    homeSecret: openHomeSecret(config.home),
    isLive: (execution) => isExecutionLive(db, execution),
    hostNames: config.bind,
    now: clock.now,
    log,
  });
  const gateway = openTaskGateway(async (address) => {
    await Promise.all([port.listenAlso(address), s3.listenForTasks(address)]);
  }, log);
  const runner = dockerRunner({
    homeId: homeId(db),
    home: config.home,
    network: config.dockerNetwork,
    dockerHost: config.dockerHost,
    settings: { nonZeroExitIsSystem: config.nonZeroExitIsSystem },
    blobs,
    logs,
    clock,
    platformEnv: ({ key, paths }) =>
      taskEnvironment({
        network: config.dockerNetwork,
        port: port.number,
        s3Port: s3.port.number,
        keys: s3.credentials.ofAttempt(key, paths),
      }),
    reach: gateway.reach,
  });
  const stored = openValues(blobs);
  // The loop and the launcher need each other: a node may be an execution of its own.
  const executor: Executor = { start: (id) => loop.start(id), abort: (id, reason) => loop.abort(id, reason) };
  const launcher = openLauncher({ db, executor, now: clock.now, maxNesting: config.maxNesting });
  const loop: RunLoop = openRunLoop({ db, values: stored, runner, launcher, clock, log });
  const scheduler = openScheduler({ db, launcher, clock, log, catchesUp: config.catchesUp });
  const signals = openSignals({ db, notify: loop.signal, now: clock.now });

  const values = readableValues(stored, log);
  const status = statusOf(runner, loop);
  const decks = openDecks(db, blobs);
  const merged = openMergedLogs(db, logs);
  const streams = openStreams(openFeeds({ db, values, logs, merged, runner: status }), clock.now, log);
  const service = consoleService({
    db,
    values,
    previews: openValuePreviews(blobs),
    logs,
    merged,
    decks,
    runner: { ...status, waitOf: runner.waitOf },
    loop,
    launcher,
    signals,
    uploads: openUploads(db, s3.objects, clock.now),
    bulk: openBulkJobs({ db, launcher, now: clock.now, log }),
    streams,
    now: clock.now,
    version,
    home: config.home,
    homeSize: openSize(config.home, clock.now),
  });

  let isRecovered = false;
  const stopping = new AbortController();
  const consoleFolder = fileURLToPath(new URL("../../console", import.meta.url));
  const port = await createServer({
    routes: (router) => {
      flyteServices(router, {
        ...{ db, launcher, signals, log, version },
        readLiteralMap: stored.read,
        objects: s3.objects,
        links: s3.links,
        now: clock.now,
      });
      router.service(ConsoleService, service);
    },
    interceptors: [logRequests(log), mapErrors],
    console: (http1) =>
      isDevelopment ? developmentConsole(consoleFolder, http1) : builtConsole(join(consoleFolder, "dist")),
    deck: decks.page,
    values: valueFiles(s3.objects),
    isDevelopment,
    authoringSchema: authoringJsonSchema,
    health: () => healthOf(db, loop, isRecovered),
    hostNames: config.bind,
    stopping: stopping.signal,
    log,
  });
  await port.listen(config.bind, config.port);
  await s3.port.listen(config.bind, config.s3Port);
  gateway.open();
  lock.describe(port.number);
  const { executions: recovered, strays } = loop.recover();
  isRecovered = true;
  scheduler.start();
  strays.then(
    (count) => count > 0 && log.info("Removed containers of ours that no execution knows", { count }),
    (cause: unknown) => log.warn("Containers of ours that no execution knows could not be removed", { cause }),
  );

  return {
    port: port.number,
    s3Port: s3.port.number,
    recovered,
    async close() {
      stopping.abort();
      streams.close();
      await Promise.all([port.close(CLOSE_GRACE_MS), s3.port.close(CLOSE_GRACE_MS)]);
      scheduler.close();
      loop.close();
      const running = await runner.close();
      await logs.closeAll();
      db.close();
      lock.release();
      return running;
    },
  };
}

// A manifest is not typed; its version is a text.
const { version } = createRequire(import.meta.url)("../package.json") as { version: string };
