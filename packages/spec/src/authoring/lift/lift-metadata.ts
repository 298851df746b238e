/** Retries, timeouts, interruptible, caching and descriptions → their keys, for tasks and nodes. */
import { create, equals } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { formatShortDuration } from "../../duration.ts";
import type { DescriptionEntity } from "../../gen/flyteidl/admin/description_entity_pb.js";
import type { TaskMetadata, TaskTemplate } from "../../gen/flyteidl/core/tasks_pb.js";
import type { NodeMetadata } from "../../gen/flyteidl/core/workflow_pb.js";
import { compact, fields, type Written } from "./lift-written.ts";

type Timing = Readonly<Record<"retries" | "timeout" | "interruptible" | "cache", Written | undefined>>;

const none = create(DurationSchema);

/** What a task says of its retries, time and caching. */
export function liftTaskMetadata(metadata: TaskMetadata | undefined): Timing {
  const retries = metadata?.retries?.retries ?? 0;
  const { interruptibleValue: interruptible } = metadata ?? {};
  return {
    retries: retries > 0 ? BigInt(retries) : undefined,
    timeout: metadata?.timeout && formatShortDuration(metadata.timeout),
    cache: metadata?.discoverable
      ? writeCache(metadata.discoveryVersion, metadata.cacheSerializable || undefined, metadata.cacheIgnoreInputVars)
      : undefined,
    interruptible: interruptible?.case && interruptible.value,
  };
}

/**
 * @param task the one the node runs: its timeout need not be said again
 * @param ignore inputs of the task it runs that the cache ignores
 */
export function liftNodeMetadata(
  metadata: NodeMetadata | undefined,
  task?: TaskTemplate,
  ignore: readonly string[] = [],
): Timing {
  const { retries, timeout, interruptibleValue, cacheableValue, cacheVersionValue, cacheSerializableValue } =
    metadata ?? {};
  const serializable = cacheSerializableValue?.case && cacheSerializableValue.value;
  const isCached = cacheVersionValue?.case !== undefined && cacheableValue?.value !== false;
  const isOfTask = equals(DurationSchema, timeout ?? none, task?.metadata?.timeout ?? none);
  return {
    retries: retries && BigInt(retries.retries),
    timeout: timeout && !isOfTask ? formatShortDuration(timeout) : undefined,
    interruptible: interruptibleValue?.case && interruptibleValue.value,
    cache: isCached
      ? writeCache(cacheVersionValue.value, serializable, ignore)
      : cacheableValue?.case === undefined
        ? undefined
        : cacheableValue.value,
  };
}

function writeCache(version: string, serializable: boolean | undefined, ignore: readonly string[]): Written {
  if (serializable === undefined && ignore.length === 0) return version;
  return compact(fields({ version, serializable, ignore: ignore.length > 0 ? compact(ignore) : undefined }));
}

/** All of a description as one text: lowering takes its first line as the short one. */
export function liftDescription(description: DescriptionEntity | undefined): string | undefined {
  const long = description?.longDescription?.content;
  return long?.case === "value" ? long.value : description?.shortDescription;
}
