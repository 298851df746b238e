/** Where a task has its pod: as its target, or, of old SDKs, in its custom part (flyteplugins' pod plugin). */
import type { JsonObject } from "@bufbuild/protobuf";
import type { DataLoadingConfig, K8sPod, TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { fieldOf, textOf } from "./pod-json.ts";

export interface FoundPod {
  /** Undefined: there should be one, and is none. */
  readonly spec: JsonObject | undefined;
  /** Empty when the task does not say. */
  readonly primary: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly dataConfig: DataLoadingConfig | undefined;
}

/** @param override the node's own pod, which takes the place of whatever the task has */
export function findPod(template: TaskTemplate, override: K8sPod | undefined): FoundPod | undefined {
  const named = template.config.primary_container_name ?? "";
  if (override?.podSpec) return podOf(override, override.primaryContainerName || named);
  if (template.target.case === "k8sPod") return podOf(template.target.value, named);
  if (template.type !== "sidecar") return undefined;
  const { custom } = template;
  const nested = fieldOf(custom, "podSpec");
  const spec = typeof nested === "object" && nested !== null && !Array.isArray(nested) ? nested : custom;
  return { spec, primary: named || textOf(fieldOf(custom, "primaryContainerName")), labels: {}, dataConfig: undefined };
}

function podOf({ podSpec, metadata, dataConfig, primaryContainerName }: K8sPod, primary: string): FoundPod {
  return {
    spec: podSpec,
    primary: primary || primaryContainerName,
    labels: { ...metadata?.annotations, ...metadata?.labels },
    dataConfig,
  };
}
