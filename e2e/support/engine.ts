/** What the Docker engine itself says of a home's containers: the witness for what really ran. */
import { createInterface } from "node:readline";
import Docker from "dockerode";

const docker = new Docker();

/** Containers of this home that exist, running or not. */
export async function containersOf(homeId: string): Promise<Docker.ContainerInfo[]> {
  return docker.listContainers({ all: true, filters: { label: [`skein.home=${homeId}`] } });
}

/** Removes all containers of a home that is given up. */
export async function removeContainersOf(homeId: string): Promise<void> {
  // One may be going already.
  for (const { Id } of await containersOf(homeId))
    await docker
      .getContainer(Id)
      .remove({ force: true })
      .catch(() => {});
}

export interface Starts {
  /** "execution node attempt" of every container of this home that was started, in order. */
  seen(): readonly string[];
  close(): void;
}

/** Notes starts as they happen: asked for afterwards, an engine that others use too has forgotten some. */
export async function watchStarts(homeId: string): Promise<Starts> {
  const seen: string[] = [];
  const abort = new AbortController();
  const events = await docker.getEvents({
    filters: { type: ["container"], event: ["start"], label: [`skein.home=${homeId}`] },
    abortSignal: abort.signal,
  });
  const lines = createInterface({ input: events });
  // Closing is an error to both.
  for (const each of [events, lines]) each.on("error", () => {});
  lines.on("line", (line) => {
    const attributes: Record<string, string> = JSON.parse(line).Actor.Attributes;
    seen.push(["execution", "node", "attempt"].map((name) => attributes[`skein.${name}`]).join(" "));
  });
  return { seen: () => [...seen], close: () => abort.abort() };
}

/** Ends the container of an execution from outside, as somebody with a terminal would; false when none runs. */
export async function killContainerOf(homeId: string, execution: string): Promise<boolean> {
  const running = await docker.listContainers({
    filters: { label: [`skein.home=${homeId}`], status: ["running"] },
  });
  const found = running.find((each) => each.Labels["skein.execution"]?.endsWith(`:${execution}`));
  if (!found) return false;
  await docker.getContainer(found.Id).kill();
  return true;
}
