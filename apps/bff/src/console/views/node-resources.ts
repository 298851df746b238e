import { create } from "@bufbuild/protobuf";
import { type Container, Resources_ResourceName as Name, type Resources } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { type NodeResources, NodeResourcesSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { BadTaskSpecification, podTaskOf } from "../../runner/pod/pod-container.ts";
import { parseQuantity } from "../../runner/quantity.ts";
import type { Drawn } from "./closure.ts";
import { taskTemplateOf } from "./task-template.ts";

/** A workflow version does not change: what its nodes ask for is read once. */
const known = new WeakMap<Drawn, NodeResources[]>();

/** What the nodes of a workflow ask of the machine; nodes that ask for nothing are left out. */
export function nodeResources(drawn: Drawn): NodeResources[] {
  const found = known.get(drawn) ?? [...drawn.nodes.keys()].flatMap((path) => resourcesAt(drawn, path));
  known.set(drawn, found);
  return found;
}

function resourcesAt(drawn: Drawn, path: string): NodeResources[] {
  const resources = containerAt(drawn, path)?.resources;
  if (!resources) return [];
  const cpuRequest = amountOf(resources, "requests", Name.CPU);
  const cpuLimit = amountOf(resources, "limits", Name.CPU);
  const memoryRequest = amountOf(resources, "requests", Name.MEMORY);
  const memoryLimit = amountOf(resources, "limits", Name.MEMORY);
  const said = {
    ...(cpuRequest ? { cpuRequest } : {}),
    ...(cpuLimit ? { cpuLimit } : {}),
    ...(memoryRequest ? { memoryRequestBytes: BigInt(Math.round(memoryRequest)) } : {}),
    ...(memoryLimit ? { memoryLimitBytes: BigInt(Math.round(memoryLimit)) } : {}),
  };
  return Object.keys(said).length > 0 ? [create(NodeResourcesSchema, { path, ...said })] : [];
}

function containerAt(drawn: Drawn, path: string): Container | undefined {
  const template = taskTemplateOf(drawn, path);
  if (template?.target.case === "container") return template.target.value;
  try {
    return template && podTaskOf(template)?.container;
  } catch (reason) {
    if (reason instanceof BadTaskSpecification) return undefined; // a launch says what is wrong with it
    throw reason;
  }
}

/** Zero and what is no amount count as not said, as for the runner. */
function amountOf(resources: Resources, list: "requests" | "limits", name: Name): number | undefined {
  const entry = resources[list].find((each) => each.name === name);
  return entry && parseQuantity(entry.value);
}
