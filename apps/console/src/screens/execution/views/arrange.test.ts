import { describe, expect, test } from "vitest";
import { closeSplit, showView, splitViews } from "./arrange.ts";

const one = { view: "graph", beside: undefined } as const;
const two = { view: "timeline", beside: "graph" } as const;

describe("a tab", () => {
  test.each([
    ["of one view, changes it", one, "nodes", "first", { view: "nodes" }, "first"],
    ["that is shown alone, changes nothing", one, "graph", "first", {}, "first"],
    ["of two views, changes the one in use", two, "nodes", "first", { view: "nodes" }, "first"],
    ["of two views, changes the second when that is in use", two, "nodes", "second", { beside: "nodes" }, "second"],
    ["that is the other one in sight, is gone to", two, "timeline", "second", {}, "first"],
    ["that is the second in sight, is gone to", two, "graph", "first", {}, "second"],
  ] as const)("%s", (_, arrangement, next, inUse, change, pane) => {
    expect(showView(arrangement, next, inUse)).toEqual({ change, pane });
  });
});

test("a split puts the graph beside, or the timeline beside the graph; turning it keeps what is there", () => {
  expect(splitViews(one, "rows")).toEqual({ split: "rows", beside: "timeline" });
  expect(splitViews({ view: "io", beside: undefined }, "columns")).toEqual({ split: "columns", beside: "graph" });
  expect(splitViews({ view: "io", beside: "nodes" }, "columns")).toEqual({ split: "columns", beside: "nodes" });
});

test("one view again is the one in use", () => {
  expect(closeSplit(two, "second")).toEqual({ view: "graph", beside: undefined });
  expect(closeSplit(two, "first")).toEqual({ view: "timeline", beside: undefined });
});
