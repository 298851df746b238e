import { describe, expect, it, test } from "vitest";
import { formatCompat } from "./compat-text.ts";
import { aWorkflow, compile, int, listOf, run, text } from "./testdata/samples.ts";

test("nothing found reads as nothing collected", () => expect(formatCompat([])).toBe("Collected Errors: 0\n"));

describe("upstream's lines", () => {
  it.each([
    [
      "a missing task",
      run("n", "nope"),
      'Code: TaskReferenceNotFound, Node Id: start-node, Description: Referenced Task [resource_type:TASK project:"p" domain:"d" name:"nope" version:"v"] not found.',
    ],
    [
      "a wrong type",
      run("n", "inc", { x: text("a") }),
      "Code: MismatchingTypes, Node Id: n, Description: Variable [x] (type [simple:STRING]) doesn't match expected type [simple:INTEGER].",
    ],
    [
      "a list for a number",
      run("n", "inc", { x: listOf() }),
      "Code: MismatchingBindings, Node Id: n, Description: Input [x] on node [n] expects bindings of type [simple:INTEGER].  Received [collection]",
    ],
    ["an unbound input", run("n", "inc"), "Code: ParameterNotBound, Node Id: n, Description: Parameter not bound [x]."],
    [
      "a malformed name",
      run("n", "inc", { x: "n.a-b" }),
      "Code: SyntaxError, Node Id: n, Description: Failed to parse element [a-b].",
    ],
  ])("%s", (_, node, line) => {
    expect(formatCompat(compile(aWorkflow([node])).diagnostics)).toBe(`Collected Errors: 1\n\tError 0: ${line}\n`);
  });
});

test("a promise to nothing also leaves its input unbound; lines are sorted by code", () => {
  const primary = aWorkflow([run("n", "inc", { x: "gone.o" }), run("m", "inc", { x: "n.gone" })]);
  expect(formatCompat(compile(primary).diagnostics)).toBe(
    "Collected Errors: 4\n" +
      "\tError 0: Code: NodeReferenceNotFound, Node Id: gone, Description: Referenced node [gone] not found.\n" +
      "\tError 1: Code: ParameterNotBound, Node Id: m, Description: Parameter not bound [x].\n" +
      "\tError 2: Code: ParameterNotBound, Node Id: n, Description: Parameter not bound [x].\n" +
      "\tError 3: Code: VariableNameNotFound, Node Id: n, Description: Variable [gone] not found on node [n].\n",
  );
});

test("unreachable nodes are one line, and warnings none", () => {
  const lost = aWorkflow([
    run("a", "quiet", {}, { upstreamNodeIds: ["ghost"] }),
    run("b", "inc", { x: int(1) }, { upstreamNodeIds: ["a"] }),
  ]);
  expect(formatCompat(compile(lost).diagnostics)).toBe(
    "Collected Errors: 1\n\tError 0: Code: UnreachableNodes, Node Id: start-node, Description: The Workflow contain unreachable nodes [a,b].\n",
  );
});

test("a loop is told as the walk from start-node", () => {
  const after = (id: string, ...upstreamNodeIds: string[]) => run(id, "quiet", {}, { upstreamNodeIds });
  const found = compile(aWorkflow([after("s"), after("a", "s", "b"), after("b", "a")])).diagnostics;
  expect(formatCompat(found)).toContain("while traversing the Workflow [start-node>s>a>b>a].");
});
