import { expect, test } from "vitest";
import { formatLayout, layoutText, narrowest, parseLayout, pinnedLefts, standardLayout } from "./column-layout.ts";

test.each([
  ["status,name", "status,name"],
  ["status,name!:220,workflow:340,by!", "status,name!:220,workflow:340,by!"],
  ["rocket,status,status:90", "name,status"],
  ["status:9", "name,status:56"],
  ["status:9999,name", "status:900,name"],
])("%s is read as %s", (text, expected) => {
  const layout = parseLayout(text);
  expect(layout && formatLayout(layout)).toBe(expected);
});

test.each([null, "", "rocket", "status!!"])("%s names no column", (text) => {
  expect(parseLayout(text)).toBeUndefined();
});

test("what is as usual is kept as nothing", () => {
  expect(layoutText(standardLayout)).toBe("");
  expect(layoutText({ ...standardLayout, widths: { name: 300 } })).toContain("name:300");
});

test("pinned columns stop one after the other, after the boxes", () => {
  const layout = parseLayout("status!,by,name!:200,workflow!");
  expect(layout && [...pinnedLefts(layout)]).toEqual([
    ["status", 36],
    ["name", 160],
    ["workflow", 360],
  ]);
  expect(layout && narrowest(layout, true)).toBe(36 + 124 + 96 + 200 + 180 + 48);
});
