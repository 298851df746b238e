/**
 * The runner on a Docker engine (decisions 8 and 9): each attempt is a container named by its key.
 *
 * Containers outlive this process; what it finds under its home's label at the next start it adopts or, when nobody
 * wants it any more, removes. Another home's containers are never touched.
 */
import { join } from "node:path";
import type { TaskKey } from "@skein/engine/run";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Clock } from "../../run-loop/clock.ts";
import { createGate, type Gate } from "../gate.ts";
import { createLedger } from "../ledger.ts";
import type { LogStore } from "../log-store.ts";
import type { Report, Runner, RunnerStatus } from "../runner.ts";
import { openSecretBox } from "../secrets/secret-box.ts";
import { openSecretStore } from "../secrets/secret-store.ts";
import { nap } from "./abort.ts";
import { type Attempt, discard, runAttempt } from "./attempt.ts";
import { type Cgroups, openCgroups } from "./cgroups.ts";
import { CONNECTING, type EngineInfo, openEngine } from "./engine.ts";
import { openImages } from "./images.ts";
import { containerNameOf, HOME_LABEL, type Labels, reservationOf } from "./names.ts";
import { openNetworks } from "./network.ts";
import type { RunnerParts, RunnerSettings } from "./parts.ts";
import type { PlatformEnv } from "./prepare.ts";
import { stopContainer } from "./stop.ts";
import { sweepWithHelper } from "./sweep.ts";
import { openWorkDirs } from "./work-dirs.ts";

export interface DockerRunnerOptions {
  /** Made once per home: marks our containers. */
  readonly homeId: string;
  /** The home's directory; work/ below it is the runner's, secrets/ the user's. */
  readonly home: string;
  /** SKEIN_DOCKER_NETWORK: `skein`, `host`, `none` or an existing network. */
  readonly network: string;
  /** DOCKER_HOST; undefined looks for the usual sockets. */
  readonly dockerHost: string | undefined;
  readonly blobs: Blobs;
  readonly logs: LogStore;
  readonly clock: Clock;
  /** The platform's own variables of an attempt that moves its data itself, such as where the S3 endpoint is. */
  readonly platformEnv?: PlatformEnv;
  /** Makes this process reachable at the host's address in the network of tasks; false when that is not the way. */
  readonly reach?: (address: string) => Promise<boolean>;
  /** False: the engine does not see our files, do not even try. Else it is found out. */
  readonly sharesFiles?: boolean;
  readonly settings?: Partial<RunnerSettings>;
}

/** How long the start of the process may wait for the engine. */
const STRAYS_PATIENCE_MS = 3_000;

const STANDARD_SETTINGS: RunnerSettings = {
  nonZeroExitIsSystem: false,
  stopGraceMs: 30_000,
  maxOutputBytes: 64 * 2 ** 20,
  retryPausesMs: [2_000, 5_000],
};

export function dockerRunner(options: DockerRunnerOptions): Runner {
  const { homeId, clock, blobs, logs } = options;
  const settings = { ...STANDARD_SETTINGS, ...options.settings };
  const closing = new AbortController();
  const engine = openEngine({ dockerHost: options.dockerHost, label: `${HOME_LABEL}=${homeId}`, clock });
  const images = openImages(engine, clock, settings.retryPausesMs);
  const ledger = createLedger();
  let cgroups: Cgroups | undefined;
  let starts: Gate = createGate(4);
  const workRoot = join(options.home, "work");
  const workDirs = openWorkDirs(workRoot, clock, (names) =>
    sweepWithHelper({ engine, images, homeId }, workRoot, names, closing.signal),
  );
  const parts: RunnerParts = {
    homeId,
    engine,
    images,
    networks: openNetworks(engine, options.network, options.reach),
    ledger,
    starts: { run: (work) => starts.run(work) },
    blobs,
    logs,
    clock,
    workDirs,
    secrets: {
      store: openSecretStore(join(options.home, "secrets")),
      box: openSecretBox(homeId, join(options.home, "given-secrets")),
    },
    cgroups: () => cgroups,
    files: { shared: options.sharesFiles ?? true },
    platformEnv: options.platformEnv ?? (() => new Map()),
    settings,
  };
  const attempts = new Map<string, Attempt>();
  let known: Promise<Map<string, Labels>> | undefined;
  let listener: (report: Report) => void = () => {};
  let statusListener: (status: RunnerStatus) => void = () => {};
  let announced = "";

  engine.onState((state) => {
    if (state.kind === "here") {
      meet(state.info);
      void knownContainers(); // what runs already counts before anything new is admitted
    }
    const away = state.kind === "here" ? undefined : `waits for the Docker engine: ${state.message}`;
    for (const attempt of attempts.values()) attempt.setAway(away);
    announce();
  });

  function meet(info: EngineInfo): void {
    ledger.setTotal({ cpuMillis: info.cpus * 1000, memoryBytes: info.memoryBytes });
    const isLocalRoot = process.getuid?.() === 0 && !/^(tcp|https?|ssh):/.test(options.dockerHost ?? "");
    cgroups = openCgroups({ homeId, driver: info.cgroupDriver, version: info.cgroupVersion, isLocalRoot });
    starts = createGate(Math.max(2, info.cpus * 2));
  }

  /** Our containers as they were at the first contact; running ones hold their share from then on. */
  function knownContainers(): Promise<Map<string, Labels>> {
    known ??= engine.insist(async (docker) => {
      const found = await docker.listContainers({ all: true, filters: { label: [`${HOME_LABEL}=${homeId}`] } });
      const names = new Map<string, Labels>();
      for (const container of found) {
        const name = container.Names[0]?.replace(/^\//, "") ?? container.Id;
        names.set(name, container.Labels);
        if (container.State === "running") ledger.take(name, reservationOf(container.Labels));
      }
      return names;
    }, closing.signal);
    known.catch(() => {
      known = undefined;
    });
    return known;
  }

  function status(): RunnerStatus {
    const state = engine.state();
    const here = state.kind === "here";
    const [total, reserved] = [ledger.total(), ledger.reserved()];
    const live = [...attempts.values()].filter((attempt) => !attempt.ended()).length;
    return {
      ready: here,
      message: here ? "" : state.message,
      engine: here ? state.info.name : "",
      cpuTotal: total.cpuMillis / 1000,
      cpuReserved: reserved.cpuMillis / 1000,
      memoryTotalBytes: total.memoryBytes,
      memoryReservedBytes: reserved.memoryBytes,
      running: live - ledger.waiting(),
      waiting: ledger.waiting(),
    };
  }

  function announce(): void {
    const now = status();
    const text = JSON.stringify(now);
    if (text === announced) return;
    announced = text;
    statusListener(now);
  }

  const tell = (report: Report) => {
    listener(report);
    announce();
  };

  return {
    start(spec) {
      const name = containerNameOf(homeId, spec.key);
      const present = attempts.get(name);
      if (present) return present.repeat();
      const isKnown = async () => (await knownContainers()).has(name);
      const attempt = runAttempt(spec, name, parts, isKnown, closing.signal, tell);
      attempts.set(name, attempt);
      const state = engine.state();
      if (state.kind === "away" && state.message !== CONNECTING)
        attempt.setAway(`waits for the Docker engine: ${state.message}`);
    },

    stop(key, reason) {
      const name = containerNameOf(homeId, key);
      const attempt = attempts.get(name);
      const stop = attempt ? () => attempt.stop(reason) : () => stopUnknown(name, key);
      void persist(stop).then(() => {
        attempts.delete(name);
        announce();
      });
    },

    remove(key) {
      const name = containerNameOf(homeId, key);
      if (attempts.get(name)?.ended()) attempts.delete(name);
      void persist(() => discard(name, parts, closing.signal)).then(announce);
    },

    removeStrays(live) {
      const kept = new Set(live.map((key) => containerNameOf(homeId, key)));
      const removal = removeOthers(kept);
      removal.catch(() => {}); // the process goes, or the next start tries again
      // Nobody waits for an engine that is away: what is left then goes when it is back.
      return Promise.race([removal, nap(clock, STRAYS_PATIENCE_MS, closing.signal).then(() => 0)]);
    },

    onReport(next) {
      listener = next;
    },
    waitOf(key) {
      const name = containerNameOf(homeId, key);
      const attempt = attempts.get(name);
      const state = engine.state();
      if (!attempt || attempt.ended()) return undefined;
      if (state.kind === "away") return { kind: "engineAway", message: state.message };
      const lack = ledger.lackOf(name);
      return lack ? { kind: "resources", lack } : attempt.pulls();
    },
    status,
    onStatus(next) {
      statusListener = next;
    },

    async close() {
      const running = [...attempts.values()].filter((attempt) => !attempt.ended()).length;
      closing.abort(new Error("Skein is stopping"));
      engine.close();
      await Promise.all([logs.closeAll(), parts.secrets.box.close()]);
      return running;
    },
  };

  async function removeOthers(kept: ReadonlySet<string>): Promise<number> {
    const isStray = (name: string) => !kept.has(name) && !attempts.has(name);
    const strays = [...(await knownContainers()).keys()].filter(isStray);
    await Promise.all(strays.map((name) => discard(name, parts, closing.signal)));
    for (const name of cgroups?.list().filter(isStray) ?? []) cgroups?.remove(name);
    for (const name of (await workDirs.list()).filter(isStray)) await workDirs.remove(name);
    const { box } = parts.secrets;
    for (const name of (await box.list()).filter(isStray)) await box.remove(name);
    return strays.length;
  }

  /** Nothing of it is in memory: what may be left of it goes. */
  async function stopUnknown(name: string, key: TaskKey): Promise<void> {
    await stopContainer(engine, name, settings.stopGraceMs, closing.signal);
    await discard(name, parts, closing.signal);
    tell({ kind: "stopped", key, at: clock.now(), facts: undefined });
  }

  /** Cleaning up is never given up: an odd answer of the engine only delays it. */
  async function persist(work: () => Promise<void>): Promise<void> {
    for (let pauseMs = 1_000; !closing.signal.aborted; pauseMs = Math.min(60_000, pauseMs * 2)) {
      try {
        return await work();
      } catch {
        await nap(clock, pauseMs, closing.signal);
      }
    }
  }
}
