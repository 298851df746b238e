import { describe, expect, it, test } from "vitest";
import { type Draft, draftKey, draftName, draftNameOf, formatDraft, freeName, parseDraft } from "./draft.ts";

const scope = { project: "flyte/snacks", domain: "development" };

test("a key leads back to its name, whatever is in it", () => {
  for (const name of ["daily.yaml", "a/b.yaml", "übung 1.yaml", "%"])
    expect(draftNameOf(draftKey(scope, name), scope)).toBe(name);
});

test("keys of other scopes and of other things are no drafts", () => {
  expect(draftNameOf(draftKey({ ...scope, domain: "production" }, "a"), scope)).toBeUndefined();
  expect(draftNameOf("skein.preferences", scope)).toBeUndefined();
  expect(draftNameOf(draftKey(scope), scope)).toBeUndefined();
  expect(draftNameOf(`${draftKey(scope)}%E0%A4%A`, scope)).toBeUndefined();
});

test("a draft reads back as it was written", () => {
  const draft: Draft = { name: "a", text: "tasks: {}\n", createdAt: 1, savedAt: 2, origin: "example:a", writer: "t" };
  expect(parseDraft("a", formatDraft(draft))).toEqual(draft);
});

describe("what is in storage may be anything", () => {
  it.each([null, "", "{", "1", "null", "[]", '{"text":3}', "{}"])("%j is no draft", (stored) => {
    expect(parseDraft("a", stored)).toBeUndefined();
  });

  test("what is missing or wrong is as if it were not said; the text is kept", () => {
    expect(parseDraft("a", '{"text":"x","savedAt":"soon","origin":7}')).toEqual({
      name: "a",
      text: "x",
      createdAt: 0,
      savedAt: 0,
      origin: "",
      writer: "",
    });
  });
});

it.each([
  ["a.yaml", [], "a.yaml"],
  ["a.yaml", ["a.yaml"], "a-2.yaml"],
  ["a.yaml", ["a.yaml", "a-2.yaml"], "a-3.yaml"],
  ["draft", ["draft"], "draft-2"],
  [".hidden", [".hidden"], ".hidden-2"],
])("%s beside %j becomes %s", (wanted, taken, name) => {
  expect(freeName(wanted, new Set(taken))).toBe(name);
});

it.each([
  ["features/daily.yaml", "daily.yaml"],
  ["daily.yaml", "daily.yaml"],
  ["folder/", "draft.yaml"],
  ["", "draft.yaml"],
])("the file %j is called %s", (given, name) => {
  expect(draftName(given)).toBe(name);
});
