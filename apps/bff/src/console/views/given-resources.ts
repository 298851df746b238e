import { create } from "@bufbuild/protobuf";
import type { TaskResourceAttributes } from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import { type NodeResources, NodeResourcesSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { parseQuantity } from "../../runner/quantity.ts";

/**
 * What a task is given of what it asks for, as the runner settles it (runner/resources.ts): a project's amounts stand
 * in where it says nothing, and cap what it says.
 */
export function givenResources(
  path: string,
  asked: NodeResources | undefined,
  project: TaskResourceAttributes | undefined,
): NodeResources {
  const { defaults, limits } = project ?? {};
  const cpu = settle(asked?.cpuRequest, asked?.cpuLimit, defaults?.cpu, limits?.cpu);
  const memory = settle(
    toNumber(asked?.memoryRequestBytes),
    toNumber(asked?.memoryLimitBytes),
    defaults?.memory,
    limits?.memory,
  );
  return create(NodeResourcesSchema, {
    path,
    ...(cpu.request === undefined ? {} : { cpuRequest: cpu.request }),
    ...(cpu.limit === undefined ? {} : { cpuLimit: cpu.limit }),
    ...(memory.request === undefined ? {} : { memoryRequestBytes: BigInt(Math.round(memory.request)) }),
    ...(memory.limit === undefined ? {} : { memoryLimitBytes: BigInt(Math.round(memory.limit)) }),
  });
}

/** Of one resource; an amount of the project's that is zero or none counts as not said. */
function settle(request: number | undefined, limit: number | undefined, standard = "", most = "") {
  const [usual, cap] = [parseQuantity(standard) || undefined, parseQuantity(most) || undefined];
  const isSilent = request === undefined && limit === undefined;
  const wanted = isSilent ? usual : limit;
  const given = cap === undefined ? wanted : Math.min(wanted ?? cap, cap);
  const reserved = isSilent ? usual : request;
  return { request: reserved && Math.min(reserved, given ?? reserved), limit: given };
}

const toNumber = (bytes: bigint | undefined) => (bytes === undefined ? undefined : Number(bytes));
