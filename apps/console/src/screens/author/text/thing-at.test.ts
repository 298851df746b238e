import { nothingRegistered } from "@skein/spec/authoring/registered";
import { describe, expect, it, test } from "vitest";
import { emptyOutline } from "../outline/outline.ts";
import { readOutline } from "../outline/read-outline.ts";
import { thingAt } from "./thing-at.ts";

const text = `tasks:
  count:
    description: Count letters.
    image: busybox:1.36
    inputs: { word: { type: string, description: What to count } }
    outputs: { length: int }
    script: "true"
workflows:
  w:
    inputs: { text: string }
    nodes:
      first:
        task: count
        with: { word: "\${inputs.text}" }
      second:
        task: count
        with:
          word: \${first.length}
        after: [first]
      other: { workflow: v }
    outputs:
      length: \${second.length}
  v:
    nodes:
      x: { task: count, with: { word: a } }
`;

const outline = readOutline(text, { project: "p", domain: "d", registered: nothingRegistered }) ?? emptyOutline;
const known = { outline, registered: { tasks: [], workflows: [], launchPlans: [] } };

/** What stands at the last character of `words`, where they stand for the first time after `after`. */
function at(words: string, after = "") {
  const start = text.indexOf(words, text.indexOf(after));
  return thingAt(text, start + words.length - 1, known);
}

/** The text a definition points to. */
const written = (place: { from: number; to: number } | undefined) => place && text.slice(place.from, place.to);

describe("keys of the format say what they are for", () => {
  it.each([
    ["image", "", "The container image, such as busybox:1.36."],
    ["script", "outputs", "Run by sh -euc; inputs are $INPUTS/<name>, outputs $OUTPUTS/<name>."],
    ["after", "", "Nodes that must have ended before, without passing data."],
    ["workflows", "", "Workflows, by name."],
    ["type", "", "The type, such as int, list[string], file[csv] or string?."],
  ])("%s", (key, after, description) => {
    expect(at(key, after)).toMatchObject({ title: key, description });
  });
});

test("a reference has the type and the words of what it leads to, and the way there", () => {
  const input = at("${inputs.text}");
  expect(input).toMatchObject({ title: "text", aside: "string", description: "It is an input of w." });
  expect(written(input?.definition)).toBe("w");
  const output = at("${first.length}");
  expect(output).toMatchObject({ title: "length", aside: "int" });
  expect(output?.description).toContain("first, which runs count");
  expect(written(output?.definition)).toBe("first");
});

test("the name of a task shows its face and where it is", () => {
  const task = at("count", "first:");
  expect(task).toMatchObject({ title: "count", aside: "in this text", description: "Count letters." });
  expect(task?.face?.inputs.map(({ name, type }) => `${name}: ${type}`)).toEqual(["word: string"]);
  expect(task?.definition?.from).toBe(text.indexOf("count"));
});

test("the name of a workflow, and of a node to wait for", () => {
  expect(written(at("v", "workflow: ")?.definition ?? at("workflow: v")?.definition)).toBe("v");
  expect(written(at("[first")?.definition)).toBe("first");
});

test("an input of a node says what its task says of it", () => {
  expect(at("word", "with:\n")).toMatchObject({ aside: "string", description: "What to count" });
});

test("a node shows what it takes and gives", () => {
  expect(at("second", "nodes:")?.face?.outputs.map(({ name }) => name)).toEqual(["length"]);
});

it.each(["busybox", "true", "Count letters", "a }"])("%j is nothing of ours", (words) => {
  expect(at(words)).toBeUndefined();
});

test("nothing anywhere throws", () => {
  for (let offset = 0; offset <= text.length; offset++) expect(() => thingAt(text, offset, known)).not.toThrow();
});
