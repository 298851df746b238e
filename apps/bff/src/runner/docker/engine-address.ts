/** Where the engine is, and what to say when it is not there. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { DockerOptions } from "dockerode";
import { codeOf, wordsOf } from "./engine-errors.ts";

export interface EngineAddress {
  readonly options: DockerOptions;
  /** As a user knows it: a path, or what DOCKER_HOST says. */
  readonly shown: string;
  /** Named by DOCKER_HOST rather than found. */
  readonly isNamed: boolean;
}

/** @param dockerHost DOCKER_HOST: `unix:///path`, `tcp://host:port`, `https://…` or `ssh://…` */
export function engineAddress(dockerHost: string | undefined, exists = existsSync): EngineAddress {
  if (dockerHost === undefined) {
    const found = knownSockets().find((path) => exists(path)) ?? "/var/run/docker.sock";
    return { options: { socketPath: found }, shown: found, isNamed: false };
  }
  const socketPath = /^(?:unix:\/\/)?(\/.+)$/.exec(dockerHost)?.[1];
  if (socketPath) return { options: { socketPath }, shown: dockerHost, isNamed: true };
  // The client reads DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH itself for every other kind.
  return { options: {}, shown: dockerHost, isNamed: true };
}

/** Docker, rootless Docker, Docker Desktop, colima, Rancher Desktop, Podman. */
function knownSockets(): string[] {
  const home = homedir();
  const runtime = `/run/user/${process.getuid?.() ?? 0}`;
  return [
    "/var/run/docker.sock",
    join(runtime, "docker.sock"),
    join(home, ".docker/run/docker.sock"),
    join(home, ".docker/desktop/docker.sock"),
    join(home, ".colima/default/docker.sock"),
    join(home, ".rd/docker.sock"),
    join(runtime, "podman/podman.sock"),
  ];
}

/** One sentence: what is wrong, and what to do. */
export function remedyOf(reason: unknown, { shown, isNamed }: EngineAddress): string {
  const code = codeOf(reason);
  if (code === "EACCES" || code === "EPERM")
    return `This user may not use ${shown}: join the docker group (sudo usermod -aG docker $USER) and log in again.`;
  if (isNamed)
    return `No Docker engine answers at DOCKER_HOST=${shown} (${wordsOf(reason)}): start it, or unset DOCKER_HOST.`;
  const start =
    process.platform === "darwin"
      ? "start Docker Desktop or colima, or install one (https://docs.docker.com/desktop)"
      : "start it (sudo systemctl start docker), or install one (https://docs.docker.com/engine/install)";
  return `No Docker engine answers at ${shown} (${code ?? wordsOf(reason)}): ${start}.`;
}
