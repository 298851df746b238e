import { expect, it } from "vitest";
import { keyWords, matchKeys } from "./shortcuts.ts";

const shortcuts = [
  { keys: "g e", does: "" },
  { keys: "/", does: "" },
];

it.each([
  [[], "/", "/", []],
  [[], "g", undefined, ["g"]],
  [["g"], "e", "g e", []],
  [["g"], "x", undefined, []],
  [["g"], "/", "/", []],
  [["g"], "g", undefined, ["g"]],
  [[], "e", undefined, []],
])("after %j the key %s hits %s", (waiting, key, hit, rest) => {
  const found = matchKeys(shortcuts, waiting, key);
  expect([found.hit, found.waiting]).toEqual([hit, rest]);
});

it.each([
  ["g e", ["g", "e"]],
  ["Mod+k", ["Ctrl", "K"]],
  ["?", ["?"]],
  ["A", ["Shift", "A"]],
  [" ", ["Space"]],
  ["ArrowDown", ["Down"]],
])("%s is written %j", (keys, words) => {
  expect(keyWords(keys)).toEqual(words);
});
