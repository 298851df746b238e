import { create, fromBinary } from "@bufbuild/protobuf";
import { GraphSchema, LookUpResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { describe, expect, it, test } from "vitest";
import { checkText } from "./check-text.ts";
import { KnownEntities } from "./known-entities.ts";
import type { CheckAnswer, Problem } from "./protocol.ts";

const task = `tasks:
  make:
    image: busybox:1.36
    inputs: { seed: int }
    outputs: { number: int, label: string }
    script: "true"
`;

const workflow = (body: string) => `${task}workflows:
  w:
    inputs: { start: int }
    nodes:
${body}`;

function check(text: string, rules: "strict" | "flyte-1.16" = "strict"): CheckAnswer {
  const request = { revision: 1, name: "a.yaml", text, project: "p", domain: "d", rules };
  const known = new KnownEntities();
  const first = checkText(request, known, () => 0);
  const asked = known.nextQuestion("p", "d");
  if (!asked || asked.request.ids.length === 0) return first;
  // A server that has nothing.
  known.learn(asked.question, create(LookUpResponseSchema, { found: asked.request.ids.map(() => ({})) }));
  return checkText(request, known, () => 0);
}

const errorsOf = ({ problems }: CheckAnswer) => problems.filter(({ severity }) => severity === "error");

function applied(text: string, problem: Problem | undefined): string {
  const edit = problem?.hints.find((hint) => hint.edit)?.edit;
  if (!edit) throw new Error(`Nothing mends ${problem?.message}`);
  return text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
}

describe("each quick fix makes its problem go away", () => {
  it.each([
    ["an unknown key", `${task}    imagee: x\n`.replace("    image: busybox:1.36\n", ""), "UnknownKey"],
    ["an unknown type", task.replace("seed: int", "seed: itn"), "UnknownType"],
    ["an unknown word", task.replace('script: "true"', 'script: "true"\n    dataFormat: jsn'), "InvalidValue"],
    ["a bad name", task.replace("  make:", "  ma ke:"), "InvalidName"],
    ["a cache without a version", task.replace("script:", "cache: true\n    script:"), "InvalidValue"],
    ["a misspelt section", `taks:\n  a: {}\n`, "UnknownKey"],
    ["a misspelt task", workflow("      a: { task: mkae, with: { seed: 1 } }\n"), "TaskReferenceNotFound"],
    [
      "an unquoted reference in { }",
      workflow("      a: { task: make, with: { seed: ${inputs.start} } }\n"),
      "UnquotedReference",
    ],
    [
      "a misspelt node",
      workflow(
        '      a: { task: make, with: { seed: 1 } }\n      bb: { task: make, with: { seed: "${aa.number}" } }\n',
      ),
      "NodeReferenceNotFound",
    ],
    [
      "a misspelt node in after",
      workflow(
        "      first: { task: make, with: { seed: 1 } }\n      b: { task: make, with: { seed: 1 }, after: [frist] }\n",
      ),
      "NodeReferenceNotFound",
    ],
    [
      "a misspelt output",
      workflow('      a: { task: make, with: { seed: 1 } }\n      b: { task: make, with: { seed: "${a.nubmer}" } }\n'),
      "VariableNameNotFound",
    ],
    [
      "a misspelt workflow input",
      workflow('      a: { task: make, with: { seed: "${inputs.strat}" } }\n'),
      "VariableNameNotFound",
    ],
    [
      "an input used as a node",
      workflow('      a: { task: make, with: { seed: "${start}" } }\n'),
      "NodeReferenceNotFound",
    ],
    ["a misspelt input of a task", workflow("      a: { task: make, with: { sead: 1 } }\n"), "VariableNameNotFound"],
  ])("%s", (_, text, code) => {
    const found = errorsOf(check(text)).find((each) => each.code === code);
    expect(found, JSON.stringify(errorsOf(check(text)))).toBeDefined();
    const mended = applied(text, found);
    const left = errorsOf(check(mended)).filter((each) => each.code === code && each.message === found?.message);
    expect(left).toEqual([]);
  });
});

test("problems stand at their place, in the order of the text", () => {
  const text = workflow(
    '      a: { task: make, with: { seed: "${inputs.nope}" } }\n      b: { task: make, with: { seed: "${zzz.number}" } }\n',
  );
  const { problems } = check(text);
  expect(problems.map(({ line, col, from, to }) => [line, col, text.slice(from, to)])).toEqual([
    [11, 48, "nope"],
    [12, 41, "zzz"],
  ]);
  expect(problems[0]).toMatchObject({ entity: "w", nodeId: "a", severity: "error" });
});

test("a workflow without errors has its graph, also when another has some", () => {
  const text = `${workflow("      a: { task: make, with: { seed: 1 } }\n")}  bad:\n    nodes:\n      x: { task: nowhere }\n`;
  const { graphs, entities } = check(text);
  expect([...graphs.keys()]).toEqual(["w"]);
  const graph = fromBinary(GraphSchema, graphs.get("w") ?? new Uint8Array());
  expect(graph.nodes.map(({ path }) => path)).toEqual(["start-node", "end-node", "a"]);
  expect(entities).toBeGreaterThan(0);
});

test("a graph stays the same when only the version of the text does not", () => {
  const before = check(workflow("      a: { task: make, with: { seed: 1 } }\n"));
  const after = check(workflow("      a: { task: make, with: { seed: 2 } }\n"));
  expect(after.graphs).toEqual(before.graphs);
});

test("the rules decide what is an error", () => {
  const text = workflow(
    "      a: { task: make, with: { seed: 1 }, after: [] }\n      start-node: { task: make, with: { seed: 1 } }\n",
  );
  expect(errorsOf(check(text)).length).toBeGreaterThan(0);
  expect(errorsOf(check(text, "flyte-1.16")).length).toBeLessThanOrEqual(errorsOf(check(text)).length);
});

test.each([
  "",
  "a",
  "- 1",
  "workflows:\n  w: {\n",
  "\u0000",
  "tasks: *x",
  "workflows:\n  w:\n    nodes:\n      a: {task: ${",
])("no text throws: %j", (text) => {
  expect(() => check(text)).not.toThrow();
});

test("a text that is no YAML has no outline, and a place for its problem", () => {
  const { outline, problems } = check("workflows:\n  w: {\n");
  expect(outline).toBeUndefined();
  expect(problems.length).toBeGreaterThan(0);
});
