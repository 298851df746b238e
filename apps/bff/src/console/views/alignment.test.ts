import { create } from "@bufbuild/protobuf";
import { GraphSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { alignNodes } from "./alignment.ts";

/** Nodes as "path:name"; the name is the id where none is given. */
const graph = (...nodes: string[]) =>
  create(GraphSchema, {
    nodes: nodes.map((text) => {
      const [path = "", given] = text.split(":");
      const at = path.lastIndexOf("/");
      const id = path.slice(at + 1);
      return { path, id, parent: at < 0 ? "" : path.slice(0, at), name: given ?? id };
    }),
  });

const aligned = (...graphs: ReturnType<typeof graph>[]) =>
  alignNodes(graphs).map(({ path, nodes }) => [path, ...nodes.map((node) => node?.path ?? "-")].join(" "));

test.each([
  ["by id", [graph("a", "b"), graph("b", "a")], ["a a a", "b b b"]],
  ["by id where the name is another", [graph("a:read"), graph("a:load")], ["a a a"]],
  ["by name where the id is another", [graph("n0:read"), graph("n5:read")], ["n0 n0 n5"]],
  [
    "by name where one more node moves all ids",
    [graph("n0:read", "n1:load"), graph("n0:check", "n1:read", "n2:load")],
    ["n0 n0 n1", "n1 n1 n2", "n0~2 - n0"],
  ],
  [
    "not by a name that a graph has twice",
    [graph("n0:read", "n1:read"), graph("n7:read", "n8:load")],
    ["n0 n0 -", "n1 n1 -", "n7 - n7", "n8 - n8"],
  ],
  [
    "inside what is aligned, whatever it is called",
    [graph("sub:deep", "sub/n0:read"), graph("other:deep", "other/n3:read")],
    ["sub sub other", "sub/n0 sub/n0 other/n3"],
  ],
  [
    "not across parents",
    [graph("one", "one/a:read"), graph("two", "two/b:read")],
    ["one one -", "one/a one/a -", "two - two", "two/b - two/b"],
  ],
  [
    "three graphs, the third by what the second is called",
    [graph("n0:read"), graph("n1:read"), graph("n1:load")],
    ["n0 n0 n1 n1"],
  ],
] as const)("nodes are aligned %s", (_, graphs, expected) => {
  expect(aligned(...graphs)).toEqual(expected);
});
