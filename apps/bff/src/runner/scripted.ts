/**
 * A runner for tests: attempts end as a script says, at the times it says, and nothing is left to chance.
 *
 * A `ScriptedWorld` stands for the Docker engine and outlives runners: a second runner over the same world is what a
 * restarted process sees (it adopts what runs, and is told again of what ended and was not removed). Time comes from
 * the clock it is given. Outputs are really written, so that consumers really read them.
 */
import { create } from "@bufbuild/protobuf";
import type { Verdict } from "@skein/engine/event";
import type { Millis, TaskKey } from "@skein/engine/run";
import { type Literal, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Blobs } from "../blobs/blobs.ts";
import { writeLiteralMap } from "../blobs/literal-maps.ts";
import { joinUri } from "../blobs/uri.ts";
import type { Clock } from "../run-loop/clock.ts";
import type { AttemptSpec, Facts, Report, Runner, RunnerStatus } from "./runner.ts";

/** What becomes of one attempt. */
export interface Script {
  /** From start to RUNNING, and from there to its end; `undefined` as an end: it runs until it is stopped. */
  readonly startsAfterMs?: number;
  readonly endsAfterMs?: number | undefined;
  /** Written as futures.pb: it asks for these nodes (core.DynamicJobSpec in binary). */
  readonly futures?: Uint8Array;
  /** Written as outputs.pb when it succeeds. */
  readonly outputs?: Readonly<Record<string, Literal>>;
  /** Set: it fails with this. */
  readonly failure?: Extract<Verdict, { kind: "failed" }>;
}

interface ScriptedContainer {
  readonly attempt: AttemptSpec;
  readonly script: Script;
  readonly startsAt: Millis;
  readonly endsAt: Millis | undefined;
  verdict: Verdict | undefined;
}

/** What is left when the process is gone: containers by key. */
export interface ScriptedWorld {
  readonly containers: Map<string, ScriptedContainer>;
  /** Every container ever made, in order: an attempt that was run twice stands here twice. */
  readonly created: TaskKey[];
  /** While false, nothing begins, ends or can be stopped. */
  reachable: boolean;
}

export function scriptedWorld(): ScriptedWorld {
  return { containers: new Map(), created: [], reachable: true };
}

export interface ScriptedRunner extends Runner {
  /** The engine goes away, or comes back. */
  setReachable(reachable: boolean): void;
  /** The process is killed: no report from now on, whatever was under way. */
  kill(): void;
}

export interface ScriptedRunnerOptions {
  readonly world: ScriptedWorld;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly script: (attempt: AttemptSpec) => Script;
}

export function scriptedRunner({ world, blobs, clock, script }: ScriptedRunnerOptions): ScriptedRunner {
  let listener: (report: Report) => void = () => {};
  let statusListener: (status: RunnerStatus) => void = () => {};
  let alive = true;
  const waiting: (() => void)[] = [];
  const watched = new Set<string>();

  const report = (what: Report) => {
    if (alive) listener(what);
  };
  /** Now, or when the engine is back. */
  const whenReachable = (act: () => void) => {
    if (!alive) return;
    if (world.reachable) act();
    else waiting.push(act);
  };
  const wake = (at: Millis, act: () => void) => void clock.wakeAt(at, () => whenReachable(act));

  function watch(container: ScriptedContainer): void {
    const { key } = container.attempt;
    const id = idOf(key);
    if (watched.has(id)) return;
    watched.add(id);
    const isHere = () => world.containers.get(id) === container;
    wake(container.startsAt, () => {
      if (isHere()) report({ kind: "progress", key, at: clock.now(), phase: "RUNNING", reason: "started" });
    });
    if (container.endsAt === undefined) return;
    wake(container.endsAt, () => {
      if (isHere()) void end(container, isHere);
    });
  }

  async function end(container: ScriptedContainer, isHere: () => boolean): Promise<void> {
    const { attempt, script: part } = container;
    const uri = joinUri(attempt.paths.outputPrefix, "outputs.pb");
    const futures = joinUri(attempt.paths.outputPrefix, "futures.pb");
    if (!part.failure && part.futures) await blobs.write(futures, part.futures);
    if (!part.failure && part.outputs)
      await writeLiteralMap(blobs, uri, create(LiteralMapSchema, { literals: { ...part.outputs } }));
    if (!isHere()) return;
    const ended = part.futures
      ? ({ kind: "dynamic", futures } as const)
      : ({ kind: "succeeded", outputs: part.outputs ? uri : undefined } as const);
    container.verdict = part.failure ?? ended;
    report({
      kind: "ended",
      key: attempt.key,
      at: clock.now(),
      verdict: container.verdict,
      facts: factsOf(attempt, part.failure ? 1 : 0),
    });
  }

  const status = (): RunnerStatus => ({
    ready: world.reachable,
    message: world.reachable ? "" : "The scripted engine is away; wait for it",
    engine: "scripted",
    cpuTotal: 2,
    cpuReserved: 0,
    memoryTotalBytes: 2 ** 30,
    memoryReservedBytes: 0,
    running: [...world.containers.values()].filter((container) => !container.verdict).length,
    waiting: waiting.length,
  });

  return {
    start(attempt) {
      whenReachable(() => {
        const id = idOf(attempt.key);
        const part = script(attempt);
        const startsAt = clock.now() + (part.startsAfterMs ?? 0);
        const endsAfterMs = "endsAfterMs" in part ? part.endsAfterMs : 0;
        const endsAt = endsAfterMs === undefined ? undefined : startsAt + endsAfterMs;
        const container = world.containers.get(id) ?? { attempt, script: part, startsAt, endsAt, verdict: undefined };
        if (!world.containers.has(id)) world.created.push(attempt.key);
        world.containers.set(id, container);
        watch(container);
      });
    },
    stop(key) {
      whenReachable(() => {
        const container = world.containers.get(idOf(key));
        world.containers.delete(idOf(key));
        const facts = container && factsOf(container.attempt, 143);
        queueMicrotask(() => report({ kind: "stopped", key, at: clock.now(), facts }));
      });
    },
    remove(key) {
      whenReachable(() => world.containers.delete(idOf(key)));
    },
    async removeStrays(live) {
      const kept = new Set(live.map(idOf));
      const strays = [...world.containers.keys()].filter((id) => !kept.has(id));
      for (const id of strays) world.containers.delete(id);
      return strays.length;
    },
    onReport(next) {
      listener = next;
    },
    waitOf: () => undefined,
    status,
    onStatus(next) {
      statusListener = next;
    },
    async close() {
      alive = false;
      return status().running;
    },
    setReachable(reachable) {
      world.reachable = reachable;
      statusListener(status());
      if (reachable) for (const act of waiting.splice(0)) act();
    },
    kill() {
      alive = false;
    },
  };
}

function idOf(key: TaskKey): string {
  return JSON.stringify([key.project, key.domain, key.execution, key.node, key.attempt]);
}

function factsOf(attempt: AttemptSpec, exitCode: number): Facts {
  const { target } = attempt.template;
  const container = target.case === "container" ? target.value : undefined;
  return {
    containerId: `scripted-${idOf(attempt.key)}`,
    containerName: attempt.paths.taskName,
    image: container?.image ?? "",
    imageDigest: "",
    command: container?.command ?? [],
    args: container?.args ?? [],
    env: [],
    exitCode,
    usage: undefined,
    logBytes: 0,
  };
}
