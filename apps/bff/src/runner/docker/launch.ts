/**
 * From prepared to running: image, admission, files, create, start.
 *
 * Creating and starting are never given up half-way (a stop waits for them), because a call that was cut off may still
 * make a container.
 */
import type Docker from "dockerode";
import { ContainerRefused, NameTaken, ResourceRequestsExceedLimits, StartInterrupted } from "../judge-problem.ts";
import { planInputFiles } from "../raw/input-files.ts";
import { writeInputFiles } from "../raw/write-inputs.ts";
import { SECRETS_DIR } from "../secrets/plan-secrets.ts";
import type { ReadSecret } from "../secrets/secret-store.ts";
import { variablesOf } from "../secrets/secret-variables.ts";
import { nap, within } from "./abort.ts";
import { sendDirectory } from "./archive.ts";
import { containerConfigOf, type Place } from "./container-config.ts";
import { isUnreachable, statusOf, wordsOf } from "./engine-errors.ts";
import type { Image } from "./images.ts";
import { isOurs, labelsOf } from "./names.ts";
import type { NetworkChoice } from "./network.ts";
import type { AttemptContext } from "./parts.ts";
import type { Prepared } from "./prepare.ts";

export interface Launched {
  readonly containerId: string;
  readonly image: Image | undefined;
}

/** What a container is made of. */
export interface Ingredients extends Prepared {
  readonly secrets: readonly ReadSecret[];
}

/** @throws the stop signal's reason, or the Problem that keeps it from running */
export async function launch(context: AttemptContext, prepared: Ingredients): Promise<Launched> {
  const { parts, stopping } = context;
  await sayIgnored(context, prepared.pod?.ignored ?? []);
  const image = await ensureImage(context, prepared);
  const network = await parts.networks.choose(prepared.raw === undefined, context.closing);
  if (network.note) await context.say(network.note);
  await admit(context, prepared);
  return parts.starts.run(async () => {
    stopping.throwIfAborted();
    context.progress("INITIALIZING", "starting the container");
    await layOutFiles(context, prepared);
    const containerId = await createContainer(context, prepared, network);
    await startContainer(context, prepared, containerId);
    return { containerId, image };
  });
}

async function sayIgnored(context: AttemptContext, fields: readonly string[]): Promise<void> {
  if (fields.length === 0) return;
  const words = `of its pod, what means nothing on one machine is left out: ${fields.join(", ")}`;
  context.progress("QUEUED", words);
  await context.say(words);
}

async function ensureImage(context: AttemptContext, prepared: Prepared): Promise<Image> {
  let said = false;
  return context.parts.images.ensure(
    prepared.image,
    (words) => {
      context.progress("INITIALIZING", words);
      if (!said || words.includes("failed")) void context.say(words);
      said = true;
    },
    context.stopping,
  );
}

async function admit(context: AttemptContext, { resources: { reservation } }: Prepared): Promise<void> {
  const { ledger } = context.parts;
  const never = ledger.whyNever(reservation);
  if (never)
    throw new ResourceRequestsExceedLimits(
      `The task can never run here: ${never}; ask for less, or use a larger machine`,
    );
  const admitted = new Promise<void>((resolve) => {
    ledger.admit(context.name, reservation, resolve, (reason) => context.progress("WAITING_FOR_RESOURCES", reason));
  });
  await within(context.stopping, admitted); // leaving the queue is the supervisor's release
}

async function layOutFiles({ parts, name }: AttemptContext, { raw, inputs, secrets }: Ingredients): Promise<void> {
  if (raw?.inputPath !== undefined)
    await writeInputFiles(
      planInputFiles(inputs, raw.inputPath, raw.format),
      parts.workDirs.inputsOf(name),
      parts.blobs,
    );
  if (raw?.outputPath !== undefined) await parts.workDirs.makeOutputs(name);
  if (secrets.length > 0) await parts.secrets.box.layOut(name, secrets);
}

/** What comes from, or goes to, our directories. */
async function placesOf({ parts, name }: AttemptContext, { raw, secrets }: Ingredients): Promise<Place[]> {
  const { workDirs } = parts;
  const hasFiles = secrets.some(({ files }) => files.length > 0);
  return [
    ...(raw?.inputPath === undefined ? [] : [{ source: workDirs.inputsOf(name), target: raw.inputPath }]),
    ...(raw?.outputPath === undefined ? [] : [{ source: workDirs.outputsOf(name), target: raw.outputPath }]),
    ...(hasFiles ? [{ source: await parts.secrets.box.filesOf(name), target: SECRETS_DIR, isReadOnly: true }] : []),
  ];
}

async function createContainer(
  context: AttemptContext,
  prepared: Ingredients,
  network: NetworkChoice,
): Promise<string> {
  const { parts, name, spec, closing } = context;
  const places = await placesOf(context, prepared);
  const create = (docker: Docker, cpus: number) =>
    docker.createContainer(
      containerConfigOf({
        name,
        labels: labelsOf(parts.homeId, spec.key, prepared.resources.reservation),
        prepared,
        secretEnv: variablesOf(prepared.secrets),
        network,
        cgroupParent: parts.cgroups()?.parentOf(name),
        cpus,
        mounts: parts.files.shared ? places : [],
      }),
    );
  for (const pauseMs of [...parts.settings.retryPausesMs, undefined]) {
    try {
      const containerId = await parts.engine.insist(
        async (docker, info) => (await create(docker, info.cpus)).id,
        closing,
      );
      await sendFiles(context, containerId, places);
      return containerId;
    } catch (reason) {
      const words = wordsOf(reason);
      const status = statusOf(reason);
      if (status === undefined || isUnreachable(reason)) throw reason;
      if (status === 409) return await adoptByName(context, places);
      if (/bind source path does not exist|mounts denied/i.test(words) && parts.files.shared)
        parts.files.shared = false;
      else if (status === 404 && /image/i.test(words)) {
        parts.images.forget(prepared.image); // removed since we looked
        await ensureImage(context, prepared);
      } else if (status === 400 || status === 404)
        throw new ContainerRefused("CreateContainerConfigError", `The engine refuses this container: ${words}`, {
          cause: reason,
        });
      else if (pauseMs !== undefined) await nap(parts.clock, pauseMs, closing);
      if (pauseMs === undefined)
        throw new ContainerRefused("CreateContainerError", `The engine could not make the container: ${words}`, {
          cause: reason,
        });
    }
  }
  throw new ContainerRefused("CreateContainerError", "The engine could not make the container");
}

/** Ours from before a crash, or from a call whose answer was lost. */
async function adoptByName(context: AttemptContext, places: readonly Place[]): Promise<string> {
  const { parts, name, spec, closing } = context;
  const found = await parts.engine.insist((docker) => docker.getContainer(name).inspect(), closing);
  if (!isOurs(found.Config.Labels, parts.homeId, spec.key))
    throw new NameTaken(`The container name ${name} is in use by something else; remove it (docker rm -f ${name})`);
  if (found.State.Status === "created") await sendFiles(context, found.Id, places);
  return found.Id;
}

async function sendFiles(
  { parts, closing }: AttemptContext,
  containerId: string,
  places: readonly Place[],
): Promise<void> {
  if (parts.files.shared) return;
  for (const { source, target } of places)
    await parts.engine.insist((docker) => sendDirectory(docker, containerId, source, target), closing);
}

/** The first words of an attempt whose container was made: a restarted process goes by them. */
export const STARTING = "starting container";

/** Starts a container that may have been started before; what the engine says against it is told in words. */
export async function startContainer(context: AttemptContext, prepared: Prepared, containerId: string): Promise<void> {
  const { parts, closing } = context;
  // Before it starts: its own first line has a later time.
  await context.say(`${STARTING} ${context.name}`);
  for (const pauseMs of [...parts.settings.retryPausesMs, undefined]) {
    try {
      await parts.engine.insist((docker) => docker.getContainer(containerId).start(), closing);
      return;
    } catch (reason) {
      const status = statusOf(reason);
      if (status === 304) return; // runs already
      if (status === undefined) throw reason;
      const words = wordsOf(reason);
      const missing = missingCommand(words, prepared.image);
      if (missing) throw new ContainerRefused("StartError", missing, { cause: reason });
      if (status === 404 && /no such container/i.test(words)) return; // its end says what became of it
      if (status === 404) parts.networks.forget();
      if (pauseMs === undefined) {
        const message = `The engine could not start the container: ${words}`;
        if (isHalfStarted(words)) throw new StartInterrupted(message, { cause: reason });
        throw new ContainerRefused("CreateContainerError", message, { cause: reason });
      }
      await nap(parts.clock, pauseMs, closing);
    }
  }
}

/** The words for what an engine left that was killed while it started the container: no setting of the task's does it. */
export function isHalfStarted(words: string): boolean {
  return /\balready exists\b|\bid already in use\b/.test(words);
}

/** The runtime's words for a command that cannot be run, as ours. */
export function missingCommand(words: string, image: string): string | undefined {
  const [, command, trouble] = /exec: "([^"]*)": (.*)/s.exec(words) ?? [];
  if (command === undefined || trouble === undefined) return undefined;
  if (/executable file not found|no such file or directory/.test(trouble))
    return `The command "${command}" is not in the image ${image}: use one that is, or an image that has it`;
  if (/permission denied/.test(trouble))
    return `The command "${command}" of the image ${image} may not be run (permission denied): make it executable in the image`;
  return undefined;
}
