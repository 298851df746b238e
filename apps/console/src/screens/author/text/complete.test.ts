import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { nothingRegistered } from "@skein/spec/authoring/registered";
import { describe, expect, it, test } from "vitest";
import { emptyOutline } from "../outline/outline.ts";
import { readOutline } from "../outline/read-outline.ts";
import { completeYaml } from "./complete.ts";
import { knowledgeField, setKnowledge } from "./knowledge.ts";

const head = `tasks:
  split:
    description: Split a text.
    image: busybox:1.36
    inputs: { text: string, by: { type: string, default: " " } }
    outputs: { words: "list[string]" }
    script: "true"
  count:
    image: busybox:1.36
    inputs: { word: string, loud: bool, tone: "enum[high, low]" }
    outputs: { length: int }
    script: "true"
workflows:
  w:
    inputs: { text: string }
    nodes:
      words:
        task: split
        with: { text: "\${inputs.text}" }
      each:
        map: count
        over: { word: "\${words.words}" }
      last:
        task: count
        with:
          word: a
`;

const registered = { tasks: ["split", "publish"], workflows: ["nightly_report"], launchPlans: ["every_day"] };

/** What is offered at `‸`; the outline is that of the text with the cursor's line left out if it must be. */
function complete(marked: string, explicit = true) {
  const offset = marked.indexOf("‸");
  const text = marked.replace("‸", "");
  const surroundings = { project: "p", domain: "d", registered: nothingRegistered };
  const outline = readOutline(text, surroundings) ?? readOutline(head, surroundings) ?? emptyOutline;
  const state = EditorState.create({ doc: text, extensions: [knowledgeField] });
  const known = state.update({ effects: setKnowledge.of({ outline, registered }) }).state;
  const result = completeYaml(new CompletionContext(known, offset, explicit));
  const options = result?.options ?? [];
  return {
    labels: options.map(({ label }) => label),
    options,
    typed: result ? text.slice(result.from, offset) : undefined,
    option: (label: string) => options.find((each) => each.label === label),
  };
}

describe("keys", () => {
  it.each([
    ["of a file", "‸", ["version", "tasks", "workflows", "launchPlans"]],
    ["of a task", "tasks:\n  t:\n    ima‸", ["image", "script", "retries", "resources"]],
    ["of resources", "tasks:\n  t:\n    resources: { ‸ }", ["cpu", "memory", "gpu", "ephemeralStorage"]],
    ["of a node", `${head}      next:\n        ‸`, ["task", "map", "switch", "approve", "after"]],
    ["of an arm", `${head}      next:\n        switch:\n          - ‸`, ["when", "then"]],
    ["of the node in an arm", `${head}      next:\n        else:\n          ‸`, ["task", "workflow"]],
    ["of a launch plan", "launchPlans:\n  l:\n    ‸", ["workflow", "schedule", "notify"]],
    ["of a secret", "tasks:\n  t:\n    secrets:\n      - ‸", ["group", "key", "env", "file"]],
  ] as const)("%s", (_, text, labels) => {
    expect(complete(text).labels).toEqual(expect.arrayContaining([...labels]));
  });

  test("that a map has already are not offered again", () => {
    const { labels } = complete("tasks:\n  t:\n    image: x\n    ‸\n    script: y\n");
    expect(labels).toContain("env");
    expect(labels).not.toContain("image");
    expect(labels).not.toContain("script");
  });

  test("are told apart: what is needed, and what each is for", () => {
    const { option } = complete("launchPlans:\n  l:\n    ‸");
    expect(option("workflow")).toMatchObject({ detail: "needed", info: "The workflow it launches." });
  });

  test("begin the value that belongs to them", () => {
    const { option } = complete("tasks:\n  t:\n    ‸");
    expect(option("image")?.apply).toBe("image: ");
    expect(option("env")?.apply).toBe("env:\n      ");
    expect(option("script")?.apply).toBe("script: |\n      ");
    expect(typeof option("args")?.apply).toBe("function");
    expect(complete("t: 1\ntasks:\n  t: { ‸ }").option("env")?.apply).toBe("env: ");
  });

  test("are the inputs of what a node calls, those that are due first", () => {
    const { labels, option } = complete(`${head}          ‸`);
    expect(labels).toEqual(["loud", "tone"]);
    expect(option("loud")).toMatchObject({ detail: "bool", apply: "loud: " });
  });

  test("are the inputs of a launch plan's workflow", () => {
    expect(complete(`${head}launchPlans:\n  l:\n    workflow: w\n    inputs:\n      ‸`).labels).toEqual(["text"]);
  });

  test("do not come by themselves on an empty line", () => {
    expect(complete(`${head}      `.concat("‸"), false).labels).toEqual([]);
    expect(complete("tasks:\n  t:\n    im‸", false).labels).toContain("image");
  });
});

describe("values", () => {
  it.each([
    ["a type", "tasks:\n  t:\n    inputs:\n      a: ‸", ["int", "string", "list[string]", "enum[red, green]"]],
    ["a type in the long form", "tasks:\n  t:\n    inputs:\n      a: { type: ‸ }", ["int", "datetime"]],
    ["a word", "tasks:\n  t:\n    dataFormat: ‸", ["json", "yaml", "proto"]],
    ["a flag", "tasks:\n  t:\n    interruptible: ‸", ["true", "false"]],
    ["an outcome", "launchPlans:\n  l:\n    notify:\n      - on: [‸]", ["succeeded", "failed", "aborted", "timed_out"]],
    ["a duration", "tasks:\n  t:\n    timeout: ‸", ["30s", "5m"]],
    ["a task", `${head}      next: { task: ‸ }`, ["split", "count", "publish"]],
    ["a task by its name", `${head}      next:\n        task:\n          name: ‸`, ["split", "publish"]],
    ["a task to map", `${head}      next:\n        map: ‸`, ["count"]],
    ["a workflow", `${head}      next:\n        workflow: ‸`, ["nightly_report"]],
    ["a launch plan", `${head}      next:\n        launchPlan: ‸`, ["w", "every_day"]],
    ["a launch plan's workflow", `${head}launchPlans:\n  l:\n    workflow: ‸`, ["w", "nightly_report"]],
    ["a node to wait for", `${head}      next:\n        task: count\n        after: [‸]`, ["words", "each", "last"]],
    ["a bool", `${head}          loud: ‸`, ["true", "false"]],
    ["a word of an enum", `${head}          tone: ‸`, ["high", "low"]],
    ["a reference", `${head}          loud: ‸`, ["${inputs.text}", "${words.words}", "${each.length}"]],
    ["an output", `${head}    outputs:\n      o: ‸`, ["${words.words}"]],
  ] as const)("%s", (_, text, labels) => {
    expect(complete(text).labels).toEqual(expect.arrayContaining([...labels]));
  });

  test("a node does not wait for itself, a workflow does not contain itself", () => {
    expect(complete(`${head}        after: [‸]`).labels).not.toContain("last");
    expect(complete(`${head}      next:\n        workflow: ‸`).labels).not.toContain("w");
  });

  test("a reference inside braces is quoted, as YAML wants it", () => {
    const { option } = complete(`${head}      next: { task: split, with: { text: ‸ } }`);
    expect(option("${inputs.text}")?.apply).toBe('"${inputs.text}"');
    expect(complete(`${head}          loud: ‸`).option("${inputs.text}")?.apply).toBe("${inputs.text}");
  });

  test("nothing is offered in comments, texts, and names of one's own", () => {
    expect(complete("# ‸").labels).toEqual([]);
    expect(complete("tasks:\n  t:\n    script: |\n      ‸").labels).toEqual([]);
    expect(complete("tasks:\n  ‸").labels).toEqual([]);
  });
});

describe("inside a reference", () => {
  const inside = (typed: string, after = '" }') =>
    complete(`${head}      next:\n        task: split\n        with: { text: "\${${typed}‸${after}`);

  test("inputs and the outputs of other nodes, with their types", () => {
    const { labels, option } = inside("", '}" }');
    expect(labels).toEqual(["inputs.text", "words.words", "each.length", "last.length"]);
    expect(option("words.words")?.detail).toBe("list[string]");
  });

  test("what fits the due type stands apart, and before the rest", () => {
    const { option } = inside("", '}" }');
    expect(option("inputs.text")).toMatchObject({ fits: true, section: { name: "Fits string", rank: 0 } });
    expect(option("words.words")).toMatchObject({ fits: false, section: { rank: 1 } });
  });

  test("what is typed is kept, and the brace closed where it is not yet", () => {
    expect(inside("wo", '}" }')).toMatchObject({ typed: "wo" });
    expect(inside("wo", '}" }').option("words.words")?.apply).toBeUndefined();
    expect(inside("words.w").option("words.words")?.apply).toBe("words.words}");
    expect(inside("words.w").typed).toBe("words.w");
  });

  test("a node does not refer to itself, nor to what holds it", () => {
    const text = `${head}      pick:\n        switch:\n          - when: \${inputs.text} == "a"\n            then:\n              task: split\n              with:\n                text: \${‸`;
    const { labels } = complete(text);
    expect(labels).toContain("words.words");
    expect(labels.some((label) => label.startsWith("pick"))).toBe(false);
  });

  test("in a condition too", () => {
    const { labels } = complete(`${head}      pick:\n        switch:\n          - when: \${‸`);
    expect(labels).toContain("each.length");
  });

  test("an escaped one is text", () => {
    expect(complete(`${head}          loud: $\${‸`).labels).not.toContain("inputs.text");
  });
});
