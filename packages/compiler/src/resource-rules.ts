/**
 * What an admin asks of a task's requests and limits before it stores the task.
 *
 * @see flyteadmin/pkg/manager/impl/validation/task_validator.go
 */
import type { JsonValue } from "@bufbuild/protobuf";
import { type Resources_ResourceEntry, Resources_ResourceName } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { isWhole, parseQuantity, type Quantity, wholeUnits } from "./quantity.ts";
import { into, type Trail } from "./trail.ts";

/** The most a task may ask for, as quantities; what is absent is not limited. */
export type ResourceLimits = Readonly<Partial<Record<"CPU" | "GPU" | "MEMORY" | "EPHEMERAL_STORAGE", string>>>;

type LimitedResource = keyof ResourceLimits;

interface Entry {
  readonly quantity: Quantity;
  readonly at: Trail;
}

/** One request or limit as written, of a container or of a pod's container. */
export interface WrittenResource {
  /** As the admin compares them; others are not passed. */
  readonly name: LimitedResource;
  readonly value: string;
  readonly at: Trail;
}

/** Reports each entry that is unreadable, repeated, or out of proportion; `task` is the identifier text. */
export function checkResources(
  written: { readonly requests: readonly WrittenResource[]; readonly limits: readonly WrittenResource[] },
  task: string,
  most: ResourceLimits,
  report: (message: string, at: Trail) => void,
): void {
  const requests = readEntries(written.requests, task, report);
  const limits = readEntries(written.limits, task, report);
  for (const [name, request] of requests) {
    const limit = limits.get(name);
    const platform = most[name] === undefined ? undefined : parseQuantity(most[name]);
    if (name === "GPU") {
      if (limit && wholeUnits(request.quantity) !== wholeUnits(limit.quantity)) {
        report(`For extended resource 'gpu' the default value must equal the limit value for task [${task}]`, limit.at);
      }
    } else {
      if (limit && wholeUnits(limit.quantity) < wholeUnits(request.quantity)) {
        report(
          `Requested ${name} default [${request.quantity.text}] is greater than the limit [${limit.quantity.text}]. ` +
            "Please fix your configuration",
          request.at,
        );
      }
      if (limit && platform && wholeUnits(limit.quantity) > wholeUnits(platform)) {
        report(tooMuch(`${name} limit`, limit.quantity, "", platform), limit.at);
      }
    }
    if (platform && wholeUnits(request.quantity) > wholeUnits(platform)) {
      // Upstream's text has two spaces here.
      report(tooMuch(`${name} default`, request.quantity, " ", platform), request.at);
    }
  }
}

function tooMuch(what: string, asked: Quantity, space: string, platform: Quantity): string {
  return (
    `Requested ${what} [${asked.text}] is greater than ${space}current limit set in the platform configuration ` +
    `[${platform.text}]. Please contact Flyte Admins to change these limits or consult the configuration`
  );
}

function readEntries(
  entries: readonly WrittenResource[],
  task: string,
  report: (message: string, at: Trail) => void,
): Map<LimitedResource, Entry> {
  const read = new Map<LimitedResource, Entry>();
  for (const { name, value, at } of entries) {
    if (read.has(name)) {
      report(`can't specify ${name} limit for task [${task}] multiple times`, at);
      continue;
    }
    const quantity = parseQuantity(value);
    if (!quantity) {
      report(
        `Parsing of ${name} request failed for value ${value} - reason  quantities must match a number and a unit. ` +
          "Please follow K8s conventions for resources " +
          "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
        at,
      );
      continue;
    }
    read.set(name, { quantity, at });
    if (name === "GPU" && !isWhole(quantity)) {
      report(`gpu for [${task}] must be a whole number, got: ${value} instead`, at);
    }
  }
  return read;
}

const limitedNames: Readonly<Partial<Record<Resources_ResourceName, LimitedResource>>> = {
  [Resources_ResourceName.CPU]: "CPU",
  [Resources_ResourceName.GPU]: "GPU",
  [Resources_ResourceName.MEMORY]: "MEMORY",
  [Resources_ResourceName.EPHEMERAL_STORAGE]: "EPHEMERAL_STORAGE",
};

/** A container's requests or limits. */
export function containerResources(entries: readonly Resources_ResourceEntry[], at: Trail): WrittenResource[] {
  return entries.flatMap(({ name, value }, index) => {
    const limited = limitedNames[name];
    return limited ? [{ name: limited, value, at: into(at, index) }] : [];
  });
}

const podNames: Readonly<Record<string, LimitedResource>> = {
  cpu: "CPU",
  memory: "MEMORY",
  "ephemeral-storage": "EPHEMERAL_STORAGE",
  "nvidia.com/gpu": "GPU",
};

/** Requests or limits of a container in a pod spec, where they are a map by Kubernetes' names. */
export function podResources(map: JsonValue | undefined, at: Trail): WrittenResource[] {
  if (typeof map !== "object" || map === null || Array.isArray(map)) return [];
  return Object.entries(map).flatMap(([key, value]) => {
    const limited = Object.hasOwn(podNames, key) ? podNames[key] : undefined;
    return limited ? [{ name: limited, value: String(value), at: into(at, key) }] : [];
  });
}
