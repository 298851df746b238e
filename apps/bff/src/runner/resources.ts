/**
 * What a task asks of the machine, and what that means for its container (execution.md §5.3).
 *
 * A limit becomes the engine's limit; a request only counts in the ledger. Nothing is invented: what asks for nothing
 * runs without limits, and counts as half a core and 256 MiB.
 */
import {
  type Resources,
  type Resources_ResourceEntry,
  Resources_ResourceName,
  type TaskTemplate,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { TaskNodeOverrides } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { Problem } from "@skein/spec/problem";
import type { Reservation } from "./ledger.ts";
import { parseQuantity } from "./quantity.ts";

export class InvalidResources extends Problem {
  readonly kind = "invalid";
}

export interface TaskResources {
  readonly reservation: Reservation;
  /** Undefined: no limit. */
  readonly cpuLimitMillis: number | undefined;
  readonly memoryLimitBytes: number | undefined;
  readonly sharedMemoryBytes: number | undefined;
  readonly gpus: number;
}

const DEFAULT_CPU_MILLIS = 500;
const DEFAULT_MEMORY_BYTES = 256 * 2 ** 20;

/** @throws InvalidResources when an amount is not a quantity */
export function resourcesOf(template: TaskTemplate, overrides: TaskNodeOverrides | undefined): TaskResources {
  const own = template.target.case === "container" ? template.target.value.resources : undefined;
  const request = (name: Resources_ResourceName) => amountOf("requests", name, overrides?.resources, own);
  const limit = (name: Resources_ResourceName) => amountOf("limits", name, overrides?.resources, own);

  const { CPU, MEMORY, GPU } = Resources_ResourceName;
  const cpuLimit = limit(CPU);
  const memoryLimit = limit(MEMORY);
  return {
    reservation: {
      cpuMillis: Math.round(1000 * capped(request(CPU), cpuLimit, DEFAULT_CPU_MILLIS / 1000)),
      memoryBytes: Math.round(capped(request(MEMORY), memoryLimit, DEFAULT_MEMORY_BYTES)),
    },
    cpuLimitMillis: cpuLimit === undefined ? undefined : Math.max(10, Math.round(cpuLimit * 1000)),
    memoryLimitBytes: memoryLimit === undefined ? undefined : Math.round(memoryLimit),
    sharedMemoryBytes: sharedMemoryOf(template, overrides),
    gpus: Math.ceil(limit(GPU) ?? request(GPU) ?? 0),
  };
}

/** A request is never more than the limit; without one it is the limit. */
function capped(request: number | undefined, limit: number | undefined, standard: number): number {
  return Math.min(request ?? limit ?? standard, limit ?? Number.POSITIVE_INFINITY);
}

/** The node's own amount, else the task's; zero counts as not given, as for Kubernetes' limits. */
function amountOf(
  list: "requests" | "limits",
  name: Resources_ResourceName,
  ...sources: readonly (Resources | undefined)[]
): number | undefined {
  for (const source of sources) {
    const entry = source?.[list].find((each) => each.name === name);
    const amount = entry && parseAmount(entry);
    if (amount) return amount;
  }
  return undefined;
}

function parseAmount(entry: Resources_ResourceEntry): number {
  const amount = parseQuantity(entry.value);
  if (amount !== undefined) return amount;
  const name = Resources_ResourceName[entry.name]?.toLowerCase() ?? "resource";
  throw new InvalidResources(`"${entry.value}" is not an amount of ${name}; write it as 500m, 2, 256Mi or 1Gi`);
}

function sharedMemoryOf(template: TaskTemplate, overrides: TaskNodeOverrides | undefined): number | undefined {
  const shared = overrides?.extendedResources?.sharedMemory ?? template.extendedResources?.sharedMemory;
  if (!shared?.sizeLimit) return undefined;
  const size = parseQuantity(shared.sizeLimit);
  if (size !== undefined) return Math.round(size);
  throw new InvalidResources(`"${shared.sizeLimit}" is not an amount of shared memory; write it as 256Mi or 1Gi`);
}
