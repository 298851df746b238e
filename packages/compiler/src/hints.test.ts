/** Remedies: an edit that a hint offers is made, and the finding is gone. */
import { fromJson, type JsonObject, type JsonValue, toJson } from "@bufbuild/protobuf";
import type { Diagnostic, Path } from "@skein/spec/diagnostic";
import { WorkflowTemplateSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { describe, expect, it, test } from "vitest";
import {
  aTask,
  aWorkflow,
  type Bound,
  bind,
  compile,
  inline,
  int,
  listOf,
  run,
  tasks,
  text,
  type,
} from "./testdata/samples.ts";

const point = {
  ...type("struct"),
  structure: {
    $typeName: "flyteidl.core.TypeStructure" as const,
    tag: "",
    dataclassType: { x: type("int"), label: type("string") },
  },
};
const makesPoint = aTask("point", {}, { o: "int" });
if (makesPoint.template?.interface?.outputs?.variables.o) makesPoint.template.interface.outputs.variables.o.type = point; // biome-ignore format: short makers
const twins = { ...point, structure: { ...point.structure, dataclassType: { x: type("int"), y: type("int") } } };
const makesTwins = aTask("twins", {}, { o: "int" });
if (makesTwins.template?.interface?.outputs?.variables.o)
  makesTwins.template.interface.outputs.variables.o.type = twins;
const given = [
  ...tasks,
  makesPoint,
  makesTwins,
  aTask("maybe", {}, { o: "int?" }),
  aTask("color", { c: "enum[red, green]" }),
  aTask("halves", { xs: "list[float]" }),
];
const providers = [
  run("words", "ints"),
  run("one", "inc", { x: int(1) }),
  run("dot", "point"),
  run("dots", "twins"),
  run("some", "maybe"),
];
const branch = fromJson(WorkflowTemplateSchema, {
  nodes: [
    {
      id: "choice",
      branchNode: {
        ifElse: {
          case: {
            condition: {
              comparison: { leftValue: { primitive: { boolean: true } }, rightValue: { primitive: { boolean: true } } },
            },
            thenNode: {
              id: "arm",
              inputs: [{ var: "x", binding: { scalar: { primitive: { integer: "1" } } } }],
              taskNode: { referenceId: { resourceType: "TASK", project: "p", domain: "d", name: "inc", version: "v" } },
            },
          },
          error: {},
        },
      },
    },
  ],
}).nodes;

const primaryOf = (task: string, inputs: Record<string, Bound>) =>
  aWorkflow([run("n", task, inputs), ...providers, ...branch], { inputs: { number: "int" } });

function edited(json: JsonValue, [key, ...rest]: Path, value: unknown): JsonValue {
  // An edit's value is protobuf JSON: what it replaces is.
  if (key === undefined) return value as JsonValue;
  if (Array.isArray(json)) return json.map((each, index) => (index === key ? edited(each, rest, value) : each));
  const object: JsonObject = typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
  return { ...object, [key]: edited(object[key] ?? {}, rest, value) };
}

function apply(primary: ReturnType<typeof primaryOf>, { hints }: Diagnostic) {
  const edit = hints[0]?.edit;
  if (!edit || !("path" in edit)) return undefined;
  expect(edit.path[0]).toBe("template");
  const json = edited(toJson(WorkflowTemplateSchema, primary), edit.path.slice(1), edit.value);
  return compile(fromJson(WorkflowTemplateSchema, json), { tasks: given }).diagnostics;
}

describe("an edit that a hint offers removes the finding", () => {
  it.each<[string, string, Record<string, Bound>, string]>([
    ["a misspelt node", "inc", { x: "oen.o" }, 'Did you mean "one"?'],
    ["a misspelt output", "inc", { x: "one.0" }, 'Did you mean "o"?'],
    ["a misspelt workflow input", "inc", { x: "inputs.numbr" }, 'Did you mean "number"?'],
    ["a workflow input named as a node", "inc", { x: "number.o" }, '"number" is an input of the workflow: write ${inputs.number}'],
    ["a node inside a branch", "inc", { x: "arm.o" }, '"arm" is inside branch choice; read the output of choice, which all its arms must have'],
    ["a list for its element", "inc", { x: "words.o" }, "It is a list; take one element: ${words.o[0]}, or map the task over the list"],
    ["an element for a list", "sum", { xs: "one.o" }, 'A list is wanted; wrap it: ["${one.o}"]'],
    ["a constant for a list", "sum", { xs: int(1) }, "A list is wanted; wrap it in [ ]"],
    ["an int constant for a float", "half", { x: int(3) }, "Flyte does not turn an int into a float; write 3.0"],
    ["an int constant in a list of floats", "halves", { xs: listOf(int(3)) }, "Flyte does not turn an int into a float; write 3.0"],
    ["a dataclass for the one field that fits", "inc", { x: "dot.o" }, "Take the field that fits: ${dot.o.x}"],
    ["a misspelt enum value", "color", { c: text("rde") }, 'Did you mean "red"?'],
    ["a misspelt field", "inc", { x: { value: { case: "promise", value: { nodeId: "dot", var: "o", attrPath: [{ value: { case: "stringValue", value: "X" } }] } } } }, 'Did you mean "x"?'],
  ])("%s", (_, task, inputs, hint) => {
    const primary = primaryOf(task, inputs);
    const [found, ...others] = compile(primary, { tasks: given }).diagnostics;
    expect(others).toEqual([]);
    expect(found?.hints[0]?.text).toBe(hint);
    expect(found && apply(primary, found)).toEqual([]);
  }); // biome-ignore format: rows

  it("a misspelt input", () => {
    const primary = primaryOf("inc", { X: int(1) });
    const found = compile(primary, { tasks: given }).diagnostics.find(({ code }) => code === "VariableNameNotFound");
    expect(found && apply(primary, found)).toEqual([]);
  });

  it.each([
    ["a task of another version", "inc", { version: "v2" }, "Version v of it is known: p:d:inc:v"],
    ["a misspelt task", "inc", { name: "icn" }, 'Did you mean "p:d:inc:v"?'],
    ["a task of another project", "quiet", { project: "q" }, "It is known elsewhere: p:d:quiet:v"],
    ["a misspelt task of another project", "quiet", { project: "q", name: "qiet" }, 'Did you mean "p:d:quiet:v"?'],
  ])("%s", (_, task, change, hint) => {
    const node = run("n", task, task === "inc" ? { x: int(1) } : {});
    if (node.target.case === "taskNode" && node.target.value.reference.case === "referenceId")
      Object.assign(node.target.value.reference.value, change);
    const primary = aWorkflow([node]);
    const [found, ...others] = compile(primary, { tasks: given }).diagnostics.filter(({ code }) => code === "TaskReferenceNotFound");
    expect(others).toEqual([]);
    expect(found?.hints[0]?.text).toBe(hint);
    expect(found && apply(primary, found)).toEqual([]);
  }); // biome-ignore format: rows

  it("a misspelt alias, and a misspelt predecessor", () => {
    const alias = aWorkflow([run("n", "inc", { x: int(1) }, { outputAliases: [{ var: "oo", alias: "z" }] })]);
    const after = aWorkflow([run("first", "quiet"), run("n", "quiet", {}, { upstreamNodeIds: ["first", "frist"] })]);
    for (const primary of [alias, after]) {
      const [found] = compile(primary, { tasks: given }).diagnostics;
      expect(found && apply(primary, found)).toEqual([]);
    }
  });
});

describe("a hint without an edit says what to do", () => {
  it.each<[string, string, Record<string, Bound>, string]>([
    ["an int output for a float", "half", { x: "one.o" }, "Flyte does not turn an int into a float; declare the output as float, or convert it in a task"],
    ["a map for its value", "inc", { x: "words.m" }, "It is a map; take one value: ${words.m.key}"],
    ["an optional for what must be there", "inc", { x: "some.o" }, "It may be none; let the input take none too (T?)"],
    ["a dataclass of which two fields fit", "inc", { x: "dots.o" }, "Take the field that fits: ${dots.o.x} or ${dots.o.y}"],
  ])("%s", (_, task, inputs, hint) => {
    const [found] = compile(primaryOf(task, inputs), { tasks: given }).diagnostics;
    expect(found?.hints).toEqual([{ text: hint }]);
  }); // biome-ignore format: rows

  it("nothing near gives no hint", () => {
    expect(compile(primaryOf("inc", { x: "elsewhere.o" }), { tasks: given }).diagnostics[0]?.hints).toEqual([]);
  });
});

test("among thousands of nodes the one that was meant is found, wherever it stands", () => {
  const many = Array.from({ length: 4000 }, (_, index) => run(`other${index}`, "quiet"));
  const primary = aWorkflow([...many, run("prepare", "inc", { x: int(1) }), run("n", "inc", { x: "prepaer.o" })]);
  expect(compile(primary).diagnostics[0]?.hints[0]?.text).toBe('Did you mean "prepare"?');
});

describe("related places explain the other side", () => {
  const sub = aWorkflow([run("i", "say", { s: text("a") })], { name: "sub", outputs: { o: "string" }, returns: { o: "i.o" } });
  const related = (nodes: Parameters<typeof aWorkflow>[0], io: Parameters<typeof aWorkflow>[1] = {}) =>
    compile(aWorkflow(nodes, io), { subWorkflows: [sub], tasks: given }).diagnostics.flatMap((each) =>
      each.related.map(({ path, message }) => `${path.join(".")}: ${message}`),
    );
  it.each<[string, string[], string[]]>([
    ["the workflow's input", related([run("n", "say", { s: "inputs.k" })], { inputs: { k: "int" } }), ["template.interface.inputs.variables.k: Input k of the workflow"]],
    ["the node that makes it", related([run("one", "inc", { x: int(1) }), run("n", "say", { s: "one.o" })]), ["template.nodes.0: Node one, which makes o"]],
    ["the sub-workflow's output", related([inline("s", "sub"), run("n", "inc", { x: "s.o" })]), ["subWorkflows.0.interface.outputs.variables.o: Output o of sub-workflow p:d:sub:v"]],
    ["the workflow's output", related([run("one", "inc", { x: int(1) })], { outputs: { r: "string" }, returns: { r: "one.o" } }), ["template.nodes.0: Node one, which makes o", "template.interface.outputs.variables.r: Output r of the workflow"]],
    ["the first of two bindings", related([{ ...run("n", "inc"), inputs: [...bind({ x: int(1) }), ...bind({ x: int(2) })] }]), ["template.nodes.0.inputs.0: It is bound here first"]],
    ["the first of two aliases", related([run("n", "inc", { x: int(1) }, { outputAliases: [{ var: "o", alias: "a" }, { var: "o", alias: "b" }] })]), ["template.nodes.0.outputAliases.0: The first alias"]],
    ["the node inside the branch", related([...branch, run("n", "inc", { x: "arm.o" })]), ["template.nodes.0.branchNode.ifElse.case.thenNode: Node arm"]],
  ])("%s", (_, found, expected) => expect(found).toEqual(expected)); // biome-ignore format: rows
}); // biome-ignore format: rows
