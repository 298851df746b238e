/** Requests and limits of a container → `resources`; a value alone where both are the same. */
import type { Resources, Resources_ResourceEntry } from "../../gen/flyteidl/core/tasks_pb.js";
import { resourceNames } from "../lower-resources.ts";
import { compact, fields, type Written } from "./lift-written.ts";

/** Undefined where the message is absent; an empty one is said too. */
export function liftResources(resources: Resources | undefined): Written | undefined {
  if (!resources) return undefined;
  const amount = (key: keyof typeof resourceNames) => {
    const named = (entries: readonly Resources_ResourceEntry[]) => {
      const value = entries.find((each) => each.name === resourceNames[key])?.value;
      return value === undefined ? undefined : quantity(value);
    };
    const [request, limit] = [named(resources.requests), named(resources.limits)];
    if (request === undefined && limit === undefined) return undefined;
    return request === limit ? request : compact(fields({ request, limit }));
  };
  return compact(
    fields({
      cpu: amount("cpu"),
      memory: amount("memory"),
      gpu: amount("gpu"),
      ephemeralStorage: amount("ephemeralStorage"),
    }),
  );
}

/** `2`, not `"2"`: quantities are read as they are written. */
function quantity(text: string): string | bigint {
  return /^(?:0|[1-9]\d{0,15})$/.test(text) ? BigInt(text) : text;
}
