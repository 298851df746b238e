/** Directories to and from a container through the engine's API: for an engine that does not see our files. */
import { mkdir } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import { packTar, unpackTar } from "modern-tar/fs";
import { statusOf } from "./engine-errors.ts";

/** Puts a directory at a path of a container that is not started yet; missing parents are made by the engine. */
export async function sendDirectory(docker: Docker, containerId: string, source: string, path: string): Promise<void> {
  const tar = packTar([{ type: "directory", source, target: path.replace(/^\/+/, "") }]);
  await docker.getContainer(containerId).putArchive(tar, { path: "/" });
}

/** Fetches a directory, also of a container that has ended; false when it is not there. */
export async function fetchDirectory(
  docker: Docker,
  containerId: string,
  path: string,
  target: string,
): Promise<boolean> {
  await mkdir(target, { recursive: true });
  try {
    const tar = await docker.getContainer(containerId).getArchive({ path });
    await pipeline(tar, unpackTar(target, { strip: 1, dmode: 0o700, fmode: 0o600 }));
    return true;
  } catch (reason) {
    if (statusOf(reason) === 404) return false;
    throw reason;
  }
}
