/**
 * Compute of one attempt, exact to the end: each runs below a control group of its own, whose counters outlive the
 * container.
 *
 * Only as root, with the engine's cgroupfs driver, and on this machine; elsewhere stats-samples.ts. Versions 1 and 2.
 */
import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import type { Figures } from "./usage-sampler.ts";

export interface Compute {
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
}

export interface Cgroups {
  /** The `CgroupParent` for a container of this name. */
  parentOf(name: string): string;
  /** After the container ended; undefined when there is no such group. */
  read(name: string): Compute | undefined;
  /** While it runs. */
  sample(name: string): Figures | undefined;
  /** After the container was removed. */
  remove(name: string): void;
  /** Names of the groups there are, also from before a restart. */
  list(): readonly string[];
}

const ROOT = "/sys/fs/cgroup";

export interface CgroupOptions {
  readonly homeId: string;
  /** As the engine says: `cgroupfs`, `systemd`; `1`, `2`. */
  readonly driver: string;
  readonly version: string;
  /** This process is root on the engine's own machine. */
  readonly isLocalRoot: boolean;
}

export function openCgroups(options: CgroupOptions, root = ROOT): Cgroups | undefined {
  const { homeId, driver, version, isLocalRoot } = options;
  if (!isLocalRoot || driver !== "cgroupfs" || !existsSync(root)) return undefined;
  const ours = `skein/${homeId}`;
  const hierarchies = version === "2" ? [root] : listHierarchies(root);
  const [read, sample] = version === "2" ? [readVersion2, sampleVersion2] : [readVersion1, sampleVersion1];
  return {
    parentOf: (name) => `/${ours}/${name}`,
    read: (name) => read(root, join(ours, name)),
    sample: (name) => sample(root, join(ours, name)),
    remove(name) {
      for (const hierarchy of hierarchies) removeIfEmpty(join(hierarchy, ours, name));
      for (const hierarchy of hierarchies) removeIfEmpty(join(hierarchy, ours));
    },
    list: () => [...new Set(hierarchies.flatMap((hierarchy) => listGroups(join(hierarchy, ours))))],
  };
}

/** Not in this hierarchy, or its container is not quite gone: an empty group costs little, and goes at the next start. */
function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // said above
  }
}

function listGroups(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function listHierarchies(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory()) // "cpu" may be a link to "cpu,cpuacct"
    .map((entry) => join(root, entry.name));
}

function readVersion1(root: string, group: string): Compute | undefined {
  const cpuSeconds = cpuOfVersion1(root, group);
  const peak = readCount(join(root, "memory", group, "memory.max_usage_in_bytes"));
  return cpuSeconds === undefined || peak === undefined ? undefined : { cpuSeconds, peakMemoryBytes: peak };
}

function sampleVersion1(root: string, group: string): Figures | undefined {
  const cpuSeconds = cpuOfVersion1(root, group);
  const memoryBytes = readCount(join(root, "memory", group, "memory.usage_in_bytes"));
  return cpuSeconds === undefined || memoryBytes === undefined ? undefined : { cpuSeconds, memoryBytes };
}

function cpuOfVersion1(root: string, group: string): number | undefined {
  const nanos = readCount(join(root, "cpuacct", group, "cpuacct.usage"));
  return nanos === undefined ? undefined : nanos / 1e9;
}

function readVersion2(root: string, group: string): Compute | undefined {
  const cpuSeconds = cpuOfVersion2(root, group);
  const peak = readCount(join(root, group, "memory.peak")); // Linux 5.19
  return cpuSeconds === undefined || peak === undefined ? undefined : { cpuSeconds, peakMemoryBytes: peak };
}

function sampleVersion2(root: string, group: string): Figures | undefined {
  const cpuSeconds = cpuOfVersion2(root, group);
  const memoryBytes = readCount(join(root, group, "memory.current"));
  return cpuSeconds === undefined || memoryBytes === undefined ? undefined : { cpuSeconds, memoryBytes };
}

function cpuOfVersion2(root: string, group: string): number | undefined {
  const stat = readText(join(root, group, "cpu.stat"));
  const micros = /^usage_usec (\d+)$/m.exec(stat ?? "")?.[1];
  return micros === undefined ? undefined : Number(micros) / 1e6;
}

function readCount(path: string): number | undefined {
  const text = readText(path)?.trim();
  return text && /^\d+$/.test(text) ? Number(text) : undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
