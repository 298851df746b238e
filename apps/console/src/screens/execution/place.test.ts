import { expect, it } from "vitest";
import { badValues, formatPlace, parsePlace } from "./place.ts";

const parse = (text: string) => parsePlace(new URLSearchParams(text));

it.each([
  ["", { view: "graph", tab: "summary" }],
  ["view=nodes", { view: "nodes" }],
  ["view=rockets&tab=deck", { view: "graph", tab: "summary" }],
  ["view=nodes&beside=timeline&split=columns", { view: "nodes", beside: "timeline", split: "columns" }],
  ["view=nodes&beside=nodes&split=x", { view: "nodes", beside: undefined, split: "rows" }],
  ["node=a/b&tab=logs&attempt=2&line=41", { node: "a/b", tab: "logs", attempt: 2, line: 41 }],
  ["node=&attempt=-1&line=1e9", { node: undefined, attempt: undefined, line: undefined }],
])("reads %j and takes what is not ours for none", (text, expected) => {
  expect(parse(text)).toMatchObject(expected);
});

it("writes only what is not usual, and leaves others' parameters alone", () => {
  const before = new URLSearchParams("theme=x&view=nodes");
  const text = formatPlace({ ...parse("node=n1&tab=logs&attempt=0&line=7"), view: "graph" }, before).toString();
  expect(text).toBe("theme=x&node=n1&tab=logs&attempt=0&line=7");
});

it("keeps how two views stand only while there are two", () => {
  const place = parse("beside=nodes&split=columns");
  expect(formatPlace(place, new URLSearchParams()).toString()).toBe("beside=nodes&split=columns");
  expect(formatPlace({ ...place, beside: undefined }, new URLSearchParams("split=columns")).toString()).toBe("");
});

it("forgets tab, attempt and line with the node", () => {
  const place = { ...parse("node=n1&tab=logs&attempt=1&line=2"), node: undefined };
  expect(formatPlace(place, new URLSearchParams("node=n1&tab=logs&attempt=1&line=2")).toString()).toBe("");
});

it.each([
  ["node=n7&tab=items", "node=n7&tab=items"],
  ["node=n7&tab=items&index=4&items=failed&holds=eu", "node=n7&tab=items&index=4&items=failed&holds=eu"],
  ["node=n7&tab=items&index=4&part=logs&line=7", "node=n7&tab=items&index=4&part=logs&line=7"],
  ["node=n7&tab=items&index=x&items=lost&part=logs", "node=n7&tab=items"],
  ["node=n7&index=4&holds=eu", "node=n7"],
  ["tab=items&index=4", ""],
])("keeps of the elements of a map what %j says and can be meant", (text, expected) => {
  expect(formatPlace(parse(text), new URLSearchParams(text)).toString()).toBe(expected);
});

it.each([
  ["view=grpah&tab=summary&node=n1", [["view", "grpah"]]],
  ["split=x&attempt=-1&line=1e9&t=now&index=a", ["split=x", "attempt=-1", "line=1e9", "t=now", "index=a"]],
  [
    "beside=rockets&part=x&items=lost&logs=all&logline=n1:2",
    ["beside=rockets", "part=x", "items=lost", "logs=all", "logline=n1:2"],
  ],
  ["view=&attempt=0&t=1&node=what/ever&q=[", []],
  ["theme=x&hasOwnProperty=1&fit=2", []],
] as const)("tells which values of %j are not understood", (text, expected) => {
  const found = badValues(new URLSearchParams(text));
  expect(found).toEqual(expected.map((each) => (typeof each === "string" ? each.split("=") : each)));
});
