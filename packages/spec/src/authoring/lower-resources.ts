/**
 * CPU, memory, GPUs and scratch space. A plain value is request and limit at once, as a limit that is left out means
 * upstream; quantities are checked by the compiler.
 *
 * @see flyteidl/core/tasks.proto Resources
 */
import { create } from "@bufbuild/protobuf";
import {
  type Resources,
  Resources_ResourceEntrySchema,
  Resources_ResourceName,
  ResourcesSchema,
} from "../gen/flyteidl/core/tasks_pb.js";
import type { DocScalar } from "./document.ts";
import type { ResourcesDoc } from "./schema.ts";
import type { SourceMap } from "./source-map.ts";

/** What a container can ask for, by its key. */
export const resourceNames = {
  cpu: Resources_ResourceName.CPU,
  memory: Resources_ResourceName.MEMORY,
  gpu: Resources_ResourceName.GPU,
  ephemeralStorage: Resources_ResourceName.EPHEMERAL_STORAGE,
} as const;

/** @param path where the message will stand, for the source map */
export function lowerResources(doc: ResourcesDoc, map: SourceMap, path: readonly (string | number)[]): Resources {
  const resources = create(ResourcesSchema);
  map.set(path, doc.at);
  for (const key of ["cpu", "memory", "gpu", "ephemeralStorage"] as const) {
    const amount = doc[key];
    if (!amount) continue;
    const entry = (value: DocScalar, side: "requests" | "limits") => {
      map.set([...path, side, resources[side].length], value);
      resources[side].push(create(Resources_ResourceEntrySchema, { name: resourceNames[key], value: value.text }));
    };
    if (amount.request) entry(amount.request, "requests");
    if (amount.limit) entry(amount.limit, "limits");
  }
  return resources;
}
