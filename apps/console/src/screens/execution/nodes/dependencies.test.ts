import { create } from "@bufbuild/protobuf";
import { GraphSchema, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { dependencyWords } from "./dependencies.ts";

const words = (...edges: readonly string[]) =>
  dependencyWords(
    create(GraphSchema, {
      nodes: [
        { path: "start-node", name: "start", kind: Kind.START },
        ...["a", "b", "c", "d", "e", "x"].map((path) => ({ path, name: `${path}_task` })),
      ],
      edges: edges.map((edge) => ({ from: edge.split(">")[0] ?? "", to: edge.split(">")[1] ?? "" })),
    }),
  ).get("x");

test.each([
  [["a>x", "x>b"], "after a_task, before b_task"],
  [["a>x", "b>x", "a>x"], "after a_task, b_task"],
  [["x>a", "x>b", "x>c", "x>d", "x>e"], "before a_task, b_task, c_task and 2 more"],
  [["start-node>x"], undefined],
  [["gone>x"], undefined],
])("with %j a node stands %j", (edges, expected) => {
  expect(words(...edges)).toBe(expected);
});
