import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "./entries.ts";
import { fuzzyMatch } from "./fuzzy.ts";
import { rankEntries } from "./rank.ts";

const best = (query: string, ...texts: string[]) =>
  texts
    .flatMap((text) => {
      const match = fuzzyMatch(text, query);
      return match ? [{ text, score: match.score }] : [];
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ text }) => text);

describe("a fuzzy match", () => {
  test.each([
    ["tm", ["train_model", "utmost", "timeline"]],
    ["relaunch", ["Relaunch"]],
    ["ge", ["Go to executions", "geo_lookup"].toReversed()],
    ["ab", ["Abort", "reabsorb", "data_batch"]],
  ])("of %s prefers beginnings and neighbours: %j", (query, texts) => {
    expect(best(query, ...texts.toReversed())).toEqual(texts);
  });

  test("needs all letters in order, and says where they are", () => {
    expect(fuzzyMatch("train_model", "mt")).toBeUndefined();
    expect(fuzzyMatch("train_model", "t mod")?.at).toEqual([0, 6, 7, 8]);
    expect(fuzzyMatch("anything", "")).toEqual({ score: 0, at: [] });
  });

  test("finds every text by any of its parts", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_]{1,20}$/), fc.nat(19), fc.nat(20), (text, from, length) => {
        const match = fuzzyMatch(text, text.slice(from, from + length));
        expect(match).toBeDefined();
        expect(match?.at).toEqual(match?.at.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("ranking", () => {
  const entry = (text: string, group: string): Entry => ({
    id: text,
    group,
    text,
    glyph: undefined,
    act: () => undefined,
  });
  const all = [
    entry("Abort", "Here"),
    entry("Relaunch", "Here"),
    entry("Workflows", "Go to"),
    entry("launch_pad", "Nodes"),
  ];
  const found = (query: string) =>
    rankEntries(all, query, ({ group }) => group === "Here").map((each) => each.entry.text);

  test("keeps groups together, the group of the best first", () => {
    expect(found("")).toEqual(["Abort", "Relaunch", "Workflows", "launch_pad"]);
    expect(found("launch")).toEqual(["launch_pad", "Relaunch"]);
  });

  test("after > there are only commands", () => {
    expect(found(">")).toEqual(["Abort", "Relaunch"]);
    expect(found("> launch")).toEqual(["Relaunch"]);
  });

  test("shows at most eight of a group", () => {
    const many = Array.from({ length: 50 }, (_, n) => entry(`node_${n}`, "Nodes"));
    expect(rankEntries(many, "node", () => false)).toHaveLength(8);
  });
});
