import { expect, test } from "vitest";
import { applyFirstEdit, brief, readText } from "./testdata/read-text.ts";

test.each([
  ["a tab", "tasks:\n\tt: 1\n", "YamlSyntax 2:1 YAML does not allow tabs as indentation", "Indent with spaces"],
  [
    "a map that is not closed",
    "tasks: {a: 1\n",
    "YamlSyntax 2:1 Flow map in block collection must be sufficiently indented and end with a }",
    "",
  ],
  ["a quote that is not closed", "tasks: 'x\n", "YamlSyntax 2:1 A quoted text is not closed", "Close it with '"],
  ["a bracket too many", "]\n", 'YamlSyntax 1:1 Unexpected flow-seq-end token in YAML document: "]"', ""],
  [
    "uneven indentation",
    "tasks:\n    a: 1\n  b: 2\n",
    "YamlSyntax 3:1 All mapping items must start at the same column",
    "",
  ],
  [
    "a colon in a plain text",
    "tasks:\n  t:\n    description: a: b\n",
    'YamlSyntax 3:18 A text that holds ": " must be quoted',
    'Quote it: "a: b"',
  ],
  [
    "a reserved first character",
    "tasks: @x\n",
    "YamlSyntax 1:8 A text cannot begin with @ unless it is quoted",
    'Quote it: "@x"',
  ],
  [
    "a cron expression without quotes",
    "launchPlans:\n  l:\n    schedule:\n      cron: * * * * *\n",
    "YamlSyntax 4:12 A text that begins with * must be quoted",
    'Quote it: "* * * * *"',
  ],
  [
    "columns of a dataset without quotes",
    "tasks:\n  t:\n    inputs:\n      x: dataset{id: int}\n",
    'YamlSyntax 4:10 A text that holds ": " must be quoted',
    'Quote it: "dataset{id: int}"',
  ],
  [
    "an unknown anchor",
    "tasks: *nope\n",
    "UnknownAnchor 1:8 There is no anchor &nope before this",
    "Quote it if it is meant as text",
  ],
  [
    "a misspelt anchor",
    "x: &split 1\ntasks: *splitt\n",
    "UnknownAnchor 2:8 There is no anchor &splitt before this",
    'Did you mean "split"?',
  ],
  [
    "an anchor inside itself",
    "tasks: &a {x: *a}\n",
    "UnknownAnchor 1:15 There is no anchor &a before this",
    "Quote it if it is meant as text",
  ],
  [
    "a key twice",
    "tasks:\n  t:\n    image: a\n    image: b\n",
    'DuplicateKey 4:5 The key "image" stands here twice',
    "Remove one of them, or rename it",
  ],
  [
    "half a surrogate pair",
    'tasks:\n  t: { image: "\\uD800" }\n',
    "InvalidValue 2:15 The text has half of a surrogate pair, which is no character",
    "Write the escapes of both halves, or the character itself",
  ],
  ["a list as key", "? [a]\n: 1\ntasks: {}\n", "InvalidKey 1:3 A key must be a text", "Write name: value"],
  ["a scalar", "hello\n", "WrongKind 1:1 A document must be a map with tasks, workflows or launchPlans", ""],
  [
    "only a comment",
    "# nothing\n",
    'EmptyDocument 1:1 "file.yaml" defines nothing',
    "Write tasks:, workflows: or launchPlans:",
  ],
  [
    "a section without content",
    "tasks:\n",
    'EmptyDocument 1:1 "file.yaml" defines nothing',
    "Write tasks:, workflows: or launchPlans:",
  ],
  ["a misspelt section", "task:\n  t: 1\n", 'UnknownKey 1:1 "task" is not a key of a file', 'Did you mean "tasks"?'],
])("%s is one finding with its place", (_what, text, expected, hint) => {
  const { diagnostics, entities } = readText(text);
  expect(diagnostics.map(brief)).toEqual([expected]);
  expect(diagnostics[0]?.hints[0]?.text ?? "").toBe(hint);
  expect(entities).toEqual([]);
});

test.each([
  [
    "in a map",
    "workflows:\n  w:\n    nodes:\n      a: { task: t, with: { x: ${inputs.x} } }\n    outputs:\n      z: [1,2\n",
    4,
    32,
    "${inputs.x}",
  ],
  ["in a list", "workflows:\n  w:\n    outputs:\n      z: [${a.b}, 3]\n", 4, 11, "${a.b}"],
  ["later in a list", "workflows:\n  w:\n    outputs:\n      z: [3, ${a.b}]\n", 4, 14, "${a.b}"],
  ["as a type", "tasks:\n  t:\n    inputs:\n      x: { type: list[string], default: [] }\n", 4, 18, "list[string]"],
  [
    "as an optional type",
    "tasks:\n  t:\n    inputs:\n      x: { type: file[csv]?, description: x }\n",
    4,
    18,
    "file[csv]?",
  ],
])(
  "an unquoted reference or type %s is one finding, and its edit makes the text readable there",
  (_where, text, line, col, part) => {
    const { diagnostics } = readText(text);
    expect(diagnostics).toHaveLength(1);
    const [found] = diagnostics;
    expect(found?.code).toMatch(/^Unquoted(Reference|Type)$/);
    expect(found?.range?.start).toEqual({ line, col });
    expect(found?.data).toEqual({ text: part });
    const mended = found ? applyFirstEdit(text, found) : "";
    expect(mended).toContain(JSON.stringify(part));
    expect(readText(mended).diagnostics.map((each) => each.code)).not.toContain(found?.code);
  },
);

test("edits for tabs and colons make the text readable", () => {
  for (const text of ["tasks:\n\tt: { image: b }\n", "tasks:\n  t:\n    image: b\n    description: a: b\n"]) {
    const [found] = readText(text).diagnostics;
    expect(readText(found ? applyFirstEdit(text, found) : "").diagnostics).toEqual([]);
  }
});

test("what stands before an unquoted reference is still reported, what comes after is not", () => {
  const { diagnostics } = readText("tasks:\n  t: @x\nworkflows: { w: { outputs: { z: ${a.b} } } }\nx: [\n");
  expect(diagnostics.map((each) => each.code)).toEqual(["YamlSyntax", "UnquotedReference"]);
});

test.each([
  ["brackets", "[".repeat(100_000), "1:129"],
  ["braces", "{a: ".repeat(50_000), "1:513"],
  ["dashes", "- ".repeat(100_000), "1:257"],
  ["indentation", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), "129:129"],
])("nesting by %s is stopped at the first level too deep", (_how, text, at) => {
  const { diagnostics } = readText(text);
  expect(diagnostics.map(brief)).toEqual([`DepthLimit ${at} Values are nested more than 128 levels deep`]);
});

test("aliases may not make a document grow without bound", () => {
  const layer = (name: string, of: string) => `${name}: &${name} [${Array.from({ length: 10 }, () => of).join(",")}]`;
  const layers = ["a", "b", "c", "d", "e", "f"].map((name, index) =>
    layer(name, index === 0 ? "x" : `*${"abcdef"[index - 1]}`),
  );
  const { diagnostics } = readText(`${layers.join("\n")}\ntasks: {}\n`);
  expect(diagnostics.map(brief)).toEqual(["AliasLimit 6:8 Aliases make this document grow beyond 200000 values"]);
});

test("anchors, aliases and merge keys stand for what they name", () => {
  const { entities, diagnostics } = readText(
    "x: &base { image: busybox:1.36, retries: 2 }\ntasks:\n  a: { <<: *base, retries: 5 }\n  b: *base\n",
  );
  expect(diagnostics.map(brief)).toEqual(['UnknownKey 1:1 "x" is not a key of the file']);
  const retries = entities.map((each) => (each.kind === "task" ? each.spec.template?.metadata?.retries?.retries : 0));
  expect(retries).toEqual([5, 2]);
});

test("a text beyond its size limit is refused with the remedy", () => {
  const { diagnostics } = readText(`# ${"x".repeat(16 * 1024 * 1024)}\n`);
  expect(diagnostics.map((each) => [each.code, each.hints[0]?.text])).toEqual([
    ["SizeLimit", "Split it into several files"],
  ]);
});

test("several documents are read one by one, and each has its own errors", () => {
  const { diagnostics, entities } = readText(
    "version: v1\ntasks: { a: { image: b } }\n---\nfoo: [\n---\ntasks: { c: { image: b, imagee: d } }\n---\ntasks: { d: { image: b } }\n",
  );
  expect(diagnostics.map((each) => [each.code, each.range?.start.line])).toEqual([
    ["YamlSyntax", 5],
    ["UnknownKey", 6],
  ]);
  expect(entities.map((each) => `${each.id.name}:${each.id.version}`)).toEqual(["a:v1", "d:v1"]);
});

test("JSON is read as YAML, with places", () => {
  const { diagnostics } = readText('{\n  "tasks": {\n    "t": { "image": "b", "imag": 1 }\n  }\n}\n', {
    name: "t.json",
  });
  expect(diagnostics.map(brief)).toEqual(['UnknownKey 3:26 "imag" is not a key of the task t']);
});

test("a thousand errors are told, and that there are more", () => {
  const tasks = Array.from({ length: 1500 }, (_, index) => `  t${index}: { image: b, bogus: 1 }`);
  const { diagnostics } = readText(`tasks:\n${tasks.join("\n")}\n`);
  expect(diagnostics).toHaveLength(1001);
  expect(diagnostics.at(-1)?.message).toBe("There are 1500 findings; the first 1000 are shown. Correct these first");
});

test("documents of one file cannot define the same name", () => {
  const { diagnostics } = readText("tasks: { t: { image: b } }\n---\ntasks: { t: { image: c } }\n");
  expect(diagnostics.map(brief)).toEqual(["DuplicateId 3:10 The task t is defined twice in this file"]);
});
