/** What a pod may ask of a cluster that one container on one machine cannot give (execution.md §5.5). */
import { entriesOf, fieldOf, isSaid, itemsOf, type Json, textOf } from "./pod-json.ts";

/** Each the end of a sentence that begins with the task: "its pod has init containers". */
export function podRefusals(spec: Json, container: Json): string[] {
  return [
    ...refusedFields(spec, {
      initContainers: "its pod has init containers",
      ephemeralContainers: "its pod has ephemeral containers",
      hostNetwork: "its pod wants the host's network",
      hostPID: "its pod wants the host's processes",
      hostIPC: "its pod wants the host's shared memory",
    }),
    ...restartRefusal(textOf(fieldOf(spec, "restartPolicy"))),
    ...itemsOf(fieldOf(spec, "volumes")).flatMap(volumeRefusal),
    ...refusedFields(container, {
      envFrom: "its container takes variables from elsewhere (envFrom)",
      volumeDevices: "its container wants devices",
      lifecycle: "its container has lifecycle hooks",
    }),
    ...itemsOf(fieldOf(container, "env")).flatMap((variable) =>
      isSaid(fieldOf(variable, "valueFrom"))
        ? [`its variable ${textOf(fieldOf(variable, "name"))} takes its value from elsewhere (valueFrom)`]
        : [],
    ),
    ...itemsOf(fieldOf(container, "ports")).flatMap((port) =>
      isSaid(fieldOf(port, "hostPort"))
        ? [`its container wants port ${textOf(fieldOf(port, "hostPort"))} of the host`]
        : [],
    ),
    ...(fieldOf(fieldOf(container, "securityContext"), "privileged") === true ? ["its container is privileged"] : []),
  ];
}

/** What is said of the pod that means nothing where there is one machine: named, not refused. */
export function ignoredFields(spec: Json, container: Json): string[] {
  return [
    ...ignoredOfPod.filter((name) => isSaid(fieldOf(spec, name))),
    ...ignoredOfContainer.filter((name) => isSaid(fieldOf(container, name))),
  ];
}

const ignoredOfPod = [
  "nodeSelector",
  "nodeName",
  "affinity",
  "tolerations",
  "schedulerName",
  "serviceAccountName",
  "priorityClassName",
  "runtimeClassName",
  "topologySpreadConstraints",
  "imagePullSecrets",
];
const ignoredOfContainer = ["imagePullPolicy", "livenessProbe", "readinessProbe", "startupProbe"];

const refusedFields = (value: Json, words: Readonly<Record<string, string>>): string[] =>
  Object.entries(words).flatMap(([name, word]) => (isSaid(fieldOf(value, name)) ? [word] : []));

function restartRefusal(policy: string): string[] {
  if (policy === "" || policy === "Never") return [];
  return [`its pod restarts its container (restartPolicy ${policy}); give the task retries instead`];
}

function volumeRefusal(volume: Json): string[] {
  const kind = entriesOf(volume).find(([name]) => name !== "name")?.[0] ?? "no kind";
  return kind === "emptyDir" ? [] : [`its volume ${textOf(fieldOf(volume, "name"))} is of kind ${kind}, not emptyDir`];
}
