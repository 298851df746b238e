/**
 * A pod task as the container task it comes to: its one container, and what only a pod can ask for that one container
 * can be given (execution.md §5.5). What it cannot be given is refused, by name.
 */
import { create } from "@bufbuild/protobuf";
import {
  type Container,
  ContainerSchema,
  type K8sPod,
  Resources_ResourceName as ResourceName,
  type Resources,
  ResourcesSchema,
  type TaskTemplate,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { Problem } from "@skein/spec/problem";
import { parseQuantity } from "../quantity.ts";
import { type FoundPod, findPod } from "./find-pod.ts";
import { entriesOf, fieldOf, isSaid, itemsOf, type Json, numberOf, textOf, textsOf } from "./pod-json.ts";
import { ignoredFields, podRefusals } from "./pod-refusals.ts";

/** The task's pod is none that can be run here; permanent. */
export class BadTaskSpecification extends Problem {
  readonly kind = "invalid";
}

export interface PodTask {
  readonly container: Container;
  readonly settings: PodSettings;
  /** Fields that mean nothing here, by name. */
  readonly ignored: readonly string[];
}

/** What a pod says of its container beyond what a container task can. */
export interface PodSettings {
  readonly labels: Readonly<Record<string, string>>;
  readonly workingDir: string | undefined;
  readonly hostname: string | undefined;
  /** "1000", "1000:1000". */
  readonly user: string | undefined;
  readonly addedCapabilities: readonly string[];
  readonly droppedCapabilities: readonly string[];
  readonly isRootReadOnly: boolean;
  readonly emptyDirs: readonly EmptyDir[];
  /** From its start; undefined: none. */
  readonly deadlineMs: number | undefined;
  /** Between asking it to end and killing it; undefined: as for all. */
  readonly graceMs: number | undefined;
}

interface EmptyDir {
  readonly path: string;
  readonly isReadOnly: boolean;
  readonly inMemory: boolean;
  readonly maxBytes: number | undefined;
}

/**
 * Undefined when the task has no pod.
 *
 * @throws BadTaskSpecification
 */
export function podTaskOf(template: TaskTemplate, override?: K8sPod): PodTask | undefined {
  const pod = findPod(template, override);
  if (!pod) return undefined;
  const { spec } = pod;
  const container = primaryOf(pod);
  const refusals = podRefusals(spec, container);
  if (refusals.length > 0) throw new BadTaskSpecification(refusals.join("; "));
  return {
    container: containerOf(container, pod),
    settings: settingsOf(pod, container),
    ignored: ignoredFields(spec, container),
  };
}

function primaryOf({ spec, primary }: FoundPod): Json {
  if (!spec) throw new BadTaskSpecification("it has no pod spec");
  if (primary === "") throw new BadTaskSpecification("it does not name its pod's primary container");
  const containers = itemsOf(spec.containers);
  const found = containers.find((each) => fieldOf(each, "name") === primary);
  if (found === undefined) throw new BadTaskSpecification(`its pod has no container named ${primary}, its primary one`);
  const others = containers.filter((each) => each !== found).map((each) => textOf(fieldOf(each, "name")));
  if (others.length > 0)
    throw new BadTaskSpecification(`its pod has more than one container: ${primary}, and ${others.join(", ")}`);
  return found;
}

function containerOf(container: Json, { dataConfig }: FoundPod): Container {
  return create(ContainerSchema, {
    image: textOf(fieldOf(container, "image")),
    command: textsOf(fieldOf(container, "command")),
    args: textsOf(fieldOf(container, "args")),
    env: itemsOf(fieldOf(container, "env")).map((each) => ({
      key: textOf(fieldOf(each, "name")),
      value: textOf(fieldOf(each, "value")),
    })),
    resources: resourcesOf(fieldOf(container, "resources")),
    ...(dataConfig && { dataConfig }),
  });
}

const resourceNames: Readonly<Record<string, ResourceName>> = {
  cpu: ResourceName.CPU,
  memory: ResourceName.MEMORY,
  "ephemeral-storage": ResourceName.EPHEMERAL_STORAGE,
  "nvidia.com/gpu": ResourceName.GPU,
};

function resourcesOf(resources: Json): Resources {
  const listed = (list: "requests" | "limits") =>
    entriesOf(fieldOf(resources, list)).flatMap(([key, value]) => {
      const name = resourceNames[key];
      return name === undefined ? [] : [{ name, value: textOf(value) }];
    });
  return create(ResourcesSchema, { requests: listed("requests"), limits: listed("limits") });
}

function settingsOf({ spec, labels }: FoundPod, container: Json): PodSettings {
  const own = fieldOf(container, "securityContext");
  const ofPod = fieldOf(spec, "securityContext");
  const security = (name: string) => fieldOf(own, name) ?? fieldOf(ofPod, name);
  const capabilities = fieldOf(own, "capabilities");
  return {
    labels,
    workingDir: textOf(fieldOf(container, "workingDir")) || undefined,
    hostname: textOf(fieldOf(spec, "hostname")) || undefined,
    user: userOf(numberOf(security("runAsUser")), numberOf(security("runAsGroup"))),
    addedCapabilities: textsOf(fieldOf(capabilities, "add")),
    droppedCapabilities: textsOf(fieldOf(capabilities, "drop")),
    isRootReadOnly: fieldOf(own, "readOnlyRootFilesystem") === true,
    emptyDirs: emptyDirsOf(spec, container),
    deadlineMs: millisOf(fieldOf(spec, "activeDeadlineSeconds")),
    graceMs: millisOf(fieldOf(spec, "terminationGracePeriodSeconds")),
  };
}

function userOf(user: number | undefined, group: number | undefined): string | undefined {
  if (user === undefined) return undefined;
  return group === undefined ? String(user) : `${user}:${group}`;
}

function millisOf(seconds: Json): number | undefined {
  const value = numberOf(seconds);
  return value === undefined ? undefined : value * 1000;
}

function emptyDirsOf(spec: Json, container: Json): EmptyDir[] {
  const volumes = new Map(itemsOf(fieldOf(spec, "volumes")).map((each) => [textOf(fieldOf(each, "name")), each]));
  const mounted = new Set<string>();
  return itemsOf(fieldOf(container, "volumeMounts")).map((mount) => {
    const name = textOf(fieldOf(mount, "name"));
    const volume = volumes.get(name);
    if (volume === undefined)
      throw new BadTaskSpecification(`its container mounts ${name}, which is no volume of its pod`);
    // Two places of one directory: a container alone has no use for it, and an engine no word.
    if (mounted.has(name) || isSaid(fieldOf(mount, "subPath")))
      throw new BadTaskSpecification(`its container mounts the volume ${name} twice, or a part of it`);
    mounted.add(name);
    const emptyDir = fieldOf(volume, "emptyDir");
    const limit = parseQuantity(textOf(fieldOf(emptyDir, "sizeLimit")));
    return {
      path: textOf(fieldOf(mount, "mountPath")),
      isReadOnly: fieldOf(mount, "readOnly") === true,
      inMemory: fieldOf(emptyDir, "medium") === "Memory",
      maxBytes: limit === undefined ? undefined : Math.round(limit),
    };
  });
}
