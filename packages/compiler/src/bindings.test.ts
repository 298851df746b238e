import { create } from "@bufbuild/protobuf";
import { BindingDataSchema, BindingSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { describe, expect, it } from "vitest";
import { parseVar } from "./promise.ts";
import {
  aTask,
  aWorkflow,
  type Bound,
  bind,
  compile,
  data,
  errors,
  int,
  listOf,
  mapOf,
  run,
  tasks,
  text,
  type,
} from "./testdata/samples.ts";

const empty: Bound = {};
const path = (nodeId: string, name: string, ...steps: (string | number)[]): Bound => ({
  value: {
    case: "promise",
    value: {
      nodeId,
      var: name,
      attrPath: steps.map((step) => ({
        value: typeof step === "number" ? { case: "intValue", value: step } : { case: "stringValue", value: step },
      })),
    },
  },
});
const point: LiteralType = {
  ...type("struct"),
  structure: { $typeName: "flyteidl.core.TypeStructure", tag: "", dataclassType: { x: type("int") } },
};
const makesPoint = aTask("point", {}, { o: "int" });
if (makesPoint.template?.interface?.outputs)
  makesPoint.template.interface.outputs.variables.o = {
    $typeName: "flyteidl.core.Variable",
    type: point,
    description: "",
  };

const given = [
  ...tasks,
  makesPoint,
  aTask("structs", {}, { o: "struct" }),
  aTask("any", { v: "int | string" }),
  aTask("lists", { v: "list[int] | list[string]" }),
  aTask("maybe", { v: "int?" }),
  aTask("maps", { v: "map[int]" }),
  aTask("color", { v: "enum[red, green]" }),
  aTask("nested", { v: "list[list[int]]" }),
  aTask("ambiguous", { v: "list[int] | list[int?]" }),
];

describe("an input is bound to", () => {
  it.each([
    ["a constant of its type", "inc", { x: int(1) }, []],
    ["a constant of another type", "inc", { x: text("a") }, ["MismatchingTypes@n"]],
    ["an int where a float is due", "half", { x: int(1) }, ["MismatchingTypes@n"]],
    ["nothing at all", "inc", {}, ["ParameterNotBound@n"]],
    ["an empty binding", "inc", { x: empty }, ["MismatchingBindings@n"]],
    [
      "a scalar with nothing set",
      "inc",
      { x: { value: { case: "scalar", value: {} } } as Bound },
      ["UnrecognizedValue@n"],
    ],
    ["something the task does not have", "inc", { x: int(1), y: int(2) }, ["VariableNameNotFound@n"]],
    ["a list of constants", "sum", { xs: listOf(int(1), int(2)) }, []],
    ["an empty list", "sum", { xs: listOf() }, []],
    ["a list with one odd element", "sum", { xs: listOf(int(1), text("a")) }, ["MismatchingTypes@n"]],
    ["a list where a number is due", "inc", { x: listOf(int(1)) }, ["MismatchingBindings@n"]],
    ["a map where a list is due", "sum", { xs: mapOf({ a: int(1) }) }, ["MismatchingBindings@n"]],
    ["a map of constants", "maps", { v: mapOf({ a: int(1), b: "p.o" }) }, []],
    ["lists in lists", "nested", { v: listOf(listOf(int(1)), listOf()) }, []],
    ["a promise", "inc", { x: "p.o" }, []],
    ["a promise of another type", "say", { s: "p.o" }, ["MismatchingTypes@n"]],
    ["a node that is not there", "inc", { x: "nope.o" }, ["NodeReferenceNotFound@nope"]],
    ["an output that is not there", "inc", { x: "p.nope" }, ["VariableNameNotFound@p"]],
    ["a workflow input that is not there", "inc", { x: "inputs.nope" }, ["VariableNameNotFound@start-node"]],
    ["an output with a malformed name", "inc", { x: "p.a-b" }, ["SyntaxError@n"]],
    ["an element of a list", "inc", { x: "ints.[0].o" }, []],
    ["an element of what is no list", "inc", { x: "p.[0].o" }, ["MismatchingTypes@n"]],
    ["a whole list where an element is due", "inc", { x: "ints.o" }, ["MismatchingTypes@n"]],
    ["an element by path", "inc", { x: path("ints", "o", 0) }, []],
    ["a map's value by path", "inc", { x: path("ints", "m", "key") }, []],
    ["a field of a dataclass", "inc", { x: path("point", "o", "x") }, []],
    ["a field a dataclass does not have", "inc", { x: path("point", "o", "z") }, ["FieldNotFound@n"]],
    ["an int step into a dataclass", "inc", { x: path("point", "o", 0) }, ["FieldNotFound@n"]],
    [
      "a step into a struct of unknown shape, which stays one",
      "inc",
      { x: path("structs", "o", "a") },
      ["MismatchingTypes@n"],
    ],
    ["a union's variant", "any", { v: int(1) }, []],
    [
      "none of a union's variants",
      "any",
      { v: { value: { case: "scalar", value: { value: { case: "noneType", value: {} } } } } as Bound },
      ["MismatchingTypes@n"],
    ],
    ["a list for one of two lists", "lists", { v: listOf(text("a")) }, []],
    ["an empty list for one of two lists", "lists", { v: listOf() }, ["AmbiguousBindingUnionValue@n"]],
    ["a list both variants take", "ambiguous", { v: listOf(int(1)) }, ["AmbiguousBindingUnionValue@n"]],
    ["a list for a union without lists", "any", { v: listOf(int(1)) }, ["IncompatibleBindingUnionValue@n"]],
    ["nothing, for a union", "any", { v: empty }, ["IncompatibleBindingUnionValue@n"]],
    ["nothing, being optional", "maybe", {}, []],
    ["a value of the enum", "color", { v: text("red") }, []],
    ["no value of the enum", "color", { v: text("blue") }, ["IllegalEnumValue@n"]],
    ["a number for an enum", "color", { v: int(1) }, ["MismatchingTypes@n"]],
  ] as const)("%s", (_, task, inputs, expected) => {
    const others = [
      run("p", "inc", { x: int(0) }),
      run("ints", "ints"),
      run("point", "point"),
      run("structs", "structs"),
    ];
    const primary = aWorkflow([run("n", task, inputs), ...others]);
    expect(errors(primary, { tasks: given })).toEqual(expected);
  });

  it.each([
    ["twice", [...bind({ x: int(1) }), ...bind({ x: int(2) })], ["ParameterBoundMoreThanOnce@n"]],
    ["without data", [create(BindingSchema, { var: "x" })], ["ValueRequired@n"]],
  ])("%s", (_, inputs, expected) => {
    expect(errors(aWorkflow([{ ...run("n", "inc"), inputs }]))).toEqual(expected);
  });

  it("data nested beyond any use, which is refused and does not overflow", () => {
    let deep = data(int(1));
    for (let depth = 0; depth < 5000; depth++)
      deep = create(BindingDataSchema, { value: { case: "collection", value: { bindings: [deep] } } });
    let wanted = type("int");
    for (let depth = 0; depth < 5000; depth++)
      wanted = { ...type("list[int]"), type: { case: "collectionType", value: wanted } };
    const task = aTask("deep", { v: "int" });
    if (task.template?.interface?.inputs?.variables.v) task.template.interface.inputs.variables.v.type = wanted;
    expect(errors(aWorkflow([run("n", "deep", { v: deep })]), { tasks: [task] })).toEqual(["NestingTooDeep@n"]);
  });
});

describe("aliases", () => {
  const aliased = (...outputAliases: { var: string; alias: string }[]) =>
    run("p", "inc", { x: int(1) }, { outputAliases: outputAliases.map((each) => ({ ...each })) });
  it.each([
    ["take the place of the name", [aliased({ var: "o", alias: "z" }), run("n", "inc", { x: "p.z" })], []],
    ["hide the name", [aliased({ var: "o", alias: "z" }), run("n", "inc", { x: "p.o" })], ["VariableNameNotFound@p"]],
    ["of one output twice", [aliased({ var: "o", alias: "z" }, { var: "o", alias: "y" })], ["DuplicateAlias@p"]],
    ["of nothing", [aliased({ var: "nope", alias: "z" })], ["ParameterNotBound@p"]],
  ])("%s", (_, nodes, expected) => expect(errors(aWorkflow(nodes))).toEqual(expected));
});

it.each([
  ["o", { name: "o" }],
  ["[12].o", { name: "o", index: 12 }],
  ["$x", { name: "x" }],
  ["a-b", undefined],
  ["a.b", undefined],
  ["", undefined],
])("the output name %j reads %j", (name, expected) => expect(parseVar(name)).toEqual(expected));

describe("findings point at the smallest field and offer a remedy", () => {
  const only = (inputs: Record<string, Bound>, task = "inc") => {
    const primary = aWorkflow([run("words", "ints"), run("p", "inc", { x: int(1) }), run("n", task, inputs)], {
      inputs: { number: "int" },
    });
    const [found, ...others] = compile(primary, { tasks: given }).diagnostics;
    expect(others).toEqual([]);
    return found;
  };
  const input = ["template", "nodes", 2, "inputs", 0];
  it.each([
    ["a misspelt node", { x: "wrods.o" }, [...input, "binding", "promise", "nodeId"], 'Did you mean "words"?'],
    [
      "a workflow input named as a node",
      { x: "number.o" },
      [...input, "binding", "promise", "nodeId"],
      `"number" is an input of the workflow: write \${inputs.number}`,
    ],
    [
      "a misspelt workflow input",
      { x: "inputs.numbr" },
      [...input, "binding", "promise", "var"],
      'Did you mean "number"?',
    ],
    ["a misspelt output", { x: "p.O" }, [...input, "binding", "promise", "var"], 'Did you mean "o"?'],
    [
      "a list for its element",
      { x: "words.o" },
      [...input, "binding", "promise", "var"],
      `It is a list; take one element: \${words.o[0]}, or map the task over the list`,
    ],
  ] as const)("%s", (_, inputs, where, hint) => {
    const found = only(inputs);
    expect(found?.path).toEqual(where);
    expect(found?.hints[0]?.text).toBe(hint);
  });

  it("int for float says that nothing widens", () => {
    expect(only({ x: "p.o" }, "half")?.hints[0]?.text).toMatch(/^Flyte does not turn an int into a float/);
  });

  it("an element for a list says how to wrap it", () => {
    expect(only({ xs: "p.o" }, "sum")?.hints[0]?.text).toBe(`A list is wanted; wrap it: ["\${p.o}"]`);
  });

  it("a misspelt input is said once for the name and once for what stays unbound", () => {
    const { diagnostics } = compile(aWorkflow([run("n", "inc", { X: int(1) })]));
    expect(diagnostics.map(({ code }) => code)).toEqual(["ParameterNotBound", "VariableNameNotFound"]);
    expect(diagnostics[1]?.hints[0]).toMatchObject({
      text: 'Did you mean "x"?',
      edit: { path: ["template", "nodes", 0, "inputs", 0, "var"], value: "x" },
    });
  });

  it("a task of another version is named", () => {
    const node = run("n", "inc", { x: int(1) });
    if (node.target.case === "taskNode" && node.target.value.reference.case === "referenceId")
      node.target.value.reference.value.version = "v2";
    expect(compile(aWorkflow([node])).diagnostics[0]?.hints[0]?.text).toBe("Version v of it is known: p:d:inc:v");
  });
});
