import { create, toJson } from "@bufbuild/protobuf";
import { CompiledTaskSchema, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { ParameterMapSchema, VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { WorkflowTemplateSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { describe, expect, it, test } from "vitest";
import {
  aNode,
  anInterface,
  aTask,
  aWorkflow,
  compile,
  errors,
  inline,
  int,
  launch,
  launchPlanId,
  listOf,
  run,
  taskId,
  tasks,
  type,
  warnings,
  workflowId,
} from "./testdata/samples.ts";
import { compileWorkflow } from "./workflow.ts";

describe("the closure", () => {
  const diamond = aWorkflow(
    [
      run("join", "pair", { a: "left.o", b: "right.o" }),
      run("right", "inc", { x: "top.o" }),
      run("left", "inc", { x: "top.o" }),
      run("top", "inc", { x: "inputs.n" }),
    ],
    { inputs: { n: "int" }, outputs: { r: "int" }, returns: { r: "join.o" } },
  );
  const closure = compile(diamond).closure;

  it("has start-node and end-node first, then the nodes in source order", () => {
    expect(closure?.primary?.template?.nodes.map((node) => node.id)).toEqual(
      ["start-node", "end-node", "join", "right", "left", "top"], // biome-ignore format: one row
    );
  });

  it("binds the workflow's outputs at end-node", () => {
    expect(closure?.primary?.template?.nodes[1]?.inputs).toEqual(diamond.outputs);
  });

  it("connects both ways, sorted", () => {
    const connections = closure?.primary?.connections;
    const lists = (map: Record<string, { ids: string[] }> | undefined) =>
      Object.fromEntries(Object.entries(map ?? {}).map(([id, { ids }]) => [id, ids]));
    expect(lists(connections?.downstream)).toEqual({
      join: ["end-node"],
      left: ["join"],
      right: ["join"],
      "start-node": ["top"],
      top: ["left", "right"],
    });
    expect(lists(connections?.upstream)).toEqual({
      "end-node": ["join"],
      join: ["left", "right"],
      left: ["top"],
      right: ["top"],
      top: ["start-node"],
    });
  });

  it("names start-node where a promise reads a workflow input, and leaves the input alone", () => {
    const promise = closure?.primary?.template?.nodes[5]?.inputs[0]?.binding?.value;
    expect(promise?.value).toMatchObject({ nodeId: "start-node", var: "n" });
    expect(diamond.nodes[3]?.inputs[0]?.binding?.value.value).toMatchObject({ nodeId: "" });
  });

  it("shares with the input what it does not change", () => {
    expect(closure?.primary?.template?.nodes[2]).toBe(diamond.nodes[0]);
  });

  it("keeps unused tasks, in the order given, each once", () => {
    const given = [...tasks, ...tasks];
    expect(compile(diamond, { tasks: given }).closure?.tasks.map((each) => each.template?.id?.name)).toEqual(
      tasks.map((each) => each.template?.id?.name),
    );
  });

  it("gives the workflow and the tasks in use both maps of their interface, and leaves other tasks alone", () => {
    const bare = (name: string) => create(CompiledTaskSchema, { template: { id: taskId(name) } });
    const primary = create(WorkflowTemplateSchema, { id: workflowId("w"), nodes: [run("a", "used")] });
    const compiled = compile(primary, { tasks: [bare("used"), bare("idle")] }).closure;
    const whole = anInterface();
    expect(compiled?.primary?.template?.interface).toEqual(whole);
    expect(compiled?.tasks.map((task) => task.template?.interface)).toEqual([whole, undefined]);
    expect(primary.interface).toBeUndefined();
  });

  it("sorts upstream ids", () => {
    const after = run("c", "quiet", {}, { upstreamNodeIds: ["b", "a"] });
    const compiled = compile(aWorkflow([after, run("a", "quiet"), run("b", "quiet")])).closure;
    expect(compiled?.primary?.template?.nodes[2]?.upstreamNodeIds).toEqual(["a", "b"]);
    expect(after.upstreamNodeIds).toEqual(["b", "a"]);
  });

  it("names start-node inside lists too", () => {
    const primary = aWorkflow([run("a", "sum", { xs: listOf("inputs.n", int(2)) })], { inputs: { n: "int" } });
    const closed = compile(primary).closure;
    const json = closed && toJson(CompiledWorkflowClosureSchema, closed);
    expect(JSON.stringify(json)).toContain('"promise":{"nodeId":"start-node","var":"n"}');
  });

  it("keeps the failure node out of the list; it has upstream connections only", () => {
    const failureNode = run("oops", "inc", { x: "inputs.n" });
    const compiled = compile(aWorkflow([run("a", "quiet")], { inputs: { n: "int" }, failureNode })).closure?.primary;
    expect(compiled?.template?.nodes.map((node) => node.id)).toEqual(["start-node", "end-node", "a"]);
    expect(compiled?.template?.failureNode?.inputs[0]?.binding?.value.value).toMatchObject({ nodeId: "start-node" });
    expect(compiled?.connections?.upstream.oops?.ids).toEqual(["start-node"]);
    expect(compiled?.connections?.downstream["start-node"]?.ids).toEqual(["a"]);
  });
});

describe("what a node runs", () => {
  const plan = {
    id: launchPlanId("lp"),
    expectedInputs: create(ParameterMapSchema, {
      parameters: {
        must: { var: { type: type("int") }, behavior: { case: "required", value: true } },
        may: { var: { type: type("string") }, behavior: { case: "default", value: {} } },
      },
    }),
    expectedOutputs: create(VariableMapSchema, { variables: { o: { type: type("int") } } }),
  };
  it.each([
    ["a task", [run("a", "inc", { x: int(1) })], []],
    ["a task that was not given", [run("a", "nope")], ["TaskReferenceNotFound@start-node"]],
    [
      "no task",
      [
        aNode("a", {
          case: "taskNode",
          value: { $typeName: "flyteidl.core.TaskNode", reference: { case: undefined } },
        }),
      ],
      ["ValueRequired@a"],
    ],
    ["nothing", [aNode("a", { case: undefined })], ["ValueRequired@a"]],
    ["a launch plan", [launch("a", "lp", { must: int(1) })], []],
    [
      "a launch plan, binding a default too",
      [launch("a", "lp", { must: int(1), may: "b.o" }), run("b", "say", { s: "inputs.s" })],
      [],
    ],
    ["a launch plan, without what it requires", [launch("a", "lp")], ["ParameterNotBound@a"]],
    [
      "a launch plan, binding what is not open",
      [launch("a", "lp", { must: int(1), fixed: int(2) })],
      ["VariableNameNotFound@a"],
    ],
    ["a launch plan that was not given", [launch("a", "other")], ["WorkflowReferenceNotFound@start-node"]],
    ["a sub-workflow", [inline("a", "sub", { n: int(1) })], []],
    ["a sub-workflow that was not given", [inline("a", "nope")], ["WorkflowReferenceNotFound@a"]],
    [
      "neither of the two",
      [
        aNode("a", {
          case: "workflowNode",
          value: { $typeName: "flyteidl.core.WorkflowNode", reference: { case: undefined } },
        }),
      ],
      ["WorkflowReferenceNotFound@a"],
    ],
  ] as const)("%s", (_, nodes, expected) => {
    const sub = aWorkflow([run("i", "inc", { x: "inputs.n" })], { name: "sub", inputs: { n: "int" } });
    const primary = aWorkflow(nodes, { inputs: { s: "string" } });
    expect(errors(primary, { subWorkflows: [sub], launchPlans: [plan] })).toEqual(expected);
  });

  it("may be a task whose variables are unfit, which is said at the node", () => {
    const unfit = create(CompiledTaskSchema, {
      template: {
        id: taskId("bad"),
        interface: { inputs: { variables: { x: {} } }, outputs: { variables: { "": {} } } },
      },
    });
    const { diagnostics } = compile(aWorkflow([run("a", "bad", { x: int(1) })]), { tasks: [unfit] });
    expect(diagnostics.map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual([
      "ValueRequired template.nodes.0.taskNode.referenceId",
      "ValueRequired template.nodes.0.taskNode.referenceId",
    ]);
  });
});

describe("sub-workflows", () => {
  const sub = (name: string, ...uses: string[]) =>
    aWorkflow([run("a", "quiet"), ...uses.map((each, index) => inline(`u${index}`, each))], { name });

  it("are compiled where a workflow node reaches them, and come out as they came in otherwise", () => {
    const closure = compile(aWorkflow([inline("n", "one")]), {
      subWorkflows: [sub("one", "two"), sub("two"), sub("idle")],
    }).closure;
    expect(closure?.subWorkflows.map(({ template }) => template?.nodes.length)).toEqual([4, 3, 1]);
    expect(closure?.subWorkflows.map(({ connections }) => connections !== undefined)).toEqual([true, true, false]);
  });

  it("report what is wrong inside under their own name and path", () => {
    const broken = aWorkflow([run("a", "inc")], { name: "sub" });
    const [found, ...others] = compile(aWorkflow([inline("n", "sub")]), { subWorkflows: [broken] }).diagnostics;
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: "ParameterNotBound",
      entity: "p:d:sub:v",
      nodeId: "a",
      path: ["subWorkflows", 0, "nodes", 0],
    });
  });

  it.each([
    ["twice with one id", [sub("one"), sub("one")], ["DuplicateId@p:d:one:v"]],
    [
      "without an id",
      [create(WorkflowTemplateSchema, { nodes: [run("a", "quiet")] }), sub("one")],
      ["ValueRequired@root"],
    ],
    ["that contain themselves", [sub("one", "one")], ["CycleDetected@start-node"]],
    ["that contain each other", [sub("one", "two"), sub("two", "one")], ["CycleDetected@start-node"]],
    ["without nodes", [aWorkflow([], { name: "one" })], ["NoNodesFound@p:d:one:v"]],
  ])("%s are refused", (_, subWorkflows, expected) => {
    expect(errors(aWorkflow([inline("n", "one")]), { subWorkflows })).toEqual(expected);
  });

  it("are named in the chain of a recursion", () => {
    const subWorkflows = [sub("one", "two"), sub("two", "one")];
    const [found] = compile(aWorkflow([inline("n", "one")]), { subWorkflows }).diagnostics;
    expect(found?.message).toContain("p:d:one:v → p:d:two:v → p:d:one:v");
    expect(found?.related).toHaveLength(2);
  });

  it("may chain a thousand deep", () => {
    const subWorkflows = Array.from({ length: 1000 }, (_, index) =>
      index < 999 ? sub(`s${index}`, `s${index + 1}`) : sub("s999"),
    );
    expect(compile(aWorkflow([inline("n", "s0")]), { subWorkflows }).closure?.subWorkflows).toHaveLength(1000);
  });
});

describe("what is not a workflow", () => {
  it.each([
    ["no nodes", aWorkflow([]), ["NoNodesFound@p:d:w:v"]],
    [
      "an input without type",
      create(WorkflowTemplateSchema, { nodes: [run("a", "quiet")], interface: { inputs: { variables: { x: {} } } } }),
      ["ValueRequired@start-node"],
    ],
    ["an unbound output", aWorkflow([run("a", "quiet")], { outputs: { r: "int" } }), ["ParameterNotBound@end-node"]],
    [
      "an output nobody declared",
      aWorkflow([run("a", "inc", { x: int(1) })], { returns: { r: "a.o" } }),
      ["VariableNameNotFound@end-node"],
    ],
    ["a node without id", aWorkflow([run("", "quiet")]), ["ValueRequired@<node>"]],
  ])("%s", (_, primary, expected) => expect(errors(primary)).toEqual(expected));

  it("a task without id is said with its place", () => {
    const { diagnostics } = compile(aWorkflow([run("a", "quiet")]), { tasks: [...tasks, create(CompiledTaskSchema)] });
    expect(diagnostics).toMatchObject([{ code: "ValueRequired", nodeId: "task", path: ["tasks", tasks.length] }]);
  });
});

describe("upstream's defects warn in its own mode and are errors in strict mode", () => {
  it.each([
    ["two nodes of one id", aWorkflow([run("a", "quiet"), run("a", "quiet")]), "DuplicateId@a"],
    ["a reserved id", aWorkflow([run("a", "quiet"), run("end-node", "quiet")]), "ReservedNodeId@end-node"],
    [
      "a file for a directory",
      aWorkflow([run("a", "list", { dir: "inputs.f" })], { inputs: { f: "file" } }),
      "BlobDimensionality@a",
    ],
    ["an unbound union without none", aWorkflow([run("a", "either")]), "ParameterNotBound@a"],
    [
      "an enum in a union",
      aWorkflow([
        run("a", "choose", {
          c: {
            value: {
              case: "scalar",
              value: { value: { case: "primitive", value: { value: { case: "stringValue", value: "blue" } } } },
            },
          },
        }),
      ]),
      "IllegalEnumValue@a",
    ],
  ])("%s", (_, primary, expected) => {
    const given = [
      ...tasks,
      aTask("list", { dir: "dir" }),
      aTask("either", { e: "int | list[int]" }),
      aTask("choose", { c: "enum[red] | int" }),
    ];
    expect(errors(primary, { tasks: given })).toEqual([]);
    expect(warnings(primary, { tasks: given })).toEqual([expected]);
    expect(errors(primary, { tasks: given, mode: "strict" })).toEqual([expected]);
  });

  test("the second node of an id is not in the closure, as upstream loses it", () => {
    const closure = compile(aWorkflow([run("a", "quiet"), run("a", "inc")])).closure;
    expect(closure?.primary?.template?.nodes).toHaveLength(3);
  });
});

test("no more than a thousand findings are listed, and the rest is counted", () => {
  const nodes = Array.from({ length: 1500 }, (_, index) => run(`n${index}`, "inc"));
  const { diagnostics, closure } = compileWorkflow(
    { primary: aWorkflow(nodes), subWorkflows: [], tasks, launchPlans: [] },
    { mode: "strict" },
  );
  expect(closure).toBeUndefined();
  expect(diagnostics).toHaveLength(1001);
  expect(diagnostics.at(-1)).toMatchObject({ code: "TooManyFindings", severity: "error" });
});
