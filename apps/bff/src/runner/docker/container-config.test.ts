import { create } from "@bufbuild/protobuf";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { expect, test } from "vitest";
import { type ContainerSetup, containerConfigOf } from "./container-config.ts";
import type { Prepared } from "./prepare.ts";

const prepared: Prepared = {
  image: "busybox:1.36",
  command: [],
  args: [],
  env: new Map([["A", "1"]]),
  resources: {
    reservation: { cpuMillis: 500, memoryBytes: 1 },
    cpuLimitMillis: undefined,
    memoryLimitBytes: undefined,
    sharedMemoryBytes: undefined,
    gpus: 0,
  },
  raw: undefined,
  inputs: create(LiteralMapSchema),
  secrets: [],
  pod: undefined,
};
const setup: ContainerSetup = {
  name: "skein-1",
  labels: { "skein.home": "h" },
  prepared,
  secretEnv: new Map(),
  network: { mode: "none", gateway: undefined, note: undefined },
  cgroupParent: undefined,
  cpus: 2,
  mounts: [],
};

test("what is not asked for is not set", () => {
  expect(containerConfigOf(setup)).toEqual({
    name: "skein-1",
    Image: "busybox:1.36",
    Env: ["A=1"],
    Labels: { "skein.home": "h" },
    HostConfig: { NetworkMode: "none", Mounts: [], LogConfig: { Type: "json-file", Config: {} } },
  });
});

test("§5.4 secrets are read-only, and a variable of the task's own wins over one of theirs", () => {
  const config = containerConfigOf({
    ...setup,
    secretEnv: new Map([
      ["A", "hidden"],
      ["_FSEC_G_K", "value"],
    ]),
    mounts: [{ source: "/dev/shm/skein-h/skein-1/files", target: "/etc/flyte/secrets", isReadOnly: true }],
  });
  expect(config.Env).toEqual(["A=1", "_FSEC_G_K=value"]);
  expect(config.HostConfig?.Mounts).toEqual([
    { Type: "bind", Source: "/dev/shm/skein-h/skein-1/files", Target: "/etc/flyte/secrets", ReadOnly: true },
  ]);
});

test("command and args are entrypoint and command", () => {
  const config = containerConfigOf({ ...setup, prepared: { ...prepared, command: ["sh"], args: ["-c", "true"] } });
  expect(config).toMatchObject({ Entrypoint: ["sh"], Cmd: ["-c", "true"] });
});

test("limits become the engine's: no swap beside the memory, no more cores than there are", () => {
  const resources = {
    ...prepared.resources,
    cpuLimitMillis: 64_000,
    memoryLimitBytes: 2 ** 20,
    sharedMemoryBytes: 2 ** 26,
    gpus: 1,
  };
  const { HostConfig } = containerConfigOf({ ...setup, prepared: { ...prepared, resources } });
  expect(HostConfig).toMatchObject({
    NanoCpus: 2e9,
    Memory: 2 ** 20,
    MemorySwap: 2 ** 20,
    ShmSize: 2 ** 26,
    DeviceRequests: [{ Count: 1, Capabilities: [["gpu"]] }],
  });
});

test("mounts, control group and the host's name are set where there are any", () => {
  const { HostConfig } = containerConfigOf({
    ...setup,
    network: { mode: "skein", gateway: "172.18.0.1", note: undefined },
    cgroupParent: "/skein/skein-1",
    mounts: [{ source: "/home/work/in", target: "/var/inputs" }],
  });
  expect(HostConfig).toMatchObject({
    NetworkMode: "skein",
    ExtraHosts: ["host.docker.internal:172.18.0.1"],
    CgroupParent: "/skein/skein-1",
    Mounts: [{ Type: "bind", Source: "/home/work/in", Target: "/var/inputs" }],
  });
});
