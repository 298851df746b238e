import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { NodeMetadata } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { CachePlan } from "./plan.ts";

/**
 * Whether and how results of a task node are kept: as its task says, but for what the node says itself. A task without
 * outputs has no result to keep.
 */
export function cacheOf(template: TaskTemplate | undefined, node: NodeMetadata | undefined): CachePlan | undefined {
  const task = template?.metadata;
  const isCached = node?.cacheableValue?.case === undefined ? task?.discoverable : node.cacheableValue.value;
  const hasOutputs = Object.keys(template?.interface?.outputs?.variables ?? {}).length > 0;
  if (isCached !== true || !hasOutputs) return undefined;
  const own = node?.cacheSerializableValue;
  return {
    version: node?.cacheVersionValue?.value || (task?.discoveryVersion ?? ""),
    isSerializable: own?.case === undefined ? (task?.cacheSerializable ?? false) : own.value,
  };
}

export const noCacheVersion = (task: string): string =>
  `Task ${task} is cached, but has no cache version; give it one, or register it without caching.`;
