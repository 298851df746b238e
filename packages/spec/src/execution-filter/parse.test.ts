import { expect, test } from "vitest";
import { WorkflowExecution_Phase as Phase } from "../gen/flyteidl/core/execution_pb.js";
import { filterTerms, parseFilter } from "./parse.ts";
import type { FilterTerm } from "./term.ts";
import { quoteValue } from "./tokens.ts";

const day = 86_400_000;
const term = (condition: Record<string, unknown>, negated = false) => ({ negated, ...condition });

test.each<[string, Record<string, unknown>]>([
  ["etl", term({ kind: "text", text: "etl" })],
  ['"two words"', term({ kind: "text", text: "two words" })],
  ["a,b", term({ kind: "text", text: "a,b" })],
  ["-etl", term({ kind: "text", text: "etl" }, true)],
  ["-", term({ kind: "text", text: "-" })],
  ["status:failed,aborted", term({ kind: "status", phases: [Phase.FAILED, Phase.ABORTED] })],
  ['status:"Timed out"', term({ kind: "status", phases: [Phase.TIMED_OUT] })],
  ["-status:failed", term({ kind: "status", phases: [Phase.FAILED] }, true)],
  ["workflow:etl.*", term({ kind: "name", field: "workflow", patterns: ["etl.*"] })],
  ["by:me,ci", term({ kind: "name", field: "by", patterns: ["local", "ci"] })],
  ["-by:Me", term({ kind: "name", field: "by", patterns: ["local"] }, true)],
  ["trigger:child", term({ kind: "trigger", triggers: ["child workflow"] })],
  ["label:team=ml,ops", term({ kind: "label", key: "team", patterns: ["ml", "ops"] })],
  ["label:team", term({ kind: "label", key: "team", patterns: [] })],
  ["started:>-24h", term({ kind: "time", field: "started", bounds: [{ comparison: ">", value: { agoMs: day } }] })],
  [
    "started:1970-01-02",
    term({
      kind: "time",
      field: "started",
      bounds: [
        { comparison: ">=", value: { at: day } },
        { comparison: "<", value: { at: 2 * day } },
      ],
    }),
  ],
  [
    "ended:1970-01-02..now",
    term({
      kind: "time",
      field: "ended",
      bounds: [
        { comparison: ">=", value: { at: day } },
        { comparison: "<=", value: { agoMs: 0 } },
      ],
    }),
  ],
  ["duration:>1h30m", term({ kind: "duration", bounds: [{ comparison: ">", value: 5_400_000 }] })],
  ["duration:90s", term({ kind: "duration", bounds: [{ comparison: ">=", value: 90_000 }] })],
  ['error:"no space",OOM', term({ kind: "error", parts: ["no space", "OOM"] })],
  ["input.date:2026-*", term({ kind: "value", side: "input", name: "date", patterns: ["2026-*"], bounds: [] })],
  [
    "output.rows:>1000",
    term({
      kind: "value",
      side: "output",
      name: "rows",
      patterns: [],
      bounds: [{ comparison: ">", value: 1000 }],
    }),
  ],
  ["is:archived", term({ kind: "archived" })],
])("%s is understood", (text, expected) => {
  expect(filterTerms(text)).toEqual([expected as FilterTerm]); // a table of literals
});

test.each([
  ["status:faild", "“faild” is no status. Did you mean failed?"],
  ["stauts:failed", "There is no key “stauts”. Did you mean status?"],
  ['duration:>"2 m"', "“2 m” is not a duration. Did you mean 2m?"],
  ["duration:>10", "“10” is not a duration. Did you mean 10m?"],
  ["started:24h", "“24h” is not a time; write -24h, 2026-11-23 or 2026-11-23T06:00. Did you mean -24h?"],
  ["started:2026-13-01", "“2026-13-01” is not a time; write -24h, 2026-11-23 or 2026-11-23T06:00"],
  ["output.rows:>many", "“many” is not a number"],
  ["status:", "Say which: status:…"],
  ["is:old", "“old” is not known; is:archived is."],
])("%s says what is wrong, and the rest still applies", (text, problem) => {
  const tokens = parseFilter(`${text} etl`);
  expect(tokens.map((token) => token.problem)).toEqual([problem, undefined]);
});

test("tokens say where they stand, quotes kept together", () => {
  expect(parseFilter(' a  error:"b c" ').map(({ text, start, end }) => [text, start, end])).toEqual([
    ["a", 1, 2],
    ['error:"b c"', 4, 15],
  ]);
});

test.each(["plain", "two words", 'a "quote"', "a,b", "back\\slash and space"])("%s survives being quoted", (value) => {
  expect(filterTerms(`error:${quoteValue(value)}`)).toEqual([{ negated: false, kind: "error", parts: [value] }]);
});
