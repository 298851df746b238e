// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { type Graph, GraphSchema, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { beforeEach, expect, test } from "vitest";
import { rememberClosed, rememberedClosed } from "./closed-memory.ts";

const workflow = (name: string): Graph =>
  create(GraphSchema, {
    nodes: [
      { path: name, name, kind: Kind.WORKFLOW },
      { path: `${name}/a`, parent: name, name: "a", kind: Kind.TASK },
    ],
  });

beforeEach(() => localStorage.clear());

test("what was closed stays closed, for this workflow alone", () => {
  rememberClosed(workflow("load"), new Set(["load"]));
  expect([...rememberedClosed(workflow("load"))]).toEqual(["load"]);
  expect([...rememberedClosed(workflow("train"))]).toEqual([]);
  rememberClosed(workflow("load"), new Set());
  expect([...rememberedClosed(workflow("load"))]).toEqual([]);
});

test("containers that are gone are forgotten, and so are all but the last fifty workflows", () => {
  rememberClosed(workflow("load"), new Set(["load", "gone"]));
  expect([...rememberedClosed(workflow("load"))]).toEqual(["load"]);
  for (let n = 0; n < 60; n += 1) rememberClosed(workflow(`w${n}`), new Set([`w${n}`]));
  expect([...rememberedClosed(workflow("load"))]).toEqual([]);
  expect([...rememberedClosed(workflow("w59"))]).toEqual(["w59"]);
});

test.each(["not JSON", "{}", "[1, [2, 3]]"])("storage that holds %s counts as empty", (text) => {
  localStorage.setItem("skein.closed", text);
  expect([...rememberedClosed(workflow("load"))]).toEqual([]);
});
