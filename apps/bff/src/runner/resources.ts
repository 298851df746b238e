/**
 * What a task asks of the machine, and what that means for its container (execution.md §5.3).
 *
 * A limit becomes the engine's limit; a request only counts in the ledger. Nothing is invented: what asks for nothing
 * runs without limits, and counts as half a core and 256 MiB. What a project sets (admin.TaskResourceAttributes) stands
 * in where a task says nothing, as request and limit both, and caps what it says.
 */
import type { TaskResourceAttributes } from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
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
export function resourcesOf(
  template: TaskTemplate,
  overrides: TaskNodeOverrides | undefined,
  platform?: TaskResourceAttributes,
): TaskResources {
  const own = template.target.case === "container" ? template.target.value.resources : undefined;
  const asked = (name: Resources_ResourceName): Asked => ({
    request: amountOf("requests", name, overrides?.resources, own),
    limit: amountOf("limits", name, overrides?.resources, own),
  });
  const { defaults, limits } = platform ?? {};
  const set = (name: Resources_ResourceName, value = "") => (value && parseAmount({ name, value })) || undefined;

  const { CPU, MEMORY, GPU } = Resources_ResourceName;
  const cpu = settle(asked(CPU), set(CPU, defaults?.cpu), set(CPU, limits?.cpu), DEFAULT_CPU_MILLIS / 1000);
  const memory = settle(
    asked(MEMORY),
    set(MEMORY, defaults?.memory),
    set(MEMORY, limits?.memory),
    DEFAULT_MEMORY_BYTES,
  );
  // A GPU nobody asked for would only keep it from others: no default.
  const gpus = asked(GPU).limit ?? asked(GPU).request ?? 0;
  return {
    reservation: { cpuMillis: Math.round(1000 * cpu.reserved), memoryBytes: Math.round(memory.reserved) },
    cpuLimitMillis: cpu.limit === undefined ? undefined : Math.max(10, Math.round(cpu.limit * 1000)),
    memoryLimitBytes: memory.limit === undefined ? undefined : Math.round(memory.limit),
    sharedMemoryBytes: sharedMemoryOf(template, overrides),
    gpus: Math.ceil(Math.min(gpus, set(GPU, limits?.gpu) ?? gpus)),
  };
}

/** What a task or its node says; undefined where neither does. */
interface Asked {
  readonly request: number | undefined;
  readonly limit: number | undefined;
}

/**
 * @param standard the project's amount for a task that says nothing
 * @param most what the project allows
 * @param counted what counts in the ledger where nobody says anything
 */
function settle(asked: Asked, standard: number | undefined, most: number | undefined, counted: number) {
  const isSilent = asked.request === undefined && asked.limit === undefined;
  const wanted = isSilent ? standard : asked.limit;
  const limit = most === undefined ? wanted : Math.min(wanted ?? most, most);
  // A request is never more than the limit; without one it is the limit asked for.
  const reserved = Math.min(asked.request ?? wanted ?? counted, limit ?? Number.POSITIVE_INFINITY);
  return { reserved, limit };
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

function parseAmount(entry: Pick<Resources_ResourceEntry, "name" | "value">): number {
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
