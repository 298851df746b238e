/**
 * Compute of one attempt, exact to the end: each runs below a control group of its own, whose counters outlive the
 * container.
 *
 * Only as root, with the engine's cgroupfs driver, and on this machine; elsewhere stats-samples.ts. Versions 1 and 2.
 */
import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";

export interface Compute {
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
}

export interface Cgroups {
  /** The `CgroupParent` for a container of this name. */
  parentOf(name: string): string;
  /** After the container ended; undefined when there is no such group. */
  read(name: string): Compute | undefined;
  /** After the container was removed. */
  remove(name: string): void;
}

const ROOT = "/sys/fs/cgroup";
const OURS = "skein";

/** @param isLocalRoot this process is root on the engine's own machine */
export function openCgroups(driver: string, version: string, isLocalRoot: boolean, root = ROOT): Cgroups | undefined {
  if (!isLocalRoot || driver !== "cgroupfs" || !existsSync(root)) return undefined;
  const hierarchies = version === "2" ? [root] : listHierarchies(root);
  const read = version === "2" ? readVersion2 : readVersion1;
  return {
    parentOf: (name) => `/${OURS}/${name}`,
    read: (name) => read(root, join(OURS, name)),
    remove(name) {
      for (const hierarchy of hierarchies) {
        try {
          rmdirSync(join(hierarchy, OURS, name));
        } catch {
          // not in this hierarchy, or its container is not quite gone: an empty group costs nothing
        }
      }
    },
  };
}

function listHierarchies(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory()) // "cpu" may be a link to "cpu,cpuacct"
    .map((entry) => join(root, entry.name));
}

function readVersion1(root: string, group: string): Compute | undefined {
  const nanos = readCount(join(root, "cpuacct", group, "cpuacct.usage"));
  const peak = readCount(join(root, "memory", group, "memory.max_usage_in_bytes"));
  return nanos === undefined || peak === undefined ? undefined : { cpuSeconds: nanos / 1e9, peakMemoryBytes: peak };
}

function readVersion2(root: string, group: string): Compute | undefined {
  const stat = readText(join(root, group, "cpu.stat"));
  const micros = /^usage_usec (\d+)$/m.exec(stat ?? "")?.[1];
  const peak = readCount(join(root, group, "memory.peak")); // Linux 5.19
  return micros === undefined || peak === undefined
    ? undefined
    : { cpuSeconds: Number(micros) / 1e6, peakMemoryBytes: peak };
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
