import { describe, expect, it, test } from "vitest";
import { cursorPlace } from "./cursor-place.ts";

/** The place at `‸` in a text. */
function at(marked: string) {
  const offset = marked.indexOf("‸");
  return cursorPlace(marked.replace("‸", ""), offset);
}

const nodes = "workflows:\n  w:\n    nodes:\n      a:\n        task: t\n";

describe("in block style", () => {
  it.each([
    ["‸", "", "key", ""],
    ["ta‸", "", "key", "ta"],
    ["tasks:\n  ‸", "tasks", "key", ""],
    ["tasks:\n  t:\n    im‸", "tasks.t", "key", "im"],
    ["tasks:\n  t:\n    image: bu‸", "tasks.t.image", "value", "bu"],
    ["tasks:\n  t:\n    image: ‸", "tasks.t.image", "value", ""],
    ["tasks:\n  t:\n    image: x\n‸", "", "key", ""],
    ["tasks:\n  t:\n    image: x\n  ‸", "tasks", "key", ""],
    [`${nodes}        ‸`, "workflows.w.nodes.a", "key", ""],
    [`${nodes}      ‸`, "workflows.w.nodes", "key", ""],
    [`${nodes}        after:\n          - b\n          - ‸`, "workflows.w.nodes.a.after.1", "key", ""],
    [`${nodes}        after:\n        - b‸`, "workflows.w.nodes.a.after.0", "key", "b"],
    ["a:\n  - when: x\n    th‸", "a.0", "key", "th"],
    ["a:\n  - when: x\n    then:\n      task: ‸", "a.0.then.task", "value", ""],
    ["a:\n  - when: x\n  - wh‸", "a.1", "key", "wh"],
    ['a: "‸', "a", "value", ""],
    ["a: '$‸", "a", "value", "$"],
    ['"quoted key":\n  b: ‸', "quoted key.b", "value", ""],
    ["a: 1\n---\nb:\n  ‸", "b", "key", ""],
    ["a:\n  b: |\n    text: {\n  c: ‸", "a.c", "value", ""],
    ["a: ${x.y}\nb: ‸", "b", "value", ""],
    ["url: http://x\nb: ‸", "b", "value", ""],
  ] as const)("%j stands at %j, where a %s is due after %j", (text, path, due, word) => {
    expect(at(text)).toMatchObject({ path: path === "" ? [] : toPath(path), due, word, isFlow: false });
  });

  it.each([["# a comm‸ent"], ["a: b # note‸"], ["a: |\n  some te‸xt"], ["a: |\n  some\n\n  te‸xt"]])(
    "%j is text of nobody's",
    (text) => {
      expect(at(text)).toBeUndefined();
    },
  );

  test("the keys a map has already stand above and below", () => {
    const place = at(
      "tasks:\n  t:\n    image: x\n    ‸\n    env:\n      image2: y\n    script: z\n  u:\n    command: []\n",
    );
    expect(place?.siblings).toEqual(["image", "env", "script"]);
  });
});

describe("in flow style", () => {
  it.each([
    ["t: { ‸", "t", "key", ""],
    ["t: { im‸", "t", "key", "im"],
    ["t: { image: bu‸ }", "t.image", "value", "bu"],
    ['t: { image: "bu‸', "t.image", "value", "bu"],
    ["t: { image: x, ‸ }", "t", "key", ""],
    ["after: [a, ‸]", "after.1", "value", ""],
    ['with: { n: "${a.‸" }', "with.n", "value", "${a."],
    ['with: { n: "${a.b}", m: ‸ }', "with.m", "value", ""],
    ["with: { n: ${a.b}, m: ‸ }", "with.m", "value", ""],
    ["t: { resources: { cpu: ‸ } }", "t.resources.cpu", "value", ""],
    ["t: {\n  a: 1,\n  b: ‸", "t.b", "value", ""],
    ["t: { a: 1 }\nu: ‸", "u", "value", ""],
    ["t: {\n  a: 1\n}\nu: { ‸", "u", "key", ""],
    ["t: { a: it's, b: ‸ }", "t.b", "value", ""],
  ] as const)("%j stands at %j, where a %s is due after %j", (text, path, due, word) => {
    expect(at(text)).toMatchObject({ path: toPath(path), due, word });
  });

  test("its siblings are known", () => {
    expect(at("t: { a: 1, ‸, b: 2 }")?.siblings).toEqual(["a", "b"]);
  });
});

test("no text and no place in it throws", () => {
  const text = "a: { b: [1, \"x\n  - c: |\n     t\n'\nd: }\n- - e: ${\n";
  for (let offset = 0; offset <= text.length; offset++) expect(() => cursorPlace(text, offset)).not.toThrow();
});

const toPath = (dotted: string) => dotted.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
