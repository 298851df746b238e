import { expect, test } from "vitest";
import { SourceMap } from "./source-map.ts";
import { SourceText } from "./source-text.ts";
import { readText } from "./testdata/read-text.ts";

const source = new SourceText("first\r\nsecond\nthird");

test.each([
  [0, 1, 1],
  [6, 1, 7],
  [7, 2, 1],
  [13, 2, 7],
  [14, 3, 1],
  [19, 3, 6],
  [-5, 1, 1],
  [99, 3, 6],
])("offset %i is line %i, column %i", (offset, line, col) => {
  expect(source.positionAt(offset)).toEqual({ line, col });
});

test("the longest known beginning of a path answers", () => {
  const map = new SourceMap(source, { start: 0, end: 5 });
  map.set(["template", "nodes", 3], { start: 7, end: 13 });
  map.set(["template", "nodes", 3, "inputs", 0], { start: 14, end: 19 });
  const lineOf = (...path: (string | number)[]) => map.rangeOf(path).start.line;
  expect(lineOf()).toBe(1);
  expect(lineOf("template", "nodes", 4)).toBe(1);
  expect(lineOf("template", "nodes", 3, "id")).toBe(2);
  expect(lineOf("template", "nodes", 3, "inputs", 0, "binding", "promise", "var")).toBe(3);
});

test("paths of a lowered workflow lead to the text they came from", () => {
  const text = `tasks:
  t: { image: b, inputs: { x: string, n: "list[int]" }, outputs: { y: int }, resources: { cpu: lots } }
workflows:
  low: { nodes: { z: { task: t, with: { x: deep } } } }
  w:
    nodes:
      a: { task: t, with: { x: v } }
      b:
        task: t
        after: [a]
        timeout: 5s
        with:
          n: [1, "\${a.y}"]
      c:
        switch:
          - when: \${a.y} > 3
            then: { task: t, with: { x: inner } }
        else: { fail: no }
      d: { workflow: low }
    outputs:
      o: \${a.y}
`;
  const { entities, diagnostics } = readText(text);
  expect(diagnostics).toEqual([]);
  const textAt = (kind: string, name: string, ...path: (string | number)[]) => {
    const range = entities.find((each) => each.kind === kind && each.id.name === name)?.rangeOf(path);
    const line = text.split("\n")[(range?.start.line ?? 0) - 1] ?? "";
    return range?.start.line === range?.end.line
      ? line.slice((range?.start.col ?? 1) - 1, (range?.end.col ?? 1) - 1)
      : line;
  };
  const nodes = ["template", "nodes"];
  expect(
    textAt("workflow", "w", ...nodes, 1, "inputs", 0, "binding", "collection", "bindings", 1, "promise", "var"),
  ).toBe('"${a.y}"');
  expect(textAt("workflow", "w", ...nodes, 1, "inputs", 0, "var")).toBe("n");
  expect(textAt("workflow", "w", ...nodes, 1, "inputs", 7)).toBe("with");
  expect(textAt("workflow", "w", ...nodes, 1, "upstreamNodeIds", 0)).toBe("a");
  expect(textAt("workflow", "w", ...nodes, 1, "metadata", "timeout")).toBe("5s");
  expect(textAt("workflow", "w", ...nodes, 1, "taskNode", "referenceId", "name")).toBe("t");
  expect(textAt("workflow", "w", ...nodes, 1, "id")).toBe("b");
  const block = [...nodes, 2, "branchNode", "ifElse", "case"];
  expect(textAt("workflow", "w", ...block, "condition", "comparison", "rightValue", "primitive")).toBe("3");
  expect(textAt("workflow", "w", ...block, "thenNode", "inputs", 0, "binding")).toBe("inner");
  expect(textAt("workflow", "w", "subWorkflows", 0, "nodes", 0, "inputs", 0, "binding")).toBe("deep");
  expect(textAt("workflow", "w", "template", "outputs", 0, "binding", "promise")).toBe("${a.y}");
  expect(textAt("workflow", "w", "template", "interface", "outputs", "variables", "o", "type")).toBe("o");
  expect(textAt("task", "t", "template", "container", "resources", "requests", 0, "value")).toBe("lots");
  expect(textAt("task", "t", "template", "interface", "inputs", "variables", "n")).toBe("n");
  expect(textAt("task", "t", "template", "container", "image")).toBe("b");
});
