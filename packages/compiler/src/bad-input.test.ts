/**
 * Documents nobody means to write: each gets its finding, none an exception, and none more time than its size allows.
 */
import { create, fromJson, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import { type LiteralType, LiteralTypeSchema } from "@skein/spec/gen/flyteidl/core/types_pb";
import { NodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { describe, expect, it, test } from "vitest";
import { castable, explainMismatch } from "./castable.ts";
import { formatCompat } from "./compat-text.ts";
import { schemaCovers } from "./json-schema.ts";
import { aTask, aWorkflow, type Bound, compile, inline, int, listOf, run, text, type } from "./testdata/samples.ts";

// Work that grows with the square of these sizes takes minutes, and fails by the time a test may take.
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const typed = (value: LiteralType["type"]): LiteralType => create(LiteralTypeSchema, { type: value });
const unionOf = (variants: LiteralType[]) =>
  create(LiteralTypeSchema, { type: { case: "unionType", value: { variants } } });
const enumOf = (values: string[]) => create(LiteralTypeSchema, { type: { case: "enumType", value: { values } } });
const structOf = (metadata: JsonObject): LiteralType => ({ ...type("struct"), metadata });

/** A task `t` with one input and one output of these types. */
const taskOf = (input: LiteralType, output: LiteralType = type("int")) => {
  const task = aTask("t", { v: "int" }, { o: "int" });
  const [inputs, outputs] = [task.template?.interface?.inputs, task.template?.interface?.outputs];
  if (inputs?.variables.v) inputs.variables.v.type = input;
  if (outputs?.variables.o) outputs.variables.o.type = output;
  return task;
};
const codes = (outcome: ReturnType<typeof compile>) => [...new Set(outcome.diagnostics.map(({ code }) => code))];

describe("names", () => {
  it.each([
    "__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "prototype", "a b", "a\nb", "ä", "😀", "\u0000",
    "\ud800", "a".repeat(100_000), "${a}", "<b>", "1", "-", "a:b", "%",
  ])("%j may be a node's id, an input's and an output's name", (name) => {
    const wrap = (value: LiteralType) => ({ [name]: { type: value, description: "", $typeName: "flyteidl.core.Variable" as const } });
    const variables = (value: LiteralType) => Object.defineProperty({}, name, { ...Object.getOwnPropertyDescriptor(wrap(value), name), enumerable: true });
    const primary = aWorkflow([run(name, "inc", { x: int(1) }), run("z", "inc", { x: `${name}.o` })]);
    if (name !== "a:b" && !name.includes(".")) expect(compile(primary).diagnostics).toEqual([]);
    const odd = aTask("odd");
    if (odd.template?.interface?.inputs) odd.template.interface.inputs.variables = variables(type("int"));
    const { diagnostics } = compile(aWorkflow([run("n", "odd")]), { tasks: [odd] });
    expect(diagnostics.map(({ code, data: facts }) => [code, facts.variable])).toEqual([["ParameterNotBound", name]]);
    expect(diagnostics[0]?.message.length).toBeLessThan(2100);
    expect(compile(aWorkflow([run("a", "inc", { x: `${name.replaceAll(".", "")}.${name}` })])).closure).toBeUndefined();
  }); // biome-ignore format: rows
});

describe("empty parts", () => {
  const node = (json: JsonObject) => fromJson(NodeSchema, { id: "n", ...json });
  const bound = (binding: JsonValue) => node({ taskNode: reference, inputs: [{ var: "x", binding }] });
  const reference = { referenceId: { resourceType: "TASK", project: "p", domain: "d", name: "inc", version: "v" } };
  it.each<[string, JsonObject]>([
    ["a node without target", {}],
    ["a task node without reference", { taskNode: {} }],
    ["a workflow node without reference", { workflowNode: {} }],
    ["a branch without if", { branchNode: {} }],
    ["a branch without cases", { branchNode: { ifElse: {} } }],
    ["a case without anything", { branchNode: { ifElse: { case: {}, other: [{}], elseNode: {} } } }],
    ["a condition without anything", { branchNode: { ifElse: { case: { condition: {}, thenNode: { taskNode: reference } } } } }],
    ["a comparison without anything", { branchNode: { ifElse: { case: { condition: { comparison: {} }, thenNode: {} } } } }],
    ["a gate without condition", { gateNode: {} }],
    ["a signal without anything", { gateNode: { signal: {} } }],
    ["an array node without node", { arrayNode: {} }],
    ["an array node of an empty node", { arrayNode: { node: {} } }],
  ])("%s", (_, json) => {
    for (const mode of ["flyte-1.16", "strict"] as const) expect(compile(aWorkflow([node(json)]), { mode }).closure).toBeUndefined();
  }); // biome-ignore format: rows

  it.each<[string, JsonValue]>([
    ["nothing", {}],
    ["an empty scalar", { scalar: {} }],
    ["an empty primitive", { scalar: { primitive: {} } }],
    ["an empty blob", { scalar: { blob: {} } }],
    ["an empty union", { scalar: { union: {} } }],
    ["an empty dataset", { scalar: { structuredDataset: {} } }],
    ["an empty schema", { scalar: { schema: {} } }],
    ["an empty promise", { promise: {} }],
    ["a promise with an empty step", { promise: { nodeId: "n", var: "o", attrPath: [{}] } }],
    ["an empty list", { collection: {} }],
    ["a list of nothing", { collection: { bindings: [{}] } }],
    ["an empty map", { map: {} }],
    ["empty offloaded metadata", { offloadedMetadata: {} }],
  ])("a binding of %s is refused for an int", (_, binding) => {
    for (const mode of ["flyte-1.16", "strict"] as const) {
      const outcome = compile(aWorkflow([bound(binding)]), { mode });
      expect(outcome.closure).toBeUndefined();
      formatCompat(outcome.diagnostics);
    }
  });
});

describe("deep documents", () => {
  const nested = (depth: number, wrap: (inner: Bound) => Bound): Bound => {
    let bound: Bound = int(1);
    for (let level = 0; level < depth; level++) bound = wrap(bound);
    return bound;
  };
  const listType = (depth: number) => {
    let wanted = type("int");
    for (let level = 0; level < depth; level++) wanted = typed({ case: "collectionType", value: wanted });
    return wanted;
  };

  it.each([
    [512, []],
    [513, ["NestingTooDeep"]],
    [10_000, ["NestingTooDeep"]],
  ])("a binding of %i lists", (depth, expected) => {
    const outcome = compile(aWorkflow([run("n", "t", { v: nested(depth, (inner) => listOf(inner)) })]), {
      tasks: [taskOf(listType(depth))],
    });
    expect(codes(outcome)).toEqual(expected);
  });

  it.each([
    [512, []],
    [513, ["NestingTooDeep"]],
    [3000, ["NestingTooDeep"]],
  ])("branches in branches, %i of them", (depth, expected) => {
    const isPositive = { comparison: { leftValue: { primitive: { integer: "1" } }, rightValue: { primitive: { integer: "1" } } } };
    let inner = run("leaf", "quiet");
    for (let level = 0; level < depth; level++) {
      const outer = fromJson(NodeSchema, { id: "b", branchNode: { ifElse: { case: { condition: isPositive }, error: {} } } });
      const block = outer.target.case === "branchNode" ? outer.target.value.ifElse?.case : undefined;
      if (block) block.thenNode = inner;
      inner = outer;
    }
    expect(codes(compile(aWorkflow([inner])))).toEqual(expected);
  }); // biome-ignore format: one message a line

  it("array nodes in array nodes", () => {
    let inner = run("leaf", "quiet");
    for (let level = 0; level < 5000; level++) {
      const outer = fromJson(NodeSchema, { id: "m", arrayNode: {} });
      if (outer.target.case === "arrayNode") outer.target.value.node = inner;
      inner = outer;
    }
    expect(codes(compile(aWorkflow([inner])))).toEqual(["NestingTooDeep"]);
  });

  it("a loop of a thousand sub-workflows", () => {
    const subWorkflows = times(1000, (index) =>
      aWorkflow([inline("n", `s${(index + 1) % 1000}`)], { name: `s${index}` }),
    );
    const outcome = compile(aWorkflow([inline("n", "s0")]), { subWorkflows });
    expect(codes(outcome)).toEqual(["CycleDetected"]);
    expect(outcome.diagnostics[0]?.message.length).toBeLessThan(2100);
  });
});

describe("large documents", () => {
  const chainOf = (length: number, from: string) =>
    times(length, (index) => run(`n${index}`, "inc", { x: index === 0 ? from : `n${index - 1}.o` }));

  it.each<[string, () => ReturnType<typeof compile>, string[]]>([
    ["10,000 faulty nodes", () => compile(aWorkflow(times(10_000, (at) => run(`n${at}`, "inc")))), ["ParameterNotBound", "TooManyFindings"]],
    ["2,000 misspelt nodes", () => compile(aWorkflow([...chainOf(10_000, "inputs.n"), ...times(2_000, (at) => run(`m${at}`, "inc", { x: `n${at}x.o` }))], { inputs: { n: "int" } })), ["NodeReferenceNotFound", "TooManyFindings"]],
    ["10,000 nodes of one id", () => compile(aWorkflow(times(10_000, () => run("n", "quiet"))), { mode: "strict" }), ["DuplicateId", "TooManyFindings"]],
    ["10,000 missing tasks, among as many that are there", () => compile(aWorkflow(times(10_000, (at) => run(`n${at}`, `u${at}x`))), { tasks: times(10_000, (at) => aTask(`u${at}`)) }), ["TaskReferenceNotFound", "TooManyFindings"]],
    ["a chain that waits for what is not there", () => compile(aWorkflow(chainOf(10_000, "ghost.o"))), ["NodeReferenceNotFound"]],
    ["a chain after a node that is not there", () => compile(aWorkflow([run("n0", "quiet", {}, { upstreamNodeIds: ["ghost"] }), ...times(10_000, (at) => run(`n${at + 1}`, "quiet", {}, { upstreamNodeIds: [`n${at}`] }))])), ["UnreachableNodes", "NodeReferenceNotFound", "TooManyFindings"]],
    ["5,000 loops of two", () => compile(aWorkflow(times(10_000, (at) => run(`n${at}`, "inc", { x: `n${at ^ 1}.o` })))), ["CycleDetected", "TooManyFindings"]],
    ["10,000 bindings of one input", () => compile(aWorkflow([{ ...run("n", "inc"), inputs: times(10_000, () => run("n", "inc", { x: int(1) }).inputs).flat() }])), ["ParameterBoundMoreThanOnce", "TooManyFindings"]],
    ["10,000 bindings of no input", () => compile(aWorkflow([run("n", "inc", Object.fromEntries(times(10_000, (at) => [`y${at}`, int(1)])))])), ["VariableNameNotFound", "TooManyFindings"]],
    ["10,000 gates of one signal", () => compile(aWorkflow(times(10_000, (at) => fromJson(NodeSchema, { id: `g${at}`, gateNode: { approve: { signalId: "s" } } }))), { mode: "strict" }), ["SignalId", "TooManyFindings"]],
    ["one node of 50,000 outputs, all aliased", () => compile(aWorkflow([run("n", "wide", {}, { outputAliases: times(50_000, (at) => ({ var: `o${at}`, alias: `a${at}` })) })]), { tasks: [aTask("wide", {}, Object.fromEntries(times(50_000, (at) => [`o${at}`, "int"])))] }), []],
  ])("%s", (_, work, expected) => {
    const outcome = work();
    expect(codes(outcome).sort()).toEqual(expected.sort());
    expect(outcome.diagnostics.length).toBeLessThanOrEqual(1001);
  }); // biome-ignore format: rows
});

describe("large types", () => {
  const colors = enumOf(times(100_000, (at) => `c${at}`));
  const variants = times(10_000, (at) => enumOf([`c${at}`]));
  const many = (count: number, bound: Bound) => times(count, (at) => run(`n${at}`, "t", { v: bound }));

  it.each<[string, LiteralType, Bound, string[]]>([
    ["an enum of 100,000 values takes one of them", colors, text("c99999"), []],
    ["an enum of 100,000 values refuses another", colors, text("blue"), ["IllegalEnumValue", "TooManyFindings"]],
    ["an enum of 100,000 values refuses a number", colors, int(1), ["MismatchingTypes", "TooManyFindings"]],
    ["a union of 10,000 enums refuses a number", unionOf(variants), int(1), ["MismatchingTypes", "TooManyFindings"]],
    ["a list for a union of 10,000 enums", unionOf(variants), listOf(int(1)), ["IncompatibleBindingUnionValue", "TooManyFindings"]],
  ])("%s, twelve hundred times", (_, wanted, bound, expected) => {
    const outcome = compile(aWorkflow(many(1200, bound)), { tasks: [taskOf(wanted)] });
    expect(codes(outcome).sort()).toEqual(expected);
    for (const { message } of outcome.diagnostics) expect(message.length).toBeLessThan(2100);
    formatCompat(outcome.diagnostics.slice(0, 3));
  }); // biome-ignore format: rows

  it("a list of 100,000 values of an enum of as many", () => {
    const all = listOf(...times(100_000, (at) => text(`c${at}`)));
    const wanted = typed({ case: "collectionType", value: colors });
    const outcome = compile(aWorkflow([run("n", "t", { v: all })]), { tasks: [taskOf(wanted)] });
    expect(outcome.diagnostics).toEqual([]);
  });

  it("a list of lists, each of which thousands of variants are tried on", () => {
    const lists = variants.map((value) => typed({ case: "collectionType", value }));
    const wanted = typed({ case: "collectionType", value: unionOf(lists) });
    const bound = listOf(...times(10_000, () => listOf(int(1))));
    const outcome = compile(aWorkflow([run("n", "t", { v: bound })]), { tasks: [taskOf(wanted)] });
    expect(codes(outcome)).toContain("TooManyVariants");
  });

  it("unions of 10,000 variants flow into equal ones, and not into others", () => {
    const [union, other] = [unionOf(variants), unionOf([...variants.slice(1), enumOf(["other"])])];
    const copy = unionOf(times(10_000, (at) => enumOf([`c${at}`])));
    expect([castable(union, copy), castable(union, other)]).toEqual([true, false]);
    expect(explainMismatch(union, other).length).toBeGreaterThan(0);
  });
});

describe("hostile JSON schemas", () => {
  const definitions = (count: number, make: (index: number) => JsonObject) =>
    Object.fromEntries(times(count, (index) => [`d${index}`, make(index)]));
  const ref = (index: number) => ({ $ref: `#/definitions/d${index}` });

  it.each<[string, JsonObject, JsonObject, boolean]>([
    [
      "references that share their parts, 2 to the 60 ways through",
      { ...ref(0), definitions: definitions(61, (at) => (at < 60 ? { properties: { a: ref(at + 1), b: ref(at + 1) } } : { type: "integer" })) },
      { ...ref(0), definitions: definitions(61, (at) => (at < 60 ? { properties: { a: ref(at + 1), b: ref(at + 1) } } : { type: "integer" })), title: "other" },
      true,
    ],
    [
      "choices of choices",
      { ...ref(0), definitions: definitions(41, (at) => (at < 40 ? { anyOf: [ref(at + 1), ref(at + 1), ref(at + 1)] } : { type: "integer" })) },
      { ...ref(0), definitions: definitions(41, (at) => (at < 40 ? { anyOf: [ref(at + 1), ref(at + 1), ref(at + 1)] } : { type: "string" })) },
      false,
    ],
    ["two thousand choices on both sides", { anyOf: times(2000, (at) => ({ const: at })) }, { anyOf: times(2000, (at) => ({ const: at + 1 })) }, false],
    ["a chain of references to itself", { ...ref(0), definitions: definitions(1000, (at) => ref((at + 1) % 1000)) }, { type: "integer" }, false],
    ["lists of themselves", { ...ref(0), definitions: definitions(1, () => ({ type: "array", items: ref(0) })) }, { ...ref(0), definitions: definitions(1, () => ({ type: "array", items: ref(0), title: "x" })) }, true],
    ["100,000 enum values, one of them another", { enum: times(100_000, String) }, { enum: times(100_000, (at) => String(at + 1)) }, false],
  ])("%s: %#", (_, up, down, expected) => {
    expect(schemaCovers(up, down)).toBe(expected);
    expect(castable(structOf(up), structOf(down))).toBe(expected);
  }); // biome-ignore format: rows
});

test("two thousand nodes that read a dataclass with a large schema compare it once", () => {
  const properties = Object.fromEntries(times(10_000, (at) => [`f${at}`, { type: "integer" }]));
  const task = taskOf(structOf({ type: "object", properties, title: "in" }), structOf({ type: "object", properties }));
  const nodes = times(2000, (at) => run(`n${at}`, "t", { v: at === 0 ? "inputs.v" : `n${at - 1}.o` }));
  const primary = aWorkflow(nodes, { inputs: { v: "struct" } });
  expect(compile(primary, { tasks: [task] }).diagnostics).toEqual([]);
});
