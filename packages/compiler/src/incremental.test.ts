/** A compiler that remembers gives what one that does not gives, whatever is edited. */
import { clone, create, fromJson, type JsonObject, toBinary } from "@bufbuild/protobuf";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { ParameterMapSchema, VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type Node, NodeSchema, WorkflowTemplateSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Mode } from "./findings.ts";
import { aTask, aWorkflow, inline, int, launch, launchPlanId, run, taskId, tasks, type } from "./testdata/samples.ts";
import { type CompileInput, compileWorkflow, createCompiler } from "./workflow.ts";

/** Everything an edit can change; small enough that edits meet. */
interface Draft {
  readonly nodes: readonly Node[];
  readonly failureNode: Node | undefined;
  readonly inputs: Readonly<Record<string, string>>;
  readonly returns: Readonly<Record<string, string>>;
  readonly incType: string;
  readonly subInput: string;
  readonly planGiven: boolean;
  readonly mode: Mode;
}

const ids = ["a", "b", "c", "d", "b-x", "ghost"];
const anyId = fc.constantFrom(...ids);
const anyMode = fc.constantFrom<Mode>("strict", "flyte-1.16");
const anyRead = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ids.map((id) => `${id}.o`)) },
  { weight: 1, arbitrary: fc.constantFrom("inputs.n", "inputs.m", "a.z", "c.v") },
);
const promise = (text: string): JsonObject => {
  const [nodeId = "", name = ""] = text.split(".");
  return { promise: { nodeId: nodeId === "inputs" ? "" : nodeId, var: name } };
};
const task = (name: string): JsonObject => {
  const { project, domain, version } = taskId(name);
  return { taskNode: { referenceId: { resourceType: "TASK", project, domain, name, version } } };
};
const child = (id: string, read: string): JsonObject => ({
  id,
  inputs: [{ var: "x", binding: promise(read) }],
  ...task("inc"),
});

function branch(id: string, read: string, other: string, upstreamNodeIds: string[] = []): Node {
  const condition = { comparison: { leftValue: { var: "v" }, rightValue: { primitive: { integer: "1" } } } };
  const ifElse = { case: { condition, thenNode: child("x", other) }, elseNode: child("y", read) };
  const inputs = [{ var: "v", binding: promise(read) }];
  return fromJson(NodeSchema, { id, inputs, branchNode: { ifElse }, upstreamNodeIds });
}

function approval(id: string, read: string): Node {
  const gateNode = { approve: { signalId: id } };
  return fromJson(NodeSchema, { id, inputs: [{ var: "v", binding: promise(read) }], gateNode });
}

/** A node of any kind. */
const anyNode: fc.Arbitrary<Node> = fc
  .record({
    id: anyId,
    kind: fc.constantFrom("run", "run", "run", "pair", "say", "branch", "approve", "signal", "array", "sub", "plan"),
    read: anyRead,
    other: anyRead,
    after: fc.array(anyId, { maxLength: 1 }),
    alias: fc.boolean(),
  })
  .map(({ id, kind, read, other, after, alias }) => {
    const rest = { upstreamNodeIds: after, outputAliases: alias ? [{ var: "o", alias: "z" }] : [] };
    switch (kind) {
      case "run":
        return run(id, "inc", { x: read }, rest);
      case "pair":
        return run(id, "pair", { a: read, b: other }, rest);
      case "say":
        return run(id, "say", { s: read }, rest);
      case "sub":
        return inline(id, "sub", { n: read });
      case "plan":
        return launch(id, "plan", { n: read });
      case "branch":
        return branch(id, read, other, after);
      case "approve":
        return approval(id, read);
      case "signal": {
        const signal = { signalId: id, type: { simple: alias ? "INTEGER" : "STRING" }, outputVariableName: "o" };
        return fromJson(NodeSchema, { id, gateNode: { signal } });
      }
      default: {
        const inputs = [{ var: "xs", binding: promise(read) }];
        return fromJson(NodeSchema, { id, inputs, arrayNode: { node: task("sum") } });
      }
    }
  });

type Edit = (draft: Draft) => Draft;
const at = (pick: number, length: number) => (length === 0 ? 0 : pick % length);
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(), anyNode).map(
      ([pick, node]): Edit =>
        (draft) => ({ ...draft, nodes: draft.nodes.with(at(pick, draft.nodes.length), node) }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(), anyRead).map(
      ([pick, read]): Edit =>
        (draft) => {
          const index = at(pick, draft.nodes.length);
          const node = draft.nodes[index];
          return node ? { ...draft, nodes: draft.nodes.with(index, run(node.id, "inc", { x: read })) } : draft;
        },
    ),
  },
  fc.tuple(fc.nat(), anyNode).map(
    ([pick, node]): Edit =>
      (draft) => ({ ...draft, nodes: draft.nodes.toSpliced(at(pick, draft.nodes.length + 1), 0, node) }),
  ),
  fc.nat().map(
    (pick): Edit =>
      (draft) =>
        draft.nodes.length > 1 ? { ...draft, nodes: draft.nodes.toSpliced(at(pick, draft.nodes.length), 1) } : draft,
  ),
  fc.constant<Edit>((draft) => ({ ...draft, nodes: draft.nodes.toReversed() })),
  fc.option(anyNode, { nil: undefined }).map(
    (failureNode): Edit =>
      (draft) => ({ ...draft, failureNode }),
  ),
  fc.constantFrom<Record<string, string>>({ n: "int" }, { n: "string" }, { n: "int", m: "int" }).map(
    (inputs): Edit =>
      (draft) => ({ ...draft, inputs }),
  ),
  fc.constantFrom<Record<string, string>>({}, { r: "a.o" }, { r: "b.o" }).map(
    (returns): Edit =>
      (draft) => ({ ...draft, returns }),
  ),
  fc.constantFrom("int", "string", "list[int]").map(
    (incType): Edit =>
      (draft) => ({ ...draft, incType }),
  ),
  fc.constantFrom("int", "string").map(
    (subInput): Edit =>
      (draft) => ({ ...draft, subInput }),
  ),
  fc.boolean().map(
    (planGiven): Edit =>
      (draft) => ({ ...draft, planGiven }),
  ),
  anyMode.map(
    (mode): Edit =>
      (draft) => ({ ...draft, mode }),
  ),
);

function inputOf({ nodes, failureNode, inputs, returns, incType, subInput, planGiven }: Draft): CompileInput {
  const outputs = Object.keys(returns).length > 0 ? { r: "int" } : {};
  const primary = aWorkflow(nodes, { inputs, outputs, returns, ...(failureNode ? { failureNode } : {}) });
  const sub = aWorkflow([run("i", "inc", { x: "inputs.n" })], {
    name: "sub",
    inputs: { n: subInput },
    outputs: { o: "int" },
    returns: { o: "i.o" },
  });
  const plan = {
    id: launchPlanId("plan"),
    expectedInputs: create(ParameterMapSchema, {
      parameters: { n: { var: { type: type("int") }, behavior: { case: "required", value: true } } },
    }),
    expectedOutputs: create(VariableMapSchema, { variables: { o: { type: type("int") } } }),
  };
  const given = [aTask("inc", { x: "int" }, { o: incType }), ...tasks.slice(1)];
  return { primary, subWorkflows: [sub], tasks: given, launchPlans: planGiven ? [plan] : [] };
}

const bytesOf = (outcome: ReturnType<typeof compileWorkflow>) =>
  outcome.closure && Buffer.from(toBinary(CompiledWorkflowClosureSchema, outcome.closure)).toString("base64");

const anyFirst: fc.Arbitrary<Draft> = fc
  .record({
    nodes: fc.constantFrom(
      ids.slice(0, 4).map((id, index) => run(id, "inc", { x: index === 0 ? "inputs.n" : `${ids[index - 1]}.o` })),
      [run("a", "inc", { x: "inputs.n" }), branch("b", "a.o", "inputs.n"), approval("c", "a.o"), approval("d", "c.v")],
    ),
    mode: anyMode,
  })
  .map((chosen) => ({
    ...chosen,
    failureNode: undefined,
    inputs: { n: "int" },
    returns: {},
    incType: "int",
    subInput: "int",
    planGiven: true,
  }));

test.each([
  ["the same messages", false],
  ["new messages of the same content", true],
])("after any edits the result is that of a compilation from nothing: %s", (_, anew) => {
  fc.assert(
    fc.property(anyFirst, fc.array(anyEdit, { minLength: 1, maxLength: 12 }), (first, edits) => {
      const compiler = createCompiler();
      let draft = first;
      for (const edit of [(same: Draft) => same, ...edits]) {
        draft = edit(draft);
        const input = inputOf(draft);
        const primary = anew ? clone(WorkflowTemplateSchema, input.primary) : input.primary;
        const again = compiler.compile({ ...input, primary }, draft);
        const fromNothing = compileWorkflow(input, draft);
        expect(again.diagnostics).toEqual(fromNothing.diagnostics);
        expect(bytesOf(again)).toBe(bytesOf(fromNothing));
      }
    }),
    { numRuns: 120 },
  );
});

describe("after an edit", () => {
  const chain = (length: number) =>
    Array.from({ length }, (_, index) =>
      run(`n${index}`, "inc", { x: index === 0 ? "inputs.n" : `n${index - 1}.o` }, {}),
    );
  const edited = (index: number, node: Node) => chain(10).with(index, node);
  it.each<[string, readonly Node[], number]>([
    ["of nothing no node is checked", chain(10), 0],
    ["of a constant only its node is", edited(4, run("n4", "inc", { x: int(1) })), 1],
    ["of what a node reads only that node is", edited(4, run("n4", "inc", { x: "n1.o" })), 1],
    ["of a node's outputs its readers are too", edited(4, run("n4", "say", { s: "inputs.s" })), 2],
    ["that misspells a name only the node is, and what read it", edited(4, run("m4", "inc", { x: "n3.o" })), 2],
    ["that adds a node only that one is", [run("first", "quiet"), ...chain(10)], 1],
    ["that takes the last node away none is", chain(9), 0],
    ["of the order none is", chain(10).toReversed(), 0],
  ])("%s", (_, nodes, expected) => {
    const compiler = createCompiler();
    const compile = (list: readonly Node[]) =>
      compiler.compile(
        { primary: aWorkflow(list, { inputs: { n: "int", s: "string" } }), subWorkflows: [], tasks, launchPlans: [] },
        { mode: "strict" },
      );
    expect(compile(chain(10)).checkedNodes).toBe(10);
    expect(compile(nodes).checkedNodes).toBe(expected);
  });
});
