/** From running to the verdict: wait, keep the log, read the figures, judge what was written. */

import { toBinary } from "@bufbuild/protobuf";
import { singularOutputs } from "@skein/engine/array-plan";
import type { Verdict } from "@skein/engine/event";
import type { Millis } from "@skein/engine/run";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { ContainerInspectInfo } from "dockerode";
import { readErrorDocument } from "../../blobs/literal-maps.ts";
import { joinUri } from "../../blobs/uri.ts";
import { judgeProblem } from "../judge-problem.ts";
import { formatMemory } from "../ledger.ts";
import { readOutputs, storeFutures } from "../raw/read-outputs.ts";
import type { Usage } from "../runner.ts";
import { judgeStoredOutputs, tooLarge } from "../stored-outputs.ts";
import { failed, judgeContainer, judgeErrorDocument, judgeOutputSize } from "../verdict.ts";
import { nap } from "./abort.ts";
import { fetchDirectory } from "./archive.ts";
import type { Cgroups } from "./cgroups.ts";
import { isPastDeadline } from "./deadline.ts";
import type { Engine } from "./engine.ts";
import { codeOf, statusOf } from "./engine-errors.ts";
import { followLog } from "./follow-log.ts";
import type { AttemptContext } from "./parts.ts";
import type { Prepared } from "./prepare.ts";
import { followStats } from "./stats-samples.ts";
import { openUsageSampler, type UsageSampler } from "./usage-sampler.ts";

/** How long after the end the engine may take to notice that it was for lack of memory. */
const OOM_NOTICE_MS = 250;
/** Nodes the task asks for in its place (execution.md §4.4). */
const FUTURES = "futures.pb";
const TAIL = { lines: 80, bytes: 2048 };

export interface ContainerOutcome {
  readonly found: ContainerInspectInfo;
  readonly usage: Usage | undefined;
}

/** Resolves when the container has ended and its log is stored; undefined when somebody removed it. */
export async function awaitEnd(
  context: AttemptContext,
  container: { readonly id: string; readonly startedAt: Millis },
  signal: AbortSignal,
): Promise<ContainerOutcome | undefined> {
  const { engine, clock, cgroups, logs } = context.parts;
  const containerId = container.id;
  const over = new AbortController();
  const either = AbortSignal.any([over.signal, signal]);
  const sampler = await openUsageSampler(logs.pathOf(context.spec.key), container.startedAt, clock.now);
  const groups = cgroups();
  const samples = groups ? undefined : followStats(engine, containerId, either, sampler.offer);
  if (groups) void sampleGroup(groups, context, sampler, either);
  const following = followLog({ engine, clock, containerId, writer: context.writer, ended: over.signal, signal });
  following.catch(() => {}); // it is awaited below, unless the wait itself fails
  await orGone(engine.insist((docker) => docker.getContainer(containerId).wait(), signal)).finally(() => over.abort());
  await following;
  const found = await inspectEnded(context, containerId, signal);
  if (!found) return undefined;
  const compute = cgroups()?.read(context.name) ?? samples?.latest();
  const [startedAt, endedAt] = [Date.parse(found.State.StartedAt), Date.parse(found.State.FinishedAt)];
  if (compute) await sampler.end({ startedAt, endedAt, ...compute });
  return { found, usage: compute && { ...compute, wallMs: Math.max(0, endedAt - startedAt) } };
}

/** Until it is over: two small files of the kernel's, no more often than there is room for. */
async function sampleGroup(
  groups: Cgroups,
  { name, parts: { clock } }: AttemptContext,
  sampler: UsageSampler,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await nap(clock, sampler.intervalMs(), signal);
    if (signal.aborted) return;
    const figures = groups.sample(name);
    if (figures) sampler.offer(figures);
  }
}

async function inspectEnded(
  { parts: { engine, clock } }: AttemptContext,
  containerId: string,
  signal: AbortSignal,
): Promise<ContainerInspectInfo | undefined> {
  const inspect = () => orGone(engine.insist((docker) => docker.getContainer(containerId).inspect(), signal));
  let found = await inspect();
  while (found && /^(removing|dead)$/.test(found.State.Status)) {
    await nap(clock, OOM_NOTICE_MS, signal);
    signal.throwIfAborted();
    found = await inspect();
  }
  const { Memory } = found?.HostConfig ?? {};
  if (found?.State.ExitCode === 137 && !found.State.OOMKilled && Memory) {
    await nap(clock, OOM_NOTICE_MS, signal);
    found = await inspect();
  }
  return found;
}

/** Undefined when there is no such container. */
async function orGone<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((reason: unknown) => {
    if (statusOf(reason) === 404) return undefined;
    throw reason;
  });
}

/** The verdict on an ended container and on what it wrote; outputs.pb is there when it is a success. */
export async function judge(context: AttemptContext, prepared: Prepared, outcome: ContainerOutcome): Promise<Verdict> {
  const { parts, name, spec } = context;
  const { found } = outcome;
  const { ExitCode, OOMKilled } = found.State;
  const { deadlineMs } = prepared.pod?.settings ?? {};
  if (isPastDeadline(deadlineMs, found.State))
    return failed(
      "DeadlineExceeded",
      "USER",
      true,
      `The pod ran longer than its activeDeadlineSeconds, ${(deadlineMs ?? 0) / 1000} s`,
    );
  const onContainer = judgeContainer(
    {
      containerName: name,
      image: prepared.image,
      exitCode: ExitCode,
      oomKilled: OOMKilled || ranOutOfMemory(outcome, parts.engine.wasSignalled(found.Id)),
      memoryLimit: found.HostConfig.Memory ? formatMemory(found.HostConfig.Memory) : undefined,
      duringOutage: endedUnseen(found.State, parts.engine),
      signalled: parts.engine.wasSignalled(found.Id),
      logTail: ExitCode === 0 && !OOMKilled ? "" : await parts.logs.tail(spec.key, TAIL),
    },
    parts.settings,
  );
  if (onContainer) return onContainer;
  try {
    return prepared.raw ? await judgeRaw(context, prepared, found.Id) : await judgeWritten(context);
  } catch (reason) {
    if (context.closing.aborted) throw reason;
    return judgeProblem(reason);
  }
}

/** What an engine that is started says of a container that ended without it. */
const LOST_EXIT_CODE = 255;

/** Whether the engine, not the task, may be why it failed: it was away, or it was started anew before we met it. */
export function endedUnseen(
  { ExitCode, FinishedAt }: Pick<ContainerInspectInfo["State"], "ExitCode" | "FinishedAt">,
  engine: Pick<Engine, "wasAwayAt" | "metAt">,
): boolean {
  const at = Date.parse(FinishedAt);
  if (ExitCode === 0) return false;
  return engine.wasAwayAt(at) || (ExitCode === LOST_EXIT_CODE && at < (engine.metAt() ?? 0));
}

/**
 * The engine's own flag may be missing: the kernel's notice is lost when the container's group goes before it is read.
 * Then what was measured tells: killed by nobody, with the memory at its limit.
 */
export function ranOutOfMemory(
  {
    found,
    usage,
  }: { readonly found: Pick<ContainerInspectInfo, "State" | "HostConfig">; readonly usage: Usage | undefined },
  signalled: boolean,
): boolean {
  const limit = found.HostConfig.Memory ?? 0;
  return found.State.ExitCode === 137 && !signalled && limit > 0 && (usage?.peakMemoryBytes ?? 0) >= limit * 0.9;
}

/** Copilot's part: files → outputs.pb, or a futures.pb among them as it is. */
async function judgeRaw(context: AttemptContext, prepared: Prepared, containerId: string): Promise<Verdict> {
  const { parts, spec } = context;
  const outputPath = prepared.raw?.outputPath;
  if (outputPath === undefined) return { kind: "succeeded", outputs: undefined };
  const written = await readAll(context, outputPath, containerId);
  if (written.kind !== "outputs") return written;
  const { outputs } = written;
  const bytes = toBinary(LiteralMapSchema, outputs);
  if (bytes.length > parts.settings.maxOutputBytes)
    return judgeOutputSize(tooLarge(bytes.length, parts.settings.maxOutputBytes));
  const uri = joinUri(spec.paths.outputPrefix, "outputs.pb");
  await parts.blobs.write(uri, bytes);
  return { kind: "succeeded", outputs: uri };
}

type Written = Extract<Verdict, { kind: "dynamic" | "succeeded" }> | { kind: "outputs"; outputs: LiteralMap };

/** In place where the engine sees our files and we may read them, else through the engine. */
async function readAll(
  { parts, spec, name, closing }: AttemptContext,
  outputPath: string,
  containerId: string,
): Promise<Written> {
  const outputsOfTask = spec.template.interface?.outputs;
  // An element writes one of each, though its task speaks of lists.
  const declared = outputsOfTask && spec.subNode ? singularOutputs(outputsOfTask, spec.subNode) : outputsOfTask;
  const read = async (directory: string): Promise<Written> => {
    const { rawOutputPrefix, outputPrefix } = spec.paths;
    const { blobs, settings } = parts;
    const place = { directory, outputPath, rawOutputPrefix, blobs, maxBytes: settings.maxOutputBytes };
    const futures = joinUri(outputPrefix, FUTURES);
    // As with an SDK, nothing else counts then.
    if (await storeFutures(FUTURES, futures, place)) return { kind: "dynamic", futures };
    if (!declared || Object.keys(declared.variables).length === 0) return { kind: "succeeded", outputs: undefined };
    return { kind: "outputs", outputs: await readOutputs(declared, place) };
  };
  if (parts.files.shared) {
    try {
      return await read(parts.workDirs.outputsOf(name));
    } catch (reason) {
      if (codeOf(reason) !== "EACCES" && codeOf(reason) !== "EPERM") throw reason;
    }
  }
  const target = parts.workDirs.fetchedOf(name);
  await parts.engine.insist((docker) => fetchDirectory(docker, containerId, outputPath, target), closing);
  return read(target);
}

/** An SDK's part: what the container itself wrote to its output prefix, in upstream's order. */
async function judgeWritten({ parts, spec }: AttemptContext): Promise<Verdict> {
  const at = (file: string) => joinUri(spec.paths.outputPrefix, file);
  if ((await parts.blobs.size(at(FUTURES))) !== undefined) return { kind: "dynamic", futures: at(FUTURES) };
  const document = await readErrorDocument(parts.blobs, at("error.pb"));
  if (document) return judgeErrorDocument(document.error);
  if (Object.keys(spec.template.interface?.outputs?.variables ?? {}).length === 0)
    return { kind: "succeeded", outputs: undefined };
  return judgeStoredOutputs(parts.blobs, at("outputs.pb"), parts.settings.maxOutputBytes);
}
