import { expect, it } from "vitest";
import { formatPlace, parsePlace } from "./place.ts";

const parse = (text: string) => parsePlace(new URLSearchParams(text));

it.each([
  ["", { view: "graph", tab: "summary" }],
  ["view=nodes", { view: "nodes" }],
  ["view=rockets&tab=deck", { view: "graph", tab: "summary" }],
  ["node=a/b&tab=logs&attempt=2&line=41", { node: "a/b", tab: "logs", attempt: 2, line: 41 }],
  ["node=&attempt=-1&line=1e9", { node: undefined, attempt: undefined, line: undefined }],
])("reads %j and takes what is not ours for none", (text, expected) => {
  expect(parse(text)).toMatchObject(expected);
});

it("writes only what is not usual, and leaves others' parameters alone", () => {
  const before = new URLSearchParams("theme=x&view=nodes");
  const text = formatPlace({ view: "graph", node: "n1", tab: "logs", attempt: 0, line: 7 }, before).toString();
  expect(text).toBe("theme=x&node=n1&tab=logs&attempt=0&line=7");
});

it("forgets tab, attempt and line with the node", () => {
  const place = { ...parse("node=n1&tab=logs&attempt=1&line=2"), node: undefined };
  expect(formatPlace(place, new URLSearchParams("node=n1&tab=logs&attempt=1&line=2")).toString()).toBe("");
});
