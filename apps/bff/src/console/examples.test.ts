import { expect, test } from "vitest";
import { introductionOf, readExamples } from "./examples.ts";

test("the first comment line is the title, the rest of the comment the description", () => {
  expect(introductionOf("# Hello\n#\n# Says hello.\n# Twice.\nversion: v1\n# not this\n")).toEqual({
    title: "Hello",
    description: "Says hello. Twice.",
  });
});

test("an editor's modeline is no title", () => {
  expect(introductionOf("# yaml-language-server: $schema=x\n# Hello\n").title).toBe("Hello");
});

test("every example has a title and a description", async () => {
  const examples = await readExamples();
  expect(examples.length).toBeGreaterThanOrEqual(6);
  for (const { name, title, description } of examples) {
    expect(title, name).not.toBe("");
    expect(description, name).not.toBe("");
  }
});
