import { create, type JsonObject, type MessageInitShape } from "@bufbuild/protobuf";
import {
  K8sPodSchema,
  Resources_ResourceName as Name,
  TaskTemplateSchema,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { expect, test } from "vitest";
import { BadTaskSpecification, podTaskOf } from "./pod-container.ts";

const main = { name: "main", image: "busybox:1.36" };

function task(podSpec: JsonObject | undefined, more: MessageInitShape<typeof TaskTemplateSchema> = {}) {
  return create(TaskTemplateSchema, {
    type: "sidecar",
    config: { primary_container_name: "main" },
    target: { case: "k8sPod", value: { ...(podSpec && { podSpec }) } },
    ...more,
  });
}
const withMain = (container: JsonObject, pod: JsonObject = {}) =>
  task({ ...pod, containers: [{ ...main, ...container }] });

test("§5.5 its one container is the task's", () => {
  const found = podTaskOf(
    withMain({
      command: ["run"],
      args: ["--n", "{{.inputs.n}}"],
      env: [{ name: "A", value: "1" }],
      resources: { requests: { cpu: "500m", "example.com/fpga": 1 }, limits: { memory: "64Mi", "nvidia.com/gpu": 1 } },
    }),
  );
  expect(found?.container).toMatchObject({
    image: "busybox:1.36",
    command: ["run"],
    args: ["--n", "{{.inputs.n}}"],
    env: [{ key: "A", value: "1" }],
    resources: {
      requests: [{ name: Name.CPU, value: "500m" }],
      limits: [
        { name: Name.MEMORY, value: "64Mi" },
        { name: Name.GPU, value: "1" },
      ],
    },
  });
  expect(found?.ignored).toEqual([]);
});

test("§5.5 what else a pod can ask of one container", () => {
  const found = podTaskOf(
    withMain(
      {
        workingDir: "/work",
        volumeMounts: [
          { name: "shm", mountPath: "/dev/shm" },
          { name: "disk", mountPath: "/scratch", readOnly: true },
        ],
        securityContext: { runAsGroup: 7, readOnlyRootFilesystem: true, capabilities: { add: ["A"], drop: ["ALL"] } },
      },
      {
        hostname: "here",
        securityContext: { runAsUser: 1000, runAsGroup: 6 },
        volumes: [
          { name: "shm", emptyDir: { medium: "Memory", sizeLimit: "1Gi" } },
          { name: "disk", emptyDir: {} },
        ],
        activeDeadlineSeconds: 3,
        terminationGracePeriodSeconds: 1,
      },
    ),
  );
  expect(found?.settings).toEqual({
    labels: {},
    workingDir: "/work",
    hostname: "here",
    user: "1000:7",
    addedCapabilities: ["A"],
    droppedCapabilities: ["ALL"],
    isRootReadOnly: true,
    emptyDirs: [
      { path: "/dev/shm", isReadOnly: false, inMemory: true, maxBytes: 2 ** 30 },
      { path: "/scratch", isReadOnly: true, inMemory: false, maxBytes: undefined },
    ],
    deadlineMs: 3000,
    graceMs: 1000,
  });
});

test("what means nothing on one machine is named", () => {
  const pod = { nodeSelector: { disk: "ssd" }, tolerations: [], serviceAccountName: "train", dnsPolicy: "Default" };
  expect(podTaskOf(withMain({ imagePullPolicy: "Always" }, pod))?.ignored).toEqual([
    "nodeSelector",
    "serviceAccountName",
    "imagePullPolicy",
  ]);
});

test.each<[string, ReturnType<typeof task>, string]>([
  ["no spec", task(undefined), "it has no pod spec"],
  ["no primary", task({ containers: [main] }, { config: {} }), "it does not name its pod's primary container"],
  ["another primary", task({ containers: [{ name: "x" }] }), "its pod has no container named main, its primary one"],
  [
    "two containers",
    task({ containers: [{ name: "proxy" }, main] }),
    "its pod has more than one container: main, and proxy",
  ],
  ["init containers", withMain({}, { initContainers: [main] }), "its pod has init containers"],
  ["host network", withMain({}, { hostNetwork: true }), "its pod wants the host's network"],
  [
    "restarts",
    withMain({}, { restartPolicy: "Always" }),
    "its pod restarts its container (restartPolicy Always); give the task retries instead",
  ],
  [
    "a claim",
    withMain({}, { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "c" } }] }),
    "its volume data is of kind persistentVolumeClaim, not emptyDir",
  ],
  [
    "several",
    withMain({ env: [{ name: "KEY", valueFrom: { secretKeyRef: {} } }], securityContext: { privileged: true } }),
    "its variable KEY takes its value from elsewhere (valueFrom); its container is privileged",
  ],
  [
    "a port of the host",
    withMain({ ports: [{ containerPort: 80, hostPort: 80 }] }),
    "its container wants port 80 of the host",
  ],
  [
    "an unknown volume",
    withMain({ volumeMounts: [{ name: "lost", mountPath: "/x" }] }),
    "its container mounts lost, which is no volume of its pod",
  ],
  [
    "a part of a volume",
    withMain(
      { volumeMounts: [{ name: "v", mountPath: "/x", subPath: "y" }] },
      { volumes: [{ name: "v", emptyDir: {} }] },
    ),
    "its container mounts the volume v twice, or a part of it",
  ],
  ["a spec of another shape", task({ containers: "main" }), "its pod has no container named main, its primary one"],
])("§5.5 %s is refused", (_, given, words) => {
  expect(() => podTaskOf(given)).toThrow(new BadTaskSpecification(words));
});

test.each([
  ["of the second form", { config: { primary_container_name: "main" }, custom: { containers: [main] } }],
  ["of the first form", { custom: { podSpec: { containers: [main] }, primaryContainerName: "main" } }],
])("a sidecar task %s has its pod in its custom part", (_, given) => {
  const template = create(TaskTemplateSchema, { type: "sidecar", ...given });
  expect(podTaskOf(template)?.container.image).toBe("busybox:1.36");
});

test("§4.1 a node's own pod takes the place of what the task has", () => {
  const override = create(K8sPodSchema, {
    podSpec: { containers: [{ name: "p", image: "other" }] },
    primaryContainerName: "p",
    metadata: { labels: { team: "ml" }, annotations: { note: "x" } },
  });
  const template = create(TaskTemplateSchema, { target: { case: "container", value: { image: "own" } } });
  expect(podTaskOf(template)).toBeUndefined();
  const found = podTaskOf(template, override);
  expect(found?.container.image).toBe("other");
  expect(found?.settings.labels).toEqual({ team: "ml", note: "x" });
});
