import { nothingRegistered } from "@skein/spec/authoring/registered";
import { describe, expect, it, test } from "vitest";
import { nodeAt, nodeOfPath, type Outline } from "./outline.ts";
import { readOutline } from "./read-outline.ts";

export const outlineText = `version: v1
tasks:
  split:
    description: Split a text.
    image: busybox:1.36
    inputs: { text: string, by: { type: string, default: " ", description: Where to split } }
    outputs: { words: "list[string]" }
    script: "true"
  count:
    image: busybox:1.36
    inputs:
      word: string
    outputs:
      length: int
    script: "true"
workflows:
  inner:
    inputs: { text: string }
    nodes:
      s: { task: split, with: { text: "\${inputs.text}" } }
    outputs:
      words: \${s.words}
  w:
    description: Counts.
    inputs: { text: string, deep: bool }
    nodes:
      sub:
        workflow: inner
        with: { text: "\${inputs.text}" }
      lengths:
        map: count
        over: { word: "\${sub.words}" }
      some:
        map: count
        over: { word: "\${sub.words}" }
        minSuccessRatio: 0.5
      decide:
        switch:
          - when: \${inputs.deep} == true
            then:
              task: count
              with: { word: a }
          - when: \${inputs.deep} == false
            then:
              switch:
                - when: \${inputs.deep} == true
                  then: { task: count, with: { word: b } }
              else: { fail: no }
        else: { task: split, with: { text: c } }
      ask: { approve: Well? }
      value: { signal: { type: float } }
      lost: { task: nowhere }
      blank: {}
    outputs:
      lengths: \${lengths.length}
      said: { type: float, value: "\${value.value}", description: What was said }
    onFailure:
      task: count
      with: { word: x }
launchPlans:
  nightly:
    workflow: w
    inputs: { text: a }
`;

const read = (text: string): Outline | undefined =>
  readOutline(text, { project: "p", domain: "d", registered: nothingRegistered });

const outline = read(outlineText) ?? { tasks: [], workflows: [], launchPlans: [] };
const w = outline.workflows.find(({ name }) => name === "w");
const types = (variables: readonly { name: string; type: string }[] = []) =>
  variables.map(({ name, type }) => `${name}: ${type}`);

test("tasks have their inputs and outputs as they are written", () => {
  const [split] = outline.tasks;
  expect(split).toMatchObject({ name: "split", description: "Split a text." });
  expect(split?.inputs).toEqual([
    { name: "text", type: "string", description: "", isOptional: false, default: "" },
    { name: "by", type: "string", description: "Where to split", isOptional: true, default: '" "' },
  ]);
  expect(types(split?.outputs)).toEqual(["words: list[string]"]);
});

test("outputs of a workflow have the types of what they refer to", () => {
  expect(types(outline.workflows[0]?.outputs)).toEqual(["words: list[string]"]);
  expect(types(w?.outputs)).toEqual(["lengths: list[int]", "said: float"]);
});

describe("nodes", () => {
  it.each([
    ["sub", "workflow", "inner", ["words: list[string]"]],
    ["lengths", "map", "count", ["length: list[int]"]],
    ["some", "map", "count", ["length: list[int?]"]],
    ["decide", "switch", "", []],
    ["decide/decide-case0", "task", "count", ["length: int"]],
    ["decide/decide-case1", "switch", "", ["length: int"]],
    ["decide/decide-case1/decide-case1-case0", "task", "count", ["length: int"]],
    ["decide/decide-else", "task", "split", ["words: list[string]"]],
    ["ask", "approve", "", ["approved: bool"]],
    ["value", "signal", "", ["value: float"]],
    ["lost", "task", "nowhere", []],
    ["blank", undefined, "", []],
    ["efn", "task", "count", ["length: int"]],
  ] as const)("%s is a %s of %j with %j", (path, kind, target, outputs) => {
    const node = w?.nodes.find((each) => each.path === path);
    expect(node).toMatchObject({ kind, target });
    expect(types(node?.outputs)).toEqual(outputs);
  });

  test("a node stands before those inside it", () => {
    const paths = w?.nodes.map(({ path }) => path) ?? [];
    expect(paths.indexOf("decide")).toBeLessThan(paths.indexOf("decide/decide-case0"));
  });

  test("what is not found says so", () => {
    expect(w?.nodes.find(({ id }) => id === "lost")?.found).toBe("missing");
  });

  test("inputs that are mapped over are lists", () => {
    const node = w?.nodes.find(({ id }) => id === "lengths");
    expect(types(node?.inputs)).toEqual(["word: list[string]"]);
    expect(node?.bound).toEqual(["word"]);
  });
});

test("uses are counted", () => {
  expect(w?.uses.filter((each) => each === "sub.words")).toHaveLength(2);
});

test("a launch plan has the inputs of its workflow", () => {
  expect(types(outline.launchPlans[0]?.inputs)).toEqual(["text: string", "deep: bool"]);
});

describe("places", () => {
  const at = (words: string) => nodeAt(outline, outlineText.indexOf(words));

  it.each([
    ["workflow: inner", "w", "sub"],
    ["minSuccessRatio", "w", "some"],
    ["word: b", "w", "decide/decide-case1/decide-case1-case0"],
    ["onFailure", "w", "efn"],
    ["Counts.", "w", undefined],
    ['s: { task: split, with: { text: "$', "inner", "s"],
  ])("%j is in %s, node %s", (words, workflow, path) => {
    expect([at(words)?.workflow.name, at(words)?.node?.path]).toEqual([workflow, path]);
  });

  test("outside of workflows there is none", () => {
    expect(at("version")).toBeUndefined();
  });

  it.each([
    ["sub", "w", "sub"],
    ["sub/s", "inner", "s"],
    ["sub/s/gone", "inner", "s"],
    ["decide/decide-case1/decide-case1-case0", "w", "decide/decide-case1/decide-case1-case0"],
    ["lengths/anything", "w", "lengths"],
  ])("the graph's %s was written in %s as %s", (path, workflow, node) => {
    const found = nodeOfPath(outline, "w", path);
    expect([found?.workflow.name, found?.node?.path]).toEqual([workflow, node]);
  });

  test("a path that is not drawn from the text leads nowhere", () => {
    expect(nodeOfPath(outline, "w", "start-node")).toBeUndefined();
    expect(nodeOfPath(outline, "gone", "sub")).toBeUndefined();
  });
});

test("a text with a mistake in one node still lends its names", () => {
  const text = outlineText.replace("task: nowhere", "tusk: nowhere");
  expect(read(text)?.workflows).toHaveLength(2);
});

test("a text that is no YAML has no outline; several documents are one", () => {
  expect(read("a: {")).toBeUndefined();
  expect(read(outlineText.replace("workflows:", "---\nworkflows:"))?.workflows).toHaveLength(2);
  expect(read("")?.workflows).toEqual([]);
});
