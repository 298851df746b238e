import { expect, it } from "vitest";
import { crumbsAt } from "./crumbs-at.ts";

it.each([
  ["‸tasks:\n", "tasks"],
  ["tasks:\n  ‸split:\n", "tasks split"],
  ["tasks:\n  sp‸lit:\n    image: x", "tasks split"],
  ["tasks:\n  split:\n    image: ‸x", "tasks split image"],
  ["a:\n  - b: 1\n  - c: ‸2", "a 2 c"],
  ["# ‸", ""],
  ["a:\n  ‸", "a"],
])("%j stands under %j", (marked, crumbs) => {
  expect(crumbsAt(marked.replace("‸", ""), marked.indexOf("‸")).split("\n").join(" ")).toBe(crumbs);
});
