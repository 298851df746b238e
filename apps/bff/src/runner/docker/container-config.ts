/** The engine's create call for an attempt. */
import type { ContainerCreateOptions, HostConfig, MountSettings } from "dockerode";
import { toAssignments } from "../environment.ts";
import type { PodSettings } from "../pod/pod-container.ts";
import type { Labels } from "./names.ts";
import type { NetworkChoice } from "./network.ts";
import type { Prepared } from "./prepare.ts";

export interface ContainerSetup {
  readonly name: string;
  readonly labels: Labels;
  readonly prepared: Prepared;
  /** Variables that hold secrets; the task's own win over them, as upstream. */
  readonly secretEnv: ReadonlyMap<string, string>;
  readonly network: NetworkChoice;
  readonly cgroupParent: string | undefined;
  /** The engine's cores: a higher limit is refused by it. */
  readonly cpus: number;
  /** Host directory → place in the container; none when the engine does not see our files. */
  readonly mounts: readonly Place[];
}

/** A directory of ours that a container sees, or gets a copy of. */
export interface Place {
  readonly source: string;
  readonly target: string;
  readonly isReadOnly?: boolean;
}

export function containerConfigOf(setup: ContainerSetup): ContainerCreateOptions {
  const { prepared } = setup;
  return {
    name: setup.name,
    Image: prepared.image,
    // Empty is not the same as not given: it would take the image's own away.
    ...(prepared.command.length > 0 && { Entrypoint: [...prepared.command] }),
    ...(prepared.args.length > 0 && { Cmd: [...prepared.args] }),
    Env: toAssignments(new Map([...setup.secretEnv, ...prepared.env])),
    Labels: { ...prepared.pod?.settings.labels, ...setup.labels },
    HostConfig: { ...hostConfigOf(setup), ...podHostConfig(prepared.pod?.settings) },
    ...podConfig(prepared.pod?.settings),
  };
}

function podConfig({ workingDir, hostname, user }: Partial<PodSettings> = {}): ContainerCreateOptions {
  return {
    ...(workingDir !== undefined && { WorkingDir: workingDir }),
    ...(hostname !== undefined && { Hostname: hostname }),
    ...(user !== undefined && { User: user }),
  };
}

function podHostConfig(pod: PodSettings | undefined): HostConfig {
  if (!pod) return {};
  return {
    ...(pod.addedCapabilities.length > 0 && { CapAdd: [...pod.addedCapabilities] }),
    ...(pod.droppedCapabilities.length > 0 && { CapDrop: [...pod.droppedCapabilities] }),
    ...(pod.isRootReadOnly && { ReadonlyRootfs: true }),
  };
}

/** In memory, or on the engine's disk; both go with the container. */
function emptyDirMount({ path, isReadOnly, inMemory, maxBytes }: PodSettings["emptyDirs"][number]): MountSettings {
  return {
    Type: inMemory ? "tmpfs" : "volume",
    Source: "",
    Target: path,
    ...(isReadOnly && { ReadOnly: true }),
    ...(inMemory && maxBytes !== undefined && { TmpfsOptions: { SizeBytes: maxBytes, Mode: 0o1777 } }),
  };
}

function hostConfigOf({ prepared, network, cgroupParent, cpus, mounts }: ContainerSetup): HostConfig {
  const { cpuLimitMillis, memoryLimitBytes, sharedMemoryBytes, gpus } = prepared.resources;
  return {
    NetworkMode: network.mode,
    // Not Binds: those make a missing source on the engine's side instead of saying that it is missing.
    Mounts: [
      ...mounts.map(({ source, target, isReadOnly }) => ({
        Type: "bind" as const,
        Source: source,
        Target: target,
        ...(isReadOnly && { ReadOnly: true }),
      })),
      ...(prepared.pod?.settings.emptyDirs ?? []).map(emptyDirMount),
    ],
    LogConfig: { Type: "json-file", Config: {} }, // whatever the engine's default is: this one can be read back
    ...(network.gateway && { ExtraHosts: [`host.docker.internal:${network.gateway}`] }),
    ...(cgroupParent && { CgroupParent: cgroupParent }),
    ...(cpuLimitMillis !== undefined && { NanoCpus: Math.min(cpuLimitMillis, cpus * 1000) * 1_000_000 }),
    // Swap counts in: a task over its limit is killed rather than slowed down.
    ...(memoryLimitBytes !== undefined && { Memory: memoryLimitBytes, MemorySwap: memoryLimitBytes }),
    ...(sharedMemoryBytes !== undefined && { ShmSize: sharedMemoryBytes }),
    ...(gpus > 0 && {
      DeviceRequests: [{ Driver: "", Count: gpus, DeviceIDs: [], Capabilities: [["gpu"]], Options: {} }],
    }),
  };
}
