/** What the Docker engine itself says of a home's containers: the witness for what really ran. */
import Docker from "dockerode";

const docker = new Docker();

export interface Started {
  readonly execution: string;
  readonly node: string;
  readonly attempt: string;
}

/** Containers of this home that exist, running or not. */
export async function containersOf(homeId: string): Promise<Docker.ContainerInfo[]> {
  return docker.listContainers({ all: true, filters: { label: [`skein.home=${homeId}`] } });
}

/** Every start of a container of this home since `sinceMs`, in order. */
export async function startsOf(homeId: string, sinceMs: number): Promise<Started[]> {
  const stream = await docker.getEvents({
    since: Math.floor(sinceMs / 1000),
    until: Math.floor(Date.now() / 1000) + 1,
    filters: { type: ["container"], event: ["start"], label: [`skein.home=${homeId}`] },
  });
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const attributes: Record<string, string> = JSON.parse(line).Actor.Attributes;
      return {
        execution: attributes["skein.execution"] ?? "",
        node: attributes["skein.node"] ?? "",
        attempt: attributes["skein.attempt"] ?? "",
      };
    });
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
