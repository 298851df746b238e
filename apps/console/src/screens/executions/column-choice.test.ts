import { expect, it } from "vitest";
import { parseChoice } from "./column-choice.ts";
import { clampWidth, standardLayout as standard } from "./column-layout.ts";

it.each([
  [null, standard],
  ["", standard],
  ["{", standard],
  ["7", standard],
  ['{"ids":"name"}', standard],
  ['{"widths":{"name":"wide","nonsense":3}}', standard],
  ['{"widths":{"name":1e9,"nodes":1}}', { ...standard, widths: { name: 900, nodes: 56 } }],
  ['{"pinned":["name","rocket",7]}', { ...standard, pinned: new Set(["name"]) }],
])("%s in storage is %j", (text, choice) => {
  expect(parseChoice(text)).toEqual(choice);
});

it("a width is a whole number of pixels", () => {
  expect(clampWidth(100.4)).toBe(100);
});
