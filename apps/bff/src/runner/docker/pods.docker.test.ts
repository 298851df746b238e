/** Pod tasks in real containers (execution.md §5.5). */
import { create, type JsonObject } from "@bufbuild/protobuf";
import { K8sPodSchema, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, openBench } from "./testing/bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

async function runPod(script: string, container: JsonObject = {}, pod: JsonObject = {}) {
  const spec = await bench.prepare({ outputs: { said: "string" } });
  const podSpec = {
    ...pod,
    containers: [{ name: "main", image: "busybox:1.36", command: ["sh", "-euc", script], ...container }],
  };
  const dataConfig = { enabled: true, outputPath: "/var/outputs" };
  const target = { case: "k8sPod", value: create(K8sPodSchema, { podSpec, dataConfig }) } as const;
  const config = { primary_container_name: "main" };
  bench.runner().start({ ...spec, template: create(TaskTemplateSchema, { ...spec.template, config, target }) });
  return bench.until("ended");
}

test("§5.5 its container has the directory, user, name, variables and empty directories that its pod gives it", async () => {
  const { facts } = await runPod(
    `echo x > /scratch/file; echo x > /memory/file; df -P /memory | tail -1 | cut -d' ' -f1 > /tmp/fs
     echo "$(pwd) $(id -u):$(id -g) $(hostname) $GREETING $(cat /tmp/fs)" > /var/outputs/said`,
    {
      workingDir: "/tmp",
      env: [{ name: "GREETING", value: "hello" }],
      volumeMounts: [
        { name: "disk", mountPath: "/scratch" },
        { name: "memory", mountPath: "/memory" },
      ],
    },
    {
      hostname: "podling",
      nodeSelector: { disk: "ssd" },
      securityContext: { runAsUser: 0, runAsGroup: 3 },
      volumes: [
        { name: "disk", emptyDir: {} },
        { name: "memory", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
      ],
    },
  );
  expect(await bench.outputs()).toEqual({ said: "/tmp 0:3 podling hello tmpfs" });
  expect(facts.image).toBe("busybox:1.36");
  expect(await bench.log()).toContain("ENGINE of its pod, what means nothing on one machine is left out: nodeSelector");
});

test("§5.5 it ends at its pod's deadline", async () => {
  const { verdict } = await runPod("sleep 60", {}, { activeDeadlineSeconds: 1, terminationGracePeriodSeconds: 0 });
  expect(verdict).toEqual({
    kind: "failed",
    retryable: true,
    error: {
      code: "DeadlineExceeded",
      kind: "USER",
      message: "The pod ran longer than its activeDeadlineSeconds, 1 s",
    },
  });
});

test("§5.5 what a pod cannot be given is refused before there is a container", async () => {
  const { verdict } = await runPod("true", {}, { hostNetwork: true });
  expect(verdict).toMatchObject({ retryable: false, error: { code: "BadTaskSpecification", kind: "USER" } });
  expect(await bench.containers()).toEqual([]);
});
