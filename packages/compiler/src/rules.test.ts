/**
 * The rows of the design's tables of rules, by section: what upstream says (errors and our warnings in its mode) and what
 * strict mode says. Types have their own tables (castable.test.ts), so have tasks, launch plans and literals.
 */
import { create, fromJson, type JsonObject, type JsonValue, toJson } from "@bufbuild/protobuf";
import { WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { ParameterMapSchema, VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { WorkflowTemplateSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { describe, expect, it } from "vitest";
import { formatCompat } from "./compat-text.ts";
import { resolves } from "./testdata/resolves.ts";
import { anInterface, aTask, launchPlanId, tasks, type } from "./testdata/samples.ts";
import { compileWorkflow } from "./workflow.ts";

const id = (resourceType: string, name: string): JsonObject => ({
  resourceType,
  project: "p",
  domain: "d",
  name,
  version: "v",
});
const task = (name: string): JsonObject => ({ taskNode: { referenceId: id("TASK", name) } });
const plan = (name: string): JsonObject => ({ workflowNode: { launchplanRef: id("LAUNCH_PLAN", name) } });
const sub = (name: string): JsonObject => ({ workflowNode: { subWorkflowRef: id("WORKFLOW", name) } });
const from = (text: string): JsonObject => {
  const [nodeId = "", ...name] = text.split(".");
  return { promise: { nodeId: nodeId === "inputs" ? "" : nodeId, var: name.join(".") } };
};
const one: JsonObject = { scalar: { primitive: { integer: "1" } } };
const word = (value: string): JsonObject => ({ scalar: { primitive: { stringValue: value } } });
/** `x=n.o` or a binding as it is. */
const bind = (bindings: Readonly<Record<string, JsonValue>>): JsonValue[] =>
  Object.entries(bindings).map(([name, bound]) => ({
    var: name,
    binding: typeof bound === "string" ? from(bound) : bound,
  }));
const node = (
  name: string,
  target: JsonObject,
  inputs: Readonly<Record<string, JsonValue>> = {},
  rest: JsonObject = {},
): JsonObject => ({ id: name, ...target, inputs: bind(inputs), ...rest });
const inc = (name: string, x: JsonValue = one, rest: JsonObject = {}) => node(name, task("inc"), { x }, rest);
const quiet = (name: string, ...upstreamNodeIds: string[]) => node(name, task("quiet"), {}, { upstreamNodeIds });
const compare = (left: JsonValue, right: JsonValue, operator = "EQ"): JsonObject => ({
  comparison: { operator, leftValue: left, rightValue: right },
});
const isOne = compare({ var: "n" }, { primitive: { integer: "1" } });
const branch = (
  ifElse: JsonObject | undefined,
  inputs: Readonly<Record<string, JsonValue>> = { n: "inputs.n" },
  rest: JsonObject = {},
) => node("b", { branchNode: ifElse ? { ifElse } : {} }, inputs, rest);
const then = (child: JsonObject, condition: JsonObject = isOne): JsonObject => ({ condition, thenNode: child });
const gate = (gateNode: JsonObject, inputs: Readonly<Record<string, JsonValue>> = {}) =>
  node("g", { gateNode }, inputs);
const signal: JsonObject = { signalId: "s", type: { simple: "INTEGER" }, outputVariableName: "v" };
const array = (inner: JsonObject, inputs: Readonly<Record<string, JsonValue>> = {}) =>
  node("m", { arrayNode: { node: inner } }, inputs);
const point: JsonObject = { simple: "STRUCT", structure: { dataclassType: { x: { simple: "INTEGER" } } } }; // biome-ignore format: short makers

interface Io {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly returns?: Readonly<Record<string, JsonValue>>;
  readonly rest?: JsonObject;
}
const templateOf = (
  name: string,
  nodes: readonly JsonObject[],
  { inputs = {}, outputs = {}, returns = {}, rest = {} }: Io,
) =>
  fromJson(WorkflowTemplateSchema, {
    id: id("WORKFLOW", name),
    nodes: [...nodes],
    outputs: bind(returns),
    interface: toInterface(inputs, outputs),
    ...rest,
  });
function toInterface(inputs: Io["inputs"], outputs: Io["outputs"]): JsonValue {
  const json = toJson(CompiledTaskSchema, create(CompiledTaskSchema, { template: { interface: anInterface(inputs, outputs) } }));
  const template = typeof json === "object" && json !== null && !Array.isArray(json) ? json.template : undefined;
  return typeof template === "object" && template !== null && !Array.isArray(template) ? (template.interface ?? {}) : {};
} // biome-ignore format: short makers

const odd = (json: JsonObject) => fromJson(CompiledTaskSchema, { template: json });
const given = [
  ...tasks,
  aTask("maybe", { v: "int?" }, { o: "int?" }),
  aTask("color", { v: "enum[red, green]" }),
  aTask("listOrInt", { v: "list[int] | int" }),
  aTask("twoLists", { v: "list[int] | list[string]" }),
  aTask("enumOrInt", { v: "enum[red] | int" }),
  aTask("lists", { v: "list[list[int]]" }),
  aTask("map", { v: "map[int]" }),
  aTask("toDir", { v: "dir" }),
  aTask("toFile", {}, { o: "file" }),
  aTask("struct", {}, { o: "struct" }),
  aTask("mapped", { x: "list[int]" }, { o: "list[int]" }),
  aTask("strings", {}, { o: "string" }),
  odd({ id: id("TASK", "bare") }),
  odd({ id: id("TASK", "unnamed"), interface: { inputs: { variables: { "": { type: { simple: "INTEGER" } } } } } }),
  odd({ id: id("TASK", "untyped"), interface: { outputs: { variables: { o: {} } } } }),
  odd({ id: id("TASK", "point"), interface: { outputs: { variables: { o: { type: point } } } } }),
];
const launchPlans = [
  {
    id: launchPlanId("plan"),
    expectedInputs: create(ParameterMapSchema, {
      parameters: {
        must: { var: { type: type("int") }, behavior: { case: "required", value: true } },
        may: { var: { type: type("string") }, behavior: { case: "default", value: {} } },
        unset: { var: { type: type("string") }, behavior: { case: "required", value: false } },
      },
    }),
    expectedOutputs: create(VariableMapSchema, { variables: { o: { type: type("int") } } }),
  },
];
const subWorkflows = [
  templateOf("sub", [inc("i", "inputs.n")], { inputs: { n: "int" }, outputs: { o: "int" }, returns: { o: "i.o" } }),
  templateOf("faulty", [inc("i", "nope.o")], {}),
  templateOf("unbound", [quiet("i")], { outputs: { o: "int" } }),
  templateOf("bare", [quiet("i")], { rest: { interface: null } }),
];

/** Row, nodes, upstream's errors, warnings in its mode, errors of strict mode where they are others; inputs and outputs. */
type Row = readonly [
  row: string,
  nodes: readonly JsonObject[],
  errors: string,
  warnings?: string | undefined,
  strict?: string | undefined,
  io?: Io | undefined,
];
const plain: Io = { inputs: { n: "int", s: "string", f: "file", ns: "list[int]", e: "enum[red]" } };

function check([, nodes, errors, warnings = "", strict = errors, io = {}]: Row) {
  const primary = templateOf("w", nodes, { ...plain, ...io });
  const used = JSON.stringify([nodes, io.rest ?? {}]);
  const around = subWorkflows.filter((each) => used.includes(`"name":"${each.id?.name}"`));
  const compile = (mode: "flyte-1.16" | "strict") =>
    compileWorkflow({ primary, subWorkflows: around, tasks: given, launchPlans }, { mode });
  const listed = (mode: "flyte-1.16" | "strict", severity: string) =>
    compile(mode).diagnostics.filter((each) => each.severity === severity).map(({ code, nodeId }) => `${code}@${nodeId}`).sort();
  const words = (text: string) => text.split(" ").filter((each) => each !== "").sort();
  expect(listed("flyte-1.16", "error"), "upstream's errors").toEqual(words(errors));
  expect(listed("flyte-1.16", "warning"), "warnings").toEqual(words(warnings));
  expect(listed("strict", "error"), "strict").toEqual(words(strict));
  const json = toJson(WorkflowSpecSchema, create(WorkflowSpecSchema, { template: primary, subWorkflows: around }));
  for (const mode of ["flyte-1.16", "strict"] as const) {
    const { diagnostics } = compile(mode);
    for (const { path, related, hints, message } of diagnostics) {
      const edits = hints.flatMap(({ edit }) => (edit && "path" in edit ? [edit.path] : []));
      for (const each of [path, ...related.map((other) => other.path), ...edits]) expect(resolves(each, json), `${message} ${each.join(".")}`).toBe(true);
    }
    expect(formatCompat(diagnostics)).toMatch(/^Collected Errors: \d+/);
  }
} // biome-ignore format: one thing a line

function table(rows: readonly Row[]): void {
  it.each(rows.map((row) => ({ name: row[0], row })))("$name", ({ row }) => check(row));
}

describe("§3 and §4: the workflow and its nodes' ids", () => {
  table([
    ["no nodes", [], "NoNodesFound@p:d:w:v"],
    ["an input without name", [quiet("a")], "ValueRequired@start-node", "", undefined, { rest: { interface: { inputs: { variables: { "": { type: { simple: "INTEGER" } } } } } } }],
    ["an input without type", [quiet("a")], "ValueRequired@start-node", "", undefined, { rest: { interface: { inputs: { variables: { x: {} } } } } }],
    ["an output without type", [quiet("a")], "ValueRequired@start-node ParameterNotBound@end-node", "", undefined, { rest: { interface: { outputs: { variables: { x: {} } } } } }],
    ["no interface at all", [quiet("a")], "", "", undefined, { rest: { interface: null } }],
    ["an empty id", [quiet("")], "ValueRequired@<node>"],
    ["start-node as an id", [quiet("a"), quiet("start-node")], "", "ReservedNodeId@start-node", "ReservedNodeId@start-node"],
    ["end-node as an id", [quiet("a"), quiet("end-node")], "", "ReservedNodeId@end-node", "ReservedNodeId@end-node"],
    ["an id twice", [quiet("a"), quiet("a")], "", "DuplicateId@a", "DuplicateId@a"],
    ["ids of any alphabet", [quiet("Ünïcode id!"), quiet("A".repeat(200))], ""],
    ["a failure node like any other", [quiet("a")], "MismatchingTypes@f", "", undefined, { rest: { failureNode: inc("f", word("a")) } }],
    ["a failure node may read nodes", [inc("a")], "", "", undefined, { rest: { failureNode: inc("f", "a.o") } }],
    ["nothing reads the failure node", [inc("a", "f.o")], "NodeReferenceNotFound@f", "", undefined, { rest: { failureNode: inc("f") } }],
    ["a failure node has no explicit edges", [quiet("a")], "", "", undefined, { rest: { failureNode: quiet("f", "ghost") } }],
    ["one alias", [node("a", task("inc"), { x: one }, { outputAliases: [{ var: "o", alias: "z" }] }), inc("c", "a.z")], ""],
    ["an alias hides the name", [node("a", task("inc"), { x: one }, { outputAliases: [{ var: "o", alias: "z" }] }), inc("c", "a.o")], "VariableNameNotFound@a"],
    ["two aliases of one output", [node("a", task("inc"), { x: one }, { outputAliases: [{ var: "o", alias: "z" }, { var: "o", alias: "y" }] })], "DuplicateAlias@a"],
    ["an alias of nothing", [node("a", task("inc"), { x: one }, { outputAliases: [{ var: "q", alias: "z" }] })], "ParameterNotBound@a"],
  ]); // biome-ignore format: rows
});

describe("§5: interfaces by target", () => {
  table([
    ["task_node: the task's", [inc("a")], ""],
    ["task_node: none is empty", [node("a", task("bare"), { x: one })], "VariableNameNotFound@a"],
    ["task_node: no reference", [node("a", { taskNode: {} })], "ValueRequired@a"],
    ["task_node: unknown", [node("a", task("nope"))], "TaskReferenceNotFound@start-node"],
    ["task_node: a variable without name", [node("a", task("unnamed"))], "ValueRequired@a"],
    ["task_node: a variable without type", [node("a", task("untyped"))], "ValueRequired@a"],
    ["launchplan_ref: required ones", [node("a", plan("plan"), { must: one })], ""],
    ["launchplan_ref: defaulted ones where bound", [node("a", plan("plan"), { must: one, may: "inputs.s" })], ""],
    ["launchplan_ref: those that need not be given, too", [node("a", plan("plan"), { must: one, unset: one })], "MismatchingTypes@a"],
    ["launchplan_ref: a required one is missing", [node("a", plan("plan"))], "ParameterNotBound@a"],
    ["launchplan_ref: fixed ones are not there", [node("a", plan("plan"), { must: one, fixed: one })], "VariableNameNotFound@a"],
    ["launchplan_ref: its outputs", [node("a", plan("plan"), { must: one }), inc("c", "a.o")], ""],
    ["launchplan_ref: unknown", [node("a", plan("nope"))], "WorkflowReferenceNotFound@start-node"],
    ["launchplan_ref: this workflow's own id, which must be given all the same", [node("a", { workflowNode: { launchplanRef: id("WORKFLOW", "w") } })], "WorkflowReferenceNotFound@start-node ParameterNotBound@a ParameterNotBound@a ParameterNotBound@a ParameterNotBound@a ParameterNotBound@a"],
    ["sub_workflow_ref: the declared interface", [node("a", sub("sub"), { n: one }), inc("c", "a.o")], ""],
    ["sub_workflow_ref: what it does not declare", [node("a", sub("sub"), { n: one, m: one })], "VariableNameNotFound@a"],
    ["sub_workflow_ref: unknown", [node("a", sub("nope"))], "WorkflowReferenceNotFound@a"],
    ["sub_workflow_ref: no interface", [node("a", sub("bare"))], "ValueRequired@a"],
    ["workflow_node, neither", [node("a", { workflowNode: {} })], "WorkflowReferenceNotFound@a"],
    ["gate_node approve: passes on what it reads", [gate({ approve: { signalId: "s" } }, { v: "inputs.n" }), inc("c", "g.v")], ""],
    ["gate_node approve: of the type it reads", [gate({ approve: { signalId: "s" } }, { v: "inputs.s" }), inc("c", "g.v")], "MismatchingTypes@c"],
    ["gate_node approve: binding errors", [gate({ approve: { signalId: "s" } }, { v: "nope.o" })], "NodeReferenceNotFound@nope"],
    ["gate_node signal: one output", [gate({ signal }), inc("c", "g.v")], ""],
    ["gate_node signal: no inputs", [gate({ signal }, { x: one })], "VariableNameNotFound@g"],
    ["gate_node signal: no type", [gate({ signal: { signalId: "s", outputVariableName: "v" } })], "ValueRequired@g"],
    ["gate_node signal: no name", [gate({ signal: { signalId: "s", type: { simple: "INTEGER" } } })], "ValueRequired@g"],
    ["gate_node signal: an empty id", [gate({ signal: { ...signal, signalId: "" } })], "", "SignalId@g", "SignalId@g"],
    ["gate_node sleep: empty", [gate({ sleep: {} }), inc("c", "g.v")], "VariableNameNotFound@g"],
    ["gate_node, none", [gate({})], "NoConditionFound@g"],
    ["array_node: the inner node's", [array(task("mapped"), { x: "inputs.ns" }), node("c", task("sum"), { xs: "m.o" })], ""],
    ["array_node: what does not fit it", [array(task("mapped"), { x: "inputs.n" })], "MismatchingTypes@m"],
    ["array_node: errors of the inner node's", [array({ taskNode: {} })], "ValueRequired@m"],
    ["array_node: an unknown inner task", [array(task("nope"))], "TaskReferenceNotFound@start-node"],
    ["array_node: the inner node has no bindings of its own", [array({ ...task("inc"), inputs: bind({ x: word("a") }) }, { x: one })], ""],
    ["array_node: a sub-workflow inside is not compiled", [array(sub("faulty"))], ""],
    ["none", [node("a", {})], "ValueRequired@a"],
    ["what reads from a node without interface is silent", [node("a", {}), inc("c", "a.o")], "ValueRequired@a"],
  ]); // biome-ignore format: rows
});

const steps = (nodeId: string, name: string, ...path: (string | number)[]): JsonObject => ({
  promise: { nodeId, var: name, attrPath: path.map((step) => (typeof step === "number" ? { intValue: step } : { stringValue: step })) },
}); // biome-ignore format: a maker

describe("§7: bindings", () => {
  table([
    ["an unknown parameter", [inc("a", one, { inputs: bind({ x: one, y: one }) })], "VariableNameNotFound@a"],
    ["no data", [inc("a", one, { inputs: [{ var: "x" }] })], "ValueRequired@a"],
    ["no data the second time", [inc("a", one, { inputs: [...bind({ x: one }), { var: "x" }] })], "ValueRequired@a"],
    ["bound twice", [inc("a", one, { inputs: [...bind({ x: one }), ...bind({ x: one })] })], "ParameterBoundMoreThanOnce@a"],
    ["not bound", [node("a", task("inc"))], "ParameterNotBound@a"],
    ["not bound, being optional", [node("a", task("maybe"))], ""],
    ["not bound, being a union that only upstream takes for optional (§6.9)", [node("a", task("listOrInt"))], "", "ParameterNotBound@a", "ParameterNotBound@a"],
    ["a failed binding counts as provided", [inc("a", word("a"))], "MismatchingTypes@a"],
    ["union: a list fits one variant", [node("a", task("listOrInt"), { v: { collection: { bindings: [one] } } })], ""],
    ["union: a list fits two", [node("a", task("twoLists"), { v: { collection: {} } })], "AmbiguousBindingUnionValue@a"],
    ["union: a list fits none", [node("a", task("maybe"), { v: { collection: {} } })], "IncompatibleBindingUnionValue@a"],
    ["union: nothing fits none", [node("a", task("maybe"), { v: {} })], "IncompatibleBindingUnionValue@a"],
    ["union: a scalar", [node("a", task("maybe"), { v: word("a") })], "MismatchingTypes@a"],
    ["union: a promise", [node("a", task("maybe"), { v: "inputs.s" })], "MismatchingTypes@a"],
    ["collection: a list is wanted", [node("a", task("sum"), { xs: { collection: { bindings: [one, from("inputs.n")] } } })], ""],
    ["collection: another is wanted", [inc("a", { collection: { bindings: [one] } })], "MismatchingBindings@a"],
    ["collection: each element", [node("a", task("sum"), { xs: { collection: { bindings: [one, word("a"), word("b")] } } })], "MismatchingTypes@a MismatchingTypes@a"],
    ["collection: empty", [node("a", task("sum"), { xs: { collection: {} } })], ""],
    ["map", [node("a", task("map"), { v: { map: { bindings: { k: one } } } })], ""],
    ["map: another is wanted", [node("a", task("sum"), { xs: { map: {} } })], "MismatchingBindings@a"],
    ["scalar: its type is unknown", [inc("a", { scalar: { blob: {} } })], "UnrecognizedValue@a"],
    ["scalar: nothing set", [inc("a", { scalar: {} })], "UnrecognizedValue@a"],
    ["scalar: no value of the enum", [node("a", task("color"), { v: word("blue") })], "IllegalEnumValue@a"],
    ["scalar: an enum inside a union", [node("a", task("enumOrInt"), { v: word("blue") })], "", "IllegalEnumValue@a", "IllegalEnumValue@a"],
    ["nothing set", [inc("a", {})], "MismatchingBindings@a"],
    ["offloaded", [inc("a", { offloadedMetadata: { inferredType: { simple: "INTEGER" } } })], "MismatchingBindings@a"],
    ["promise 1: an empty node id is start-node", [inc("a", "inputs.n")], ""],
    ["promise 1: start-node by name", [inc("a", "start-node.n")], ""],
    ["promise 1: an unknown id", [inc("a", "nope.o")], "NodeReferenceNotFound@nope"],
    ["promise 1: end-node has no outputs", [inc("a", "end-node.o")], "VariableNameNotFound@end-node"],
    ["promise 2: a malformed name", [inc("a"), inc("c", "a.o-p")], "SyntaxError@c"],
    ["promise 2: an empty name", [inc("a"), inc("c", { promise: { nodeId: "a" } })], "SyntaxError@c"],
    ["promise 3: an unknown output", [inc("a"), inc("c", "a.q")], "VariableNameNotFound@a"],
    ["promise 4: an index into a list", [node("a", task("ints")), inc("c", { promise: { nodeId: "a", var: "[0].o" } })], ""],
    ["promise 4: an index into what is no list", [inc("a"), inc("c", { promise: { nodeId: "a", var: "[0].o" } })], "MismatchingTypes@c"],
    ["promise 5: a step into a list", [node("a", task("ints")), inc("c", steps("a", "o", 0))], ""],
    ["promise 5: a step into a map", [node("a", task("ints")), inc("c", steps("a", "m", "k"))], ""],
    ["promise 5: the kind of a step is not looked at", [node("a", task("ints")), inc("c", steps("a", "m", 3))], ""],
    ["promise 5: a field", [node("a", task("point")), inc("c", steps("a", "o", "x"))], ""],
    ["promise 5: an unknown field", [node("a", task("point")), inc("c", steps("a", "o", "y"))], "FieldNotFound@c"],
    ["promise 5: a number into a dataclass", [node("a", task("point")), inc("c", steps("a", "o", 0))], "FieldNotFound@c"],
    ["promise 5: a step into a plain struct is ignored", [node("a", task("struct")), inc("c", steps("a", "o", "x"))], "MismatchingTypes@c"],
    ["promise 5: a step into a plain value", [inc("a"), inc("c", steps("a", "o", "x"))], "", "AttributeNotResolved@c", "AttributeNotResolved@c"],
    ["promise 6: not castable", [inc("c", "inputs.s")], "MismatchingTypes@c"],
    ["promise 6: a file for a directory (§6.4)", [node("a", task("toDir"), { v: "inputs.f" })], "", "BlobDimensionality@a", "BlobDimensionality@a"],
    ["promise 7: a field for a branch", [node("p", task("point")), branch({ case: then(quiet("y")), error: {} }, { n: steps("p", "o", "x") })], "MismatchingTypes@b", "", ""],
    ["untyped: a list constant", [branch({ case: then(quiet("y")), error: {} }, { n: "inputs.n", l: { collection: { bindings: [one] } } })], "", "UntypedLiteral@b", ""],
    ["untyped: nothing is required, any name is fine", [branch({ case: then(quiet("y")), error: {} }, { n: "inputs.n", q: one })], ""],
    ["outputs: bound", [inc("a")], "", "", undefined, { outputs: { r: "int" }, returns: { r: "a.o" } }],
    ["outputs: not bound", [inc("a")], "ParameterNotBound@end-node", "", undefined, { outputs: { r: "int" } }],
    ["outputs: of another type", [inc("a")], "MismatchingTypes@end-node", "", undefined, { outputs: { r: "string" }, returns: { r: "a.o" } }],
    ["outputs: not declared", [inc("a")], "VariableNameNotFound@end-node", "", undefined, { returns: { r: "a.o" } }],
  ]); // biome-ignore format: rows
});

describe("§8 and §9: edges, loops, reachability", () => {
  table([
    ["explicit edges", [quiet("a"), quiet("c", "a")], ""],
    ["an explicit edge to the start", [quiet("a", ""), quiet("c", "start-node")], ""],
    ["an explicit edge to what is not there", [quiet("a", "ghost")], "UnreachableNodes@start-node", "NodeReferenceNotFound@ghost", "NodeReferenceNotFound@ghost"],
    ["the same, where something else leads to the node", [quiet("a"), quiet("c", "ghost", "a")], "", "NodeReferenceNotFound@ghost", "NodeReferenceNotFound@ghost"],
    ["a loop of promises", [inc("a", "c.o"), inc("c", "a.o")], "CycleDetected@start-node"],
    ["a loop of explicit edges", [quiet("a", "c"), quiet("c", "a")], "CycleDetected@start-node"],
    ["a node after itself", [quiet("a", "a")], "CycleDetected@start-node"],
    ["two loops", [quiet("a", "a"), quiet("c", "c")], "CycleDetected@start-node CycleDetected@start-node"],
    ["a node after end-node", [quiet("a", "end-node")], "CycleDetected@start-node"],
    ["branch children have no explicit edges", [branch({ case: then(quiet("y", "ghost")), error: {} })], ""],
  ]); // biome-ignore format: rows
});

describe("§10: branches", () => {
  const some = { case: then(inc("y", "inputs.n")), elseNode: inc("z", "inputs.n") };
  const where = (condition: JsonObject) =>
    branch({ case: then(quiet("y"), condition), error: {} }, { n: "inputs.n", s: "inputs.s", e: "inputs.e" });
  const num = { primitive: { integer: "1" } };
  table([
    ["a: no if", [branch(undefined)], "ValueRequired@b"],
    ["a: no case", [branch({ elseNode: quiet("z") })], "ValueRequired@b"],
    ["a: no node in the case", [branch({ case: { condition: isOne }, error: {} })], "BranchNodeIdNotFound@b"],
    ["a: no node in a later case", [branch({ ...some, other: [{ condition: isOne }] })], "BranchNodeIdNotFound@b"],
    ["a: outputs all children have", [branch(some), inc("c", "b.o")], ""],
    ["a: an output that one lacks", [branch({ ...some, elseNode: quiet("z") }), inc("c", "b.o")], "VariableNameNotFound@b"],
    ["a: an error arm lacks nothing", [branch({ case: some.case, error: {} }), inc("c", "b.o")], ""],
    ["a: a shared output of two types", [branch({ ...some, elseNode: node("z", task("strings")) })], "MismatchingTypes@b-z"],
    ["b: no condition", [branch({ case: { thenNode: quiet("y") }, error: {} })], "BranchNodeHasNoCondition@b"],
    ["b: an empty one", [where({})], "ValueRequired@b"],
    ["b: a conjunction", [where({ conjunction: { operator: "OR", leftExpression: isOne, rightExpression: isOne } })], ""],
    ["b: a conjunction without sides", [where({ conjunction: {} })], "BranchNodeHasNoCondition@b BranchNodeHasNoCondition@b"],
    ["b: a comparison without sides", [where({ comparison: {} })], "ValueRequired@b ValueRequired@b"],
    ["b: an empty operand", [where(compare({}, num))], "ValueRequired@b"],
    ["b: an empty primitive is none", [where(compare({ var: "n" }, { primitive: {} }))], "MismatchingTypes@b"],
    ["b: an unknown variable", [where(compare({ var: "q" }, num))], "VariableNameNotFound@b"],
    ["b: an input of the workflow that is not bound to the branch", [where(compare({ var: "ns" }, num))], "VariableNameNotFound@b"],
    ["b: a scalar", [where(compare({ var: "n" }, { scalar: { primitive: { integer: "1" } } }))], "ValueRequired@b", "", ""],
    ["b: different types", [where(compare({ var: "n" }, { primitive: { floatValue: 1 } }))], "MismatchingTypes@b"],
    ["b: an enum and a string", [where(compare({ var: "e" }, { primitive: { stringValue: "red" } }))], "MismatchingTypes@b"],
    ["b: a string and a string", [where(compare({ var: "s" }, { primitive: { stringValue: "red" } }, "LT"))], ""],
    ["b: booleans in order", [where(compare({ primitive: { boolean: true } }, { primitive: { boolean: false } }, "GT"))], "", "OperatorNotDefined@b", "OperatorNotDefined@b"],
    ["c: no default", [branch({ case: then(quiet("y")) })], "BranchNodeHasNoDefault@b"],
    ["d: children are checked", [branch({ case: then(node("y", task("inc"))), error: {} })], "ParameterNotBound@b-y"],
    ["d: nested branches", [branch({ case: then({ id: "in", inputs: bind({ n: "inputs.n" }), branchNode: { ifElse: { case: then(node("y", task("inc"))), error: {} } } }), error: {} })], "ParameterNotBound@b-in-y"],
    ["e: what a child reads", [inc("a"), branch({ case: then(inc("y", "a.o")), error: {} })], ""],
    ["no promise names a child", [branch(some), inc("c", "y.o")], "NodeReferenceNotFound@y"],
    ["no promise names a child by its new id", [branch(some), inc("c", "b-y.o")], "NodeReferenceNotFound@b-y"],
    ["children of one id go unseen", [branch({ case: then(quiet("y")), elseNode: quiet("y") })], "", "DuplicateId@b-y", "DuplicateId@b-y"],
    ["what a branch reads comes earlier in the list", [branch(some, { n: "a.o" }), inc("a")], "", "NodeOrder@b", ""],
    ["what its children read comes earlier", [branch({ ...some, elseNode: inc("z", "a.o") }), inc("a")], "", "NodeOrder@b-z", ""],
    ["what an approval reads comes earlier", [gate({ approve: { signalId: "s" } }, { v: "a.o" }), inc("a")], "", "NodeOrder@g", ""],
  ]); // biome-ignore format: rows
});

describe("§11: sub-workflows", () => {
  table([
    ["their errors have bare node ids", [node("a", sub("faulty"))], "NodeReferenceNotFound@nope"],
    [
      "they are compiled once, however often they are used",
      [node("a", sub("faulty")), node("c", sub("faulty"))],
      "NodeReferenceNotFound@nope",
    ],
    ["their own outputs must be bound", [node("a", sub("unbound"))], "ParameterNotBound@end-node"],
    ["inside a branch", [branch({ case: then(node("y", sub("faulty"))), error: {} })], "NodeReferenceNotFound@nope"],
    [
      "as the failure node",
      [quiet("a")],
      "NodeReferenceNotFound@nope",
      "",
      undefined,
      { rest: { failureNode: node("f", sub("faulty")) } },
    ],
  ]);
});
