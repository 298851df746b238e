import { nothingRegistered } from "@skein/spec/authoring/registered";
import { expect, it, test } from "vitest";
import { emptyOutline } from "../outline/outline.ts";
import { readOutline } from "../outline/read-outline.ts";
import { cursorStanding } from "./cursor-standing.ts";

/** The standing at `‸`. */
const at = (marked: string) => cursorStanding(marked.replace("‸", ""), marked.indexOf("‸"), emptyOutline);

it.each([
  ["‸tasks:\n", "tasks"],
  ["tasks:\n  ‸split:\n", "tasks split"],
  ["tasks:\n  sp‸lit:\n    image: x", "tasks split"],
  ["tasks:\n  split:\n    image: ‸x", "tasks split image"],
  ["a:\n  - b: 1\n  - c: ‸2", "a 2 c"],
  ["# ‸", ""],
  ["a:\n  ‸", "a"],
])("%j stands under %j", (marked, crumbs) => {
  expect(at(marked).crumbs.join(" ")).toBe(crumbs);
});

const nodes = "workflows:\n  w:\n    nodes:\n";

it.each([
  [`${nodes}      ‸a:\n        task: t\n`, "w", "a"],
  [`${nodes}      a:\n        task: ‸\n`, "w", "a"],
  [`${nodes}      a:\n        with:\n          n: $‸{`, "w", "a"],
  [`${nodes}      ‸`, "w", ""],
  [`${nodes}      a:\n    ‸    task: t\n`, "w", "a"],
  [`${nodes}      a:\n        task: t\n    ‸    \n`, "w", ""],
  [`${nodes}      a: { task: t, wi‸ }`, "w", "a"],
  [
    `${nodes}      d:\n        switch:\n          - when: x\n            then:\n              task: ‸`,
    "w",
    "d/d-case0",
  ],
  [`${nodes}      d:\n        else:\n          ta‸`, "w", "d/d-else"],
  ["workflows:\n  w:\n    onFailure: { ta‸", "w", "efn"],
  ["workflows:\n  w:\n    outputs:\n      o: ‸", "w", ""],
  ["tasks:\n  t:\n    ‸", "", ""],
])("%j is in workflow %j, node %j", (marked, workflow, node) => {
  expect(at(marked)).toMatchObject({ workflow, node });
});

test("in a comment the outline says where it is", () => {
  const text = `${nodes}      a:\n        task: t # note\n`;
  const outline = readOutline(text, { project: "p", domain: "d", registered: nothingRegistered }) ?? emptyOutline;
  expect(cursorStanding(text, text.indexOf("note"), outline)).toEqual({ crumbs: [], workflow: "w", node: "a" });
});
