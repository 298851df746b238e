/**
 * The life of one attempt, from its start (or adoption) to its verdict, and its stop.
 *
 * One attempt is one promise chain; whatever goes wrong in it ends in a verdict. The only ways out without a report are
 * the process's own end (the container goes on and is adopted at the next start) and a stop, which reports `stopped`.
 */
import type { Verdict } from "@skein/engine/event";
import type { ContainerInspectInfo } from "dockerode";
import { secretValues, toShownAssignments } from "../environment.ts";
import { judgeProblem } from "../judge-problem.ts";
import { engineLines } from "../log-line.ts";
import type { LogWriter } from "../log-writer.ts";
import type { AttemptSpec, Facts, Report, Usage, Wait } from "../runner.ts";
import { type Mask, maskedAssignment, maskingWriter, maskOf } from "../secrets/mask.ts";
import type { ReadSecret } from "../secrets/secret-store.ts";
import { judgeVanished, maskVerdict } from "../verdict.ts";
import { endAtDeadline } from "./deadline.ts";
import { statusOf } from "./engine-errors.ts";
import { awaitEnd, judge } from "./finish.ts";
import { launch, STARTING, startContainer } from "./launch.ts";
import { isOurs, reservationOf } from "./names.ts";
import type { AttemptContext, ProgressPhase, RunnerParts } from "./parts.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { removeContainer, stopContainer } from "./stop.ts";

export interface Attempt {
  readonly spec: AttemptSpec;
  /** Its end, once reported. */
  ended(): Report | undefined;
  /** The image it waits for. */
  pulls(): Extract<Wait, { kind: "pull" }> | undefined;
  /** Reports again what was reported last, or the end. */
  repeat(): void;
  /** What it waits for while the engine is away; undefined: the engine is back. */
  setAway(message: string | undefined): void;
  /** Resolves when `stopped` was reported; may be called again when it failed. */
  stop(reason: string): Promise<void>;
}

/**
 * @param isKnown whether a container of this name was there when the process connected to the engine
 * @param closing aborted when the process goes
 */
export function runAttempt(
  spec: AttemptSpec,
  name: string,
  parts: RunnerParts,
  isKnown: () => Promise<boolean>,
  closing: AbortSignal,
  tell: (report: Report) => void,
): Attempt {
  const { key } = spec;
  const { clock, engine, ledger, logs } = parts;
  const stopping = new AbortController();
  let last: { phase: ProgressPhase; reason: string } = { phase: "QUEUED", reason: "task submitted to Docker" };
  let away: string | undefined;
  let ended: Report | undefined;
  let prepared: Prepared | undefined;
  let mask: Mask = (text) => text;
  let seen: { found: ContainerInspectInfo; usage: Usage | undefined } | undefined;
  let imageDigest = "";

  const report = (what: Report) => {
    if (!closing.aborted) tell(what);
  };
  const tellProgress = () =>
    report({ kind: "progress", key, at: clock.now(), phase: last.phase, reason: away ?? last.reason });
  const progress = (phase: ProgressPhase, reason: string) => {
    if (stopping.signal.aborted || (last.phase === phase && last.reason === reason)) return;
    last = { phase, reason };
    if (away === undefined) tellProgress();
  };

  async function live(context: AttemptContext): Promise<Verdict> {
    const either = AbortSignal.any([closing, stopping.signal]);
    const adopted = await findAdopted(context);
    either.throwIfAborted();
    if (adopted === "vanished") return judgeVanished(name);
    prepared = await prepare(spec, parts.blobs, parts.platformEnv);
    const isMade = adopted && adopted.State.Status !== "created";
    // What a container that is there was given shows in its box, whatever became of the home's files.
    const secrets = await Promise.all(isMade ? [] : prepared.secrets.map(parts.secrets.store.read));
    mask = await knowSecrets(prepared, secrets);
    either.throwIfAborted();
    let containerId = adopted?.Id;
    if (isMade) {
      ledger.take(name, adopted.State.Running ? reservationOf(adopted.Config.Labels) : NOTHING);
      imageDigest = adopted.Image;
    } else {
      const launched = await launch(context, { ...prepared, secrets });
      containerId = launched.containerId;
      imageDigest = launched.image?.digest ?? "";
    }
    if (containerId === undefined) return judgeVanished(name);
    progress("RUNNING", "started");
    const over = new AbortController();
    const { deadlineMs, graceMs } = prepared.pod?.settings ?? {};
    const startedAt = isMade ? Date.parse(adopted.State.StartedAt) : clock.now();
    if (deadlineMs !== undefined)
      endAtDeadline(context, { startedAt, deadlineMs, graceMs }, AbortSignal.any([over.signal, either]));
    seen = await awaitEnd(context, { id: containerId, startedAt }, either).finally(() => over.abort());
    ledger.release(name);
    if (!seen) return judgeVanished(name);
    if (seen.found.State.Status === "created") {
      await startContainer(context, prepared, containerId); // made, but never started: the call was lost
      seen = await awaitEnd(context, { id: containerId, startedAt: clock.now() }, either);
      if (!seen) return judgeVanished(name);
    }
    either.throwIfAborted();
    return judge(context, prepared, seen);
  }

  async function knowSecrets(of: Prepared, read: readonly ReadSecret[]): Promise<Mask> {
    const values = [...read.map(({ bytes }) => bytes.toString("utf8")), ...(await parts.secrets.box.held(name))];
    return maskOf([...values, ...secretValues(of.env)]);
  }

  /** Our container from before a restart; "vanished" when the log says that there was one. */
  async function findAdopted({ writer }: AttemptContext): Promise<ContainerInspectInfo | "vanished" | undefined> {
    if (await isKnown()) {
      try {
        const found = await engine.insist((docker) => docker.getContainer(name).inspect(), closing);
        if (isOurs(found.Config.Labels, parts.homeId, key)) return found;
      } catch (reason) {
        if (statusOf(reason) !== 404) throw reason;
        return "vanished";
      }
    }
    return writer.extent().lines > 0 && (await wasStarted()) ? "vanished" : undefined;
  }

  async function wasStarted(): Promise<boolean> {
    const { lines } = await logs.range(key, 0, 200);
    return lines.some((line) => line.stream === "ENGINE" && line.text.startsWith(STARTING));
  }

  function factsOf(logBytes: number): Facts {
    return {
      containerId: seen?.found.Id ?? "",
      containerName: name,
      image: prepared?.image ?? "",
      imageDigest,
      command: (prepared?.command ?? []).map(mask),
      args: (prepared?.args ?? []).map(mask),
      env: prepared ? [...toShownAssignments(prepared.env).map(mask), ...secretAssignments(prepared)] : [],
      exitCode: seen?.found.State.ExitCode,
      usage: seen?.usage,
      logBytes,
    };
  }

  async function closeLog(writer: LogWriter, words: string): Promise<number> {
    if (!writer.extent().complete) {
      await writer.append(engineLines(clock.now(), words));
      await writer.complete();
    }
    const { bytes } = writer.extent();
    await logs.close(key);
    return bytes;
  }

  const openLog = async () => maskingWriter(await logs.open(key), () => mask);

  async function run(): Promise<void> {
    const writer = await openLog();
    const context: AttemptContext = {
      spec,
      name,
      parts,
      writer,
      stopping: stopping.signal,
      closing,
      progress,
      say: (text) => writer.append(engineLines(clock.now(), text)),
    };
    let verdict: Verdict;
    try {
      verdict = await live(context);
    } catch (reason) {
      if (closing.aborted || stopping.signal.aborted) return;
      verdict = judgeProblem(reason);
    }
    verdict = maskVerdict(verdict, mask);
    ledger.release(name);
    if (closing.aborted || stopping.signal.aborted) return;
    const exitCode = seen?.found.State.ExitCode;
    const words =
      exitCode === undefined && verdict.kind === "failed"
        ? `${verdict.error.code}: ${verdict.error.message}`
        : `exit code ${exitCode}`;
    const logBytes = await closeLog(writer, words);
    if (stopping.signal.aborted) return;
    ended = { kind: "ended", key, at: clock.now(), verdict, facts: factsOf(logBytes) };
    report(ended);
  }

  async function finishStop(reason: string): Promise<void> {
    await running;
    if (closing.aborted) return;
    await stopContainer(engine, name, prepared?.pod?.settings.graceMs ?? parts.settings.stopGraceMs, closing);
    if (prepared === undefined) mask = maskOf(await parts.secrets.box.held(name)); // it did not get that far
    const writer = await openLog();
    const spoken = { spec, name, parts, writer, stopping: stopping.signal, closing, progress, say: async () => {} };
    const stopped = await awaitEnd(spoken, { id: name, startedAt: clock.now() }, closing).catch((cause: unknown) => {
      if (closing.aborted) throw cause;
      return undefined; // its log or figures cannot be had: it is gone all the same
    });
    seen = stopped ?? seen;
    const logBytes = await closeLog(writer, `stopped: ${reason}`);
    await discard(name, parts, closing);
    report({ kind: "stopped", key, at: clock.now(), facts: seen ? factsOf(logBytes) : undefined });
  }

  tellProgress();
  const running = run().catch((reason: unknown) => {
    // The log cannot be written (a full disk): the attempt ends all the same, and says so.
    if (closing.aborted || stopping.signal.aborted) return;
    ledger.release(name);
    ended = { kind: "ended", key, at: clock.now(), verdict: judgeProblem(reason), facts: factsOf(0) };
    report(ended);
  });

  return {
    spec,
    ended: () => ended,
    pulls() {
      const image = prepared?.image;
      const pull = image === undefined || last.phase !== "INITIALIZING" ? undefined : parts.images.pullOf(image);
      return image !== undefined && pull ? { kind: "pull", image, percent: pull.percent } : undefined;
    },
    repeat: () => (ended ? report(ended) : tellProgress()),
    setAway(message) {
      if (ended || stopping.signal.aborted) return;
      if ((message === undefined) === (away === undefined)) return; // the first word stands until it is back
      away = message;
      tellProgress();
    },
    stop(reason) {
      if (!stopping.signal.aborted) stopping.abort(new Error(reason));
      return finishStop(reason);
    },
  };
}

function secretAssignments({ secrets }: Prepared): string[] {
  return secrets.flatMap(({ variables }) => variables.map(maskedAssignment));
}

const NOTHING = { cpuMillis: 0, memoryBytes: 0 };

/** Removes everything an attempt left: container, figures, directories, reservation. */
export async function discard(name: string, parts: RunnerParts, closing: AbortSignal): Promise<void> {
  await removeContainer(parts.engine, name, closing);
  parts.cgroups()?.remove(name);
  parts.ledger.release(name);
  await parts.secrets.box.remove(name);
  await parts.workDirs.remove(name);
}
