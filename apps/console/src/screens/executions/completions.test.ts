import { expect, it, test } from "vitest";
import { completionsOf, remoteKey } from "./completions.ts";

const texts = (draft: string, remote: string[] = []) => completionsOf(draft, remote).map(({ text }) => text);

test("an empty field offers the keys", () => {
  expect(texts("").slice(0, 3)).toEqual(["status:", "workflow:", "started:"]);
});

it.each([
  ["st", ["status:", "started:"]],
  ["status:fai", ["failing", "failed"]],
  ["status:failed,ab", ["aborting", "aborted"]],
  ["-status:tim", ["timed_out"]],
  ["is:", ["archived"]],
  ["by:", ["me"]],
  ["nonsense:", []],
])("%s goes on with %j", (draft, expected) => {
  expect(texts(draft)).toEqual(expected);
});

test("a value that is taken makes the token whole, with what stood before it", () => {
  expect(completionsOf("-status:failed,ab", [])[1]).toMatchObject({ draft: "-status:failed,aborted", isWhole: true });
  expect(completionsOf("wor", [])[0]).toMatchObject({ draft: "workflow:", isWhole: false });
});

test("values that the server names are quoted where they have to be", () => {
  expect(completionsOf("workflow:a", ["a b"])[0]).toMatchObject({ text: "a b", draft: 'workflow:"a b"' });
  expect(completionsOf("input.da", ["date"])[0]).toMatchObject({ text: "input.date:", isWhole: false });
});

it.each([
  ["", undefined],
  ["e", undefined],
  ["et", "workflow"],
  ["input.", "input."],
  ["label:te", "label"],
  ["status:fa", undefined],
  ['"a:b', "workflow"],
])("for %s the server is asked for %s", (draft, key) => {
  expect(remoteKey(draft)).toBe(key);
});
