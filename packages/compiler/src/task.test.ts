import { fromJson, type JsonObject } from "@bufbuild/protobuf";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { expect, it } from "vitest";
import { compileTask } from "./task.ts";

const id = { resourceType: "TASK", project: "p", domain: "d", name: "t", version: "v" };
const container = { image: "busybox:1.36", command: ["true"] };
const variables = { inputs: { variables: { x: { type: { simple: "INTEGER" } } } } };
const resources = (value: string, name = "CPU") => ({
  resources: { requests: [{ name: "MEMORY", value: "1Gi" }], limits: [{ name, value }] },
});
const pod = (...containers: JsonObject[]) => ({ id, k8sPod: { podSpec: { containers } } });

it.each([
  ["a container task", { id, container }, []],
  ["a task without target", { id }, []],
  ["a task without id", { container }, ["ValueRequired@root template"]],
  [
    "no command, having variables",
    { id, interface: variables, container: { image: "i" } },
    ["ValueRequired@container template.container"],
  ],
  ["only args, having variables", { id, interface: variables, container: { image: "i", args: ["x"] } }, []],
  ["no command, having no variables", { id, container: { image: "i" } }, []],
  ["no image", { id, container: { command: ["true"] } }, ["ValueRequired@container template.container"]],
  ["a good quantity", { id, container: { ...container, ...resources("500m") } }, []],
  [
    "a bad quantity",
    { id, container: { ...container, ...resources("lots") } },
    ["UnrecognizedValue@resources.CPU template.container.resources.limits.0.value"],
  ],
  [
    "an empty quantity",
    { id, container: { ...container, ...resources("", "GPU") } },
    ["UnrecognizedValue@resources.GPU template.container.resources.limits.0"],
  ],
  ["a pod", pod({ name: "main" }), []],
  ["a pod without spec", { id, k8sPod: {} }, ["InvalidValue@root template.k8sPod"]],
  [
    "a pod whose containers are no list",
    { id, k8sPod: { podSpec: { containers: "main" } } },
    ["InvalidValue@root template.k8sPod.podSpec"],
  ],
  [
    "a pod container with a bad name",
    pod({ name: "main" }, { name: "Not_a_label" }),
    ["InvalidValue@root template.k8sPod.podSpec.containers.1.name"],
  ],
  ["a pod container without name", pod({}), ["InvalidValue@root template.k8sPod.podSpec.containers.0"]],
  [
    "everything at once",
    { container: { ...resources("x") } },
    [
      "ValueRequired@root template",
      "ValueRequired@container template.container",
      "UnrecognizedValue@resources.CPU template.container.resources.limits.0.value",
    ],
  ],
] satisfies [string, JsonObject, string[]][])("%s", (_, json, expected) => {
  const template = fromJson(TaskTemplateSchema, json);
  const { compiled, diagnostics } = compileTask(template);
  expect(diagnostics.map(({ code, nodeId, path }) => `${code}@${nodeId} ${path.join(".")}`)).toEqual(expected);
  expect(compiled?.template).toBe(expected.length === 0 ? template : undefined);
});
