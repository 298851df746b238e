import { create, fromJson, type JsonObject, toBinary, toJson } from "@bufbuild/protobuf";
import { type DynamicJobSpec, DynamicJobSpecSchema } from "@skein/spec/gen/flyteidl/core/dynamic_job_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { ParameterMapSchema, VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import {
  ContainerSchema,
  K8sPodSchema,
  type TaskTemplate,
  TaskTemplateSchema,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { describe, expect, it, test } from "vitest";
import { compileDynamic, dynamicTemplate } from "./dynamic.ts";
import { getRequirements } from "./requirements.ts";
import { resolves } from "./testdata/resolves.ts";
import { aTask, aWorkflow, bind, inline, int, launch, launchPlanId, run } from "./testdata/samples.ts";

const inContainer = (template: TaskTemplate | undefined, config: JsonObject[] = []): TaskTemplate => {
  const container = fromJson(ContainerSchema, { image: "busybox:1.36", command: ["true"], config });
  return { ...(template ?? create(TaskTemplateSchema)), target: { case: "container", value: container } };
};
const queue = (value: string) => [{ key: "queue", value }];

const parentTask = inContainer(aTask("parent", { n: "int" }, { r: "int" }).template, queue("fast"));
const parent = { project: "p", domain: "d", nodeId: "n0", task: parentTask, version: "abcdefghij" };
const inc = inContainer(aTask("inc", { x: "int" }, { o: "int" }).template);

const withoutId = fromJson(TaskTemplateSchema, { container: { image: "i", command: ["true"] } });

const aSpec = (nodes: readonly Node[], rest: Partial<DynamicJobSpec> = {}): DynamicJobSpec => ({
  ...create(DynamicJobSpecSchema, { nodes: [...nodes], tasks: [inc], outputs: bind({ r: "a.o" }) }),
  ...rest,
});
const compile = (spec: DynamicJobSpec, launchPlans: Parameters<typeof compileDynamic>[2] = []) =>
  compileDynamic(spec, parent, launchPlans, { mode: "flyte-1.16" });
const one = aSpec([run("a", "inc", { x: int(1) })]);

describe("the closure of a dynamic workflow", () => {
  const closure = compile(one).closure;

  it("has an id of the parent's node and the version given", () => {
    const id = { resourceType: ResourceType.WORKFLOW, project: "p", domain: "d", name: "dynamic_n0" };
    expect(closure?.primary?.template?.id).toMatchObject({ ...id, version: "abcdefghij" });
  });

  it("has the parent's outputs and no inputs", () => {
    expect(closure?.primary?.template?.interface?.outputs).toEqual(parentTask.interface?.outputs);
    expect(closure?.primary?.template?.interface?.inputs?.variables).toEqual({});
  });

  it("has no failure node and no failure policy", () => {
    expect(closure?.primary?.template?.failureNode).toBeUndefined();
    expect(closure?.primary?.template?.metadata).toBeUndefined();
  });

  it("gives container tasks the parent container's configuration, after their own", () => {
    const spec = aSpec(one.nodes, { tasks: [inContainer(inc, queue("slow"))] });
    const target = compile(spec).closure?.tasks[0]?.template?.target;
    expect(target?.case === "container" && target.value.config.map(({ value }) => value)).toEqual(["slow", "fast"]);
    expect(compile(one).closure?.tasks).toHaveLength(1);
  });

  it("changes nothing of the spec", () => {
    const before = toBinary(DynamicJobSpecSchema, one);
    compile(one);
    expect(toBinary(DynamicJobSpecSchema, one)).toEqual(before);
  });

  it("holds the spec's sub-workflows and reads the launch plans that were loaded", () => {
    const sub = aWorkflow([run("i", "inc", { x: "inputs.n" })], { name: "sub", inputs: { n: "int" } });
    const spec = aSpec([run("a", "inc", { x: int(1) }), inline("s", "sub", { n: "a.o" }), launch("l", "plan")], {
      subworkflows: [sub],
    });
    expect(getRequirements(dynamicTemplate(spec, parent), spec.subworkflows).launchPlanIds).toEqual([
      launchPlanId("plan"),
    ]);
    const plan = {
      id: launchPlanId("plan"),
      expectedInputs: create(ParameterMapSchema),
      expectedOutputs: create(VariableMapSchema),
    };
    expect(compile(spec, [plan]).closure?.subWorkflows).toHaveLength(1);
  });
});

test.each<[string, DynamicJobSpec, string[]]>([
  ["no nodes", aSpec([]), ["NoNodesFound@p:d:dynamic_n0:abcdefghij "]],
  [
    "a promise to a workflow input",
    aSpec([run("a", "inc", { x: "inputs.n" })]),
    ["VariableNameNotFound@start-node nodes.0.inputs.0.binding.promise.var"],
  ],
  [
    "a task that is not in the spec",
    aSpec([run("a", "inc", { x: int(1) })], { tasks: [] }),
    ["TaskReferenceNotFound@start-node nodes.0.taskNode.referenceId"],
  ],
  [
    "an output that is not bound",
    aSpec([run("a", "inc", { x: int(1) })], { outputs: [] }),
    ["ParameterNotBound@end-node "],
  ],
  [
    "an output the parent does not have",
    aSpec([run("a", "inc", { x: int(1) })], { outputs: bind({ r: "a.o", q: "a.o" }) }),
    ["VariableNameNotFound@end-node outputs.1.var"],
  ],
  [
    "a task that does not compile",
    aSpec([run("a", "inc", { x: int(1) })], {
      tasks: [{ ...inc, target: { case: "k8sPod", value: create(K8sPodSchema) } }],
    }),
    ["InvalidValue@root tasks.0.k8sPod"],
  ],
  ["a task without id", aSpec(one.nodes, { tasks: [inc, withoutId] }), ["ValueRequired@root tasks.1"]],
  [
    "a launch plan that was not loaded",
    aSpec([run("a", "inc", { x: int(1) }), launch("l", "nope")]),
    ["WorkflowReferenceNotFound@start-node nodes.1.workflowNode.launchplanRef"],
  ],
  [
    "a fault in a sub-workflow",
    aSpec([run("a", "inc", { x: int(1) }), inline("s", "sub")], {
      subworkflows: [aWorkflow([run("i", "inc")], { name: "sub" })],
    }),
    ["ParameterNotBound@i subworkflows.0.nodes.0"],
  ],
])("%s is refused, with a path into the spec", (_, spec, expected) => {
  const { closure, diagnostics } = compile(spec);
  expect(closure).toBeUndefined();
  expect(diagnostics.map(({ code, nodeId, path }) => `${code}@${nodeId} ${path.join(".")}`)).toEqual(expected);
  const json = toJson(DynamicJobSpecSchema, spec);
  for (const { path, related } of diagnostics) {
    for (const each of [path, ...related.map((other) => other.path)]) expect(resolves(each, json)).toBe(true);
  }
});

test("edits of hints are in the spec's terms too", () => {
  const [found] = compile(aSpec([run("a", "inc", { x: int(1) }), run("b", "inc", { x: "aa.o" })])).diagnostics;
  expect(found?.hints[0]?.edit).toEqual({
    path: ["nodes", 1, "inputs", 0, "binding", "promise", "nodeId"],
    value: "a",
  });
});
