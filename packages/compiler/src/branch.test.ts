import { fromJson, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import { type Node, NodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { describe, expect, it } from "vitest";
import { aTask, aWorkflow, compile, errors, int, run, taskId, tasks, warnings } from "./testdata/samples.ts";

const task = (name: string): JsonObject => {
  const { project, domain, version } = taskId(name);
  return { referenceId: { resourceType: "TASK", project, domain, name, version } };
};
const promise = (nodeId: string, name: string): JsonObject => ({ promise: { nodeId, var: name } });
const child = (id: string, name = "inc", from: JsonObject = promise("", "n")): JsonObject => ({
  id,
  inputs: [{ var: name === "say" ? "s" : "x", binding: from }],
  taskNode: task(name),
});
const isPositive: JsonObject = {
  comparison: { operator: "GT", leftValue: { var: "n" }, rightValue: { primitive: { integer: "0" } } },
};
const branch = (ifElse: JsonObject, rest: JsonObject = {}): Node =>
  fromJson(NodeSchema, { id: "b", inputs: [{ var: "n", binding: promise("", "n") }], branchNode: { ifElse }, ...rest });
const io = { inputs: { n: "int", s: "string", flag: "bool" } };
const whole = { case: { condition: isPositive, thenNode: child("yes") }, elseNode: child("no") };

describe("a branch", () => {
  it.each([
    ["may have a case and an else", whole, []],
    ["may end in an error", { case: whole.case, error: { message: "no" } }, []],
    ["needs cases", undefined, ["ValueRequired@b"]],
    ["needs a first case", { elseNode: child("no") }, ["ValueRequired@b"]],
    ["needs a default", { case: whole.case }, ["BranchNodeHasNoDefault@b"]],
    ["needs a node for each case", { ...whole, other: [{ condition: isPositive }] }, ["BranchNodeIdNotFound@b"]],
    [
      "needs a condition for each case",
      { ...whole, other: [{ thenNode: child("more") }] },
      ["BranchNodeHasNoCondition@b"],
    ],
    [
      "checks what its children read",
      { ...whole, elseNode: child("no", "inc", promise("nope", "o")) },
      ["NodeReferenceNotFound@nope"],
    ],
    [
      "checks the types its children get",
      { ...whole, elseNode: child("no", "inc", promise("", "s")) },
      ["MismatchingTypes@b-no"],
    ],
    [
      "wants outputs of one type",
      { ...whole, elseNode: child("no", "say", promise("", "s")) },
      ["MismatchingTypes@b-no"],
    ],
  ] satisfies [string, JsonObject | undefined, string[]][])("%s", (_, ifElse, expected) => {
    const node: Node = ifElse
      ? branch(ifElse)
      : fromJson(NodeSchema, { id: "b", inputs: [{ var: "n", binding: promise("", "n") }], branchNode: {} });
    expect(errors(aWorkflow([node], io))).toEqual(expected);
  });

  it("offers the outputs all arms have to what comes after", () => {
    const reads = (name: string) => errors(aWorkflow([branch(whole), run("z", "inc", { x: `b.${name}` })], io));
    expect(reads("o")).toEqual([]);
    const less = branch({ ...whole, elseNode: { id: "no", taskNode: task("quiet") } });
    expect(errors(aWorkflow([less, run("z", "inc", { x: "b.o" })], io))).toEqual(["VariableNameNotFound@b"]);
  });

  it("hides its children from promises, and says what to read instead", () => {
    const { diagnostics } = compile(aWorkflow([branch(whole), run("z", "inc", { x: "yes.o" })], io));
    expect(diagnostics).toMatchObject([{ code: "NodeReferenceNotFound", nodeId: "yes" }]);
    expect(diagnostics[0]?.hints[0]?.text).toContain("is inside branch b; read the output of b");
  });

  it("gives its children its own id as a prefix, once", () => {
    const nested = branch({
      ...whole,
      elseNode: { id: "in", inputs: [{ var: "n", binding: promise("", "n") }], branchNode: { ifElse: whole } },
    });
    const closure = compile(aWorkflow([nested], io)).closure?.primary;
    const ids = (node: Node | undefined): (string | undefined)[] => {
      const ifElse = node?.target.case === "branchNode" ? node.target.value.ifElse : undefined;
      if (!ifElse) return [node?.id];
      return [...ids(ifElse.case?.thenNode), ...(ifElse.default.case === "elseNode" ? ids(ifElse.default.value) : [])];
    };
    expect(ids(closure?.template?.nodes[2])).toEqual(["b-yes", "b-in-yes", "b-in-no"]);
    expect(Object.keys(closure?.connections?.upstream ?? {})).toEqual([
      "b",
      "b-in",
      "b-in-no",
      "b-in-yes",
      "b-yes",
      "end-node",
    ]);
    expect(closure?.connections?.downstream["start-node"]?.ids).toEqual(["b"]);
    const again =
      closure?.template && compile({ ...closure.template, nodes: closure.template.nodes.slice(2) }).closure?.primary;
    expect(again).toEqual(closure);
  });

  it("may read a node that comes later in the list; upstream would not take it, so its mode warns", () => {
    const later = [
      branch(whole, { inputs: [{ var: "n", binding: promise("z", "o") }] }),
      run("z", "inc", { x: int(1) }),
    ];
    expect(errors(aWorkflow(later, io))).toEqual([]);
    expect(warnings(aWorkflow(later, io))).toEqual(["NodeOrder@b"]);
    expect(warnings(aWorkflow([...later].reverse(), io))).toEqual([]);
  });
});

describe("a condition", () => {
  const compare = (left: JsonValue, right: JsonValue, operator = "EQ"): JsonObject => ({
    comparison: { operator, leftValue: left, rightValue: right },
  });
  const one = { primitive: { integer: "1" } };
  const none = { scalar: { noneType: {} } };
  const bound = (name: string): JsonObject => ({ var: name, binding: promise("", name) });
  it.each([
    ["compares an input with a constant", compare({ var: "n" }, one), [], []],
    ["joins others", { conjunction: { leftExpression: isPositive, rightExpression: isPositive } }, [], []],
    [
      "lacks a side of a conjunction",
      { conjunction: { leftExpression: isPositive } },
      ["BranchNodeHasNoCondition@b"],
      ["BranchNodeHasNoCondition@b"],
    ],
    ["is empty", {}, ["ValueRequired@b"], ["ValueRequired@b"]],
    [
      "lacks both sides",
      { comparison: {} },
      ["ValueRequired@b", "ValueRequired@b"],
      ["ValueRequired@b", "ValueRequired@b"],
    ],
    ["has an empty side", compare({ var: "n" }, {}), ["ValueRequired@b"], ["ValueRequired@b"]],
    [
      "reads what is not bound to the branch",
      compare({ var: "m" }, one),
      ["VariableNameNotFound@b"],
      ["VariableNameNotFound@b"],
    ],
    [
      "compares different types",
      compare({ var: "n" }, { primitive: { stringValue: "1" } }),
      ["MismatchingTypes@b"],
      ["MismatchingTypes@b"],
    ],
    ["compares with a scalar", compare({ var: "n" }, { scalar: one }), ["ValueRequired@b"], []],
    [
      "asks whether what is never none is none",
      compare({ var: "n" }, none, "EQ"),
      ["ValueRequired@b"],
      ["MismatchingTypes@b"],
    ],
    ["asks whether an optional is none", compare({ var: "may" }, none, "EQ"), ["ValueRequired@b"], []],
    ["asks whether none is an optional", compare(none, { var: "may" }, "NEQ"), ["ValueRequired@b"], []],
    ["orders an optional and none", compare({ var: "may" }, none, "GT"), ["ValueRequired@b"], ["OperatorNotDefined@b"]],
    ["compares an optional", compare({ var: "may" }, one), ["MismatchingTypes@b"], ["MismatchingTypes@b"]],
    [
      "orders booleans",
      compare({ primitive: { boolean: true } }, { primitive: { boolean: false } }, "LT"),
      [],
      ["OperatorNotDefined@b"],
    ],
  ] as const)("%s", (_, condition, loose, strict) => {
    const inputs = [bound("n"), bound("may")];
    const node = branch({ ...whole, case: { condition, thenNode: child("yes") } }, { inputs });
    const primary = aWorkflow([node], { inputs: { ...io.inputs, may: "int?" } });
    expect(errors(primary)).toEqual(loose);
    expect(errors(primary, { mode: "strict" })).toEqual(strict);
  });

  it("may nest beyond what a stack holds", () => {
    const node = branch(whole);
    if (node.target.case !== "branchNode") throw new Error("no branch");
    const first = node.target.value.ifElse?.case;
    let deep = first?.condition;
    for (let depth = 0; depth < 20_000 && deep; depth++) {
      deep = {
        $typeName: "flyteidl.core.BooleanExpression",
        expr: {
          case: "conjunction",
          value: {
            $typeName: "flyteidl.core.ConjunctionExpression",
            operator: 0,
            leftExpression: deep,
            rightExpression: deep === first?.condition ? deep : first?.condition,
          },
        },
      };
    }
    if (first) first.condition = deep;
    expect(errors(aWorkflow([node], io))).toEqual([]);
  });
});

describe("gates", () => {
  const gate = (gateNode: JsonObject, inputs: JsonValue[] = [], id = "g"): Node =>
    fromJson(NodeSchema, { id, inputs, gateNode });
  const signal = { signalId: "s", type: { simple: "INTEGER" }, outputVariableName: "value" };
  it.each([
    ["a signal gives its output", gate({ signal }), "g.value", []],
    [
      "a signal needs a type",
      gate({ signal: { signalId: "s", outputVariableName: "value" } }),
      "inputs.n",
      ["ValueRequired@g"],
    ],
    [
      "a signal needs an output name",
      gate({ signal: { ...signal, outputVariableName: "" } }),
      "inputs.n",
      ["ValueRequired@g"],
    ],
    [
      "an approval passes on what it reads",
      gate({ approve: { signalId: "s" } }, [{ var: "v", binding: promise("", "n") }]),
      "g.v",
      [],
    ],
    [
      "an approval passes on the type it reads",
      gate({ approve: { signalId: "s" } }, [{ var: "v", binding: promise("", "s") }]),
      "g.v",
      ["MismatchingTypes@z"],
    ],
    [
      "an approval checks what it reads",
      gate({ approve: { signalId: "s" } }, [{ var: "v", binding: promise("", "nope") }]),
      "inputs.n",
      ["VariableNameNotFound@start-node"],
    ],
    ["a sleep gives nothing", gate({ sleep: { duration: "3s" } }), "g.v", ["VariableNameNotFound@g"]],
    ["a gate needs a condition", gate({}), "inputs.n", ["NoConditionFound@g"]],
  ] as const)("%s", (_, node, read, expected) => {
    expect(errors(aWorkflow([node, run("z", "inc", { x: read })], io))).toEqual(expected);
  });

  it("may form a chain of approvals in any order, as long as it does not loop", () => {
    const chain = Array.from({ length: 3000 }, (_, index) =>
      gate(
        { approve: { signalId: `s${index}` } },
        [{ var: "v", binding: index === 0 ? promise("", "n") : promise(`g${index - 1}`, "v") }],
        `g${index}`,
      ),
    );
    expect(errors(aWorkflow([...chain.toReversed(), run("z", "inc", { x: "g2999.v" })], io))).toEqual([]);
    const looping = [
      gate({ approve: { signalId: "1" } }, [{ var: "v", binding: promise("h", "v") }]),
      gate({ approve: { signalId: "2" } }, [{ var: "v", binding: promise("g", "v") }], "h"),
    ];
    expect(errors(aWorkflow(looping, io))).toEqual(["CycleDetected@start-node"]);
  });

  it("want a signal id of their own in strict mode", () => {
    const twice = [gate({ signal }), gate({ signal }, [], "h"), gate({ signal: { ...signal, signalId: "" } }, [], "i")];
    expect(errors(aWorkflow(twice, io))).toEqual([]);
    expect(errors(aWorkflow(twice, io), { mode: "strict" })).toEqual(["SignalId@h", "SignalId@i"]);
  });
});

describe("array nodes", () => {
  const array = (node: JsonObject | undefined, binding: JsonObject = promise("", "ns")): Node =>
    fromJson(NodeSchema, { id: "m", inputs: [{ var: "x", binding }], arrayNode: node ? { node } : {} });
  const listed = [...tasks, aTask("map_inc", { x: "list[int]" }, { o: "list[int]" })];
  const lists = { inputs: { ns: "list[int]", n: "int" } };
  it.each([
    ["have the interface of the inner node", array({ taskNode: task("map_inc") }), []],
    ["check what is bound against it", array({ taskNode: task("map_inc") }, promise("", "n")), ["MismatchingTypes@m"]],
    ["need an inner node", array(undefined), ["ValueRequired@m"]],
    ["need an inner node that runs something", array({}), ["ValueRequired@m"]],
    ["need a task that is there", array({ taskNode: task("nope") }), ["TaskReferenceNotFound@start-node"]],
  ] as const)("%s", (_, node, expected) =>
    expect(errors(aWorkflow([node], lists), { tasks: listed })).toEqual(expected),
  );
});
