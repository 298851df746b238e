import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type TaskResourceAttributes,
  TaskResourceAttributesSchema,
} from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import {
  Resources_ResourceName,
  type ResourcesSchema,
  TaskTemplateSchema,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { TaskNodeOverridesSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { expect, test } from "vitest";
import { InvalidResources, resourcesOf } from "./resources.ts";

const { CPU, MEMORY, GPU } = Resources_ResourceName;
const MIB = 2 ** 20;
type Entries = Readonly<Partial<Record<"cpu" | "memory" | "gpu", string>>>;

function entries(amounts: Entries) {
  const names = { cpu: CPU, memory: MEMORY, gpu: GPU };
  return (["cpu", "memory", "gpu"] as const).flatMap((each) =>
    amounts[each] === undefined ? [] : [{ name: names[each], value: amounts[each] }],
  );
}
function resources(requests: Entries, limits: Entries): MessageInitShape<typeof ResourcesSchema> {
  return { requests: entries(requests), limits: entries(limits) };
}
function of(
  requests: Entries,
  limits: Entries,
  overrides?: MessageInitShape<typeof TaskNodeOverridesSchema>,
  platform?: TaskResourceAttributes,
) {
  const template = create(TaskTemplateSchema, {
    target: { case: "container", value: { resources: resources(requests, limits) } },
  });
  return resourcesOf(template, overrides && create(TaskNodeOverridesSchema, overrides), platform);
}

test.each([
  // requests, limits → reserved CPU and MiB, limits
  [{}, {}, 500, 256, undefined, undefined],
  [{ cpu: "2" }, {}, 2000, 256, undefined, undefined],
  [{}, { cpu: "1", memory: "1Gi" }, 1000, 1024, 1000, 1024],
  [{ cpu: "500m", memory: "128Mi" }, { cpu: "1", memory: "512Mi" }, 500, 128, 1000, 512],
  [{ cpu: "4" }, { cpu: "1" }, 1000, 256, 1000, undefined],
  [{ cpu: "0" }, { memory: "0" }, 500, 256, undefined, undefined],
  [{}, { cpu: "1m" }, 1, 256, 10, undefined], // the least an engine takes
] as const)("requests %j with limits %j", (requests, limits, cpu, mib, cpuLimit, mibLimit) => {
  expect(of(requests, limits)).toMatchObject({
    reservation: { cpuMillis: cpu, memoryBytes: mib * MIB },
    cpuLimitMillis: cpuLimit,
    memoryLimitBytes: mibLimit === undefined ? undefined : mibLimit * MIB,
  });
});

test("a node's own amounts win, one by one", () => {
  const own = of({ cpu: "1" }, { memory: "1Gi" }, { resources: resources({ cpu: "250m" }, {}) });
  expect(own).toMatchObject({ reservation: { cpuMillis: 250, memoryBytes: 1024 * MIB } });
});

const most = { cpu: "2", memory: "1Gi", gpu: "1" };
test.each([
  // requests, limits, project defaults, project limits → reserved CPU and MiB, limits, GPUs
  [{}, {}, { cpu: "1", memory: "512Mi" }, {}, 1000, 512, 1000, 512, 0],
  [{ cpu: "250m" }, {}, { cpu: "1", memory: "512Mi" }, {}, 250, 512, undefined, 512, 0],
  [{}, { memory: "64Mi" }, { cpu: "1", memory: "512Mi" }, {}, 1000, 64, 1000, 64, 0],
  [{}, {}, {}, most, 500, 256, 2000, 1024, 0],
  [{ cpu: "8", memory: "4Gi" }, { gpu: "4" }, {}, most, 2000, 1024, 2000, 1024, 1],
  [{ cpu: "1" }, { cpu: "4" }, {}, most, 1000, 256, 2000, 1024, 0],
  [{}, {}, { cpu: "4" }, most, 2000, 256, 2000, 1024, 0],
  [{}, {}, { cpu: "0", memory: "0" }, { cpu: "0" }, 500, 256, undefined, undefined, 0],
] as const)("§2.9 requests %j with limits %j in a project with defaults %j and limits %j", (...row) => {
  const [requests, limits, defaults, projectLimits, cpu, mib, cpuLimit, mibLimit, gpus] = row;
  const platform = create(TaskResourceAttributesSchema, { defaults, limits: projectLimits });
  expect(of(requests, limits, undefined, platform)).toMatchObject({
    reservation: { cpuMillis: cpu, memoryBytes: mib * MIB },
    cpuLimitMillis: cpuLimit,
    memoryLimitBytes: mibLimit === undefined ? undefined : mibLimit * MIB,
    gpus,
  });
});

test("GPUs and shared memory are passed on", () => {
  const shared = { mountName: "", mountPath: "", sizeLimit: "64Mi" };
  expect(of({}, { gpu: "2" }, { extendedResources: { sharedMemory: shared } })).toMatchObject({
    gpus: 2,
    sharedMemoryBytes: 64 * MIB,
  });
});

test("what is no amount is named with a form that is", () => {
  expect(() => of({ memory: "lots" }, {})).toThrow(InvalidResources);
  expect(() => of({ memory: "lots" }, {})).toThrow(
    '"lots" is not an amount of memory; write it as 500m, 2, 256Mi or 1Gi',
  );
});
