import { create } from "@bufbuild/protobuf";
import { ComparedNodeSchema, GraphSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { mergedGraph } from "./merged-graph.ts";

const graph = (paths: readonly string[], edges: readonly string[] = [], name = "") =>
  create(GraphSchema, {
    nodes: paths.map((path) => ({
      path,
      id: path.slice(path.lastIndexOf("/") + 1),
      parent: path.slice(0, Math.max(0, path.lastIndexOf("/"))),
      name: `${name}${path}`,
    })),
    edges: edges.map((edge) => {
      const [from = "", to = ""] = edge.split(">");
      return { from, to };
    }),
  });

/** `paths` are those in each execution: "-" where it has no such node, empty where it is the node's own. */
const compared = (path: string, ...paths: string[]) =>
  create(ComparedNodeSchema, {
    path,
    cells: paths.map((own) => (own === "-" ? { inGraph: false } : { inGraph: true, path: own })),
  });

const told = ({ nodes, edges }: ReturnType<typeof mergedGraph>) => ({
  nodes: nodes.map(({ path, parent }) => (parent === "" ? path : `${path} in ${parent}`)),
  edges: edges.map(({ from, to }) => `${from}>${to}`),
});

test("what both have is drawn once, what one has stands beside it, edges are those of both", () => {
  const merged = mergedGraph(
    [graph(["a", "old", "b"], ["a>old", "old>b"], "L "), graph(["a", "new", "b"], ["a>new", "new>b", "a>b"], "R ")],
    [compared("a", "", ""), compared("old", "", "-"), compared("b", "", ""), compared("new", "-", "")],
  );
  expect(told(merged)).toEqual({ nodes: ["a", "old", "b", "new"], edges: ["a>old", "old>b", "a>new", "new>b", "a>b"] });
  expect(merged.nodes.map(({ name }) => name)).toEqual(["L a", "L old", "L b", "R new"]);
});

test("an edge that both have is drawn once", () => {
  const each = graph(["a", "b"], ["a>b"]);
  expect(told(mergedGraph([each, each], [compared("a", "", ""), compared("b", "", "")])).edges).toEqual(["a>b"]);
});

test("a node with another id goes by its path in the comparison, and what took its id by another", () => {
  const merged = mergedGraph(
    [graph(["n0"]), graph(["n0", "n1"], ["n0>n1"])],
    [compared("n0", "", "n1"), compared("n0~2", "-", "n0")],
  );
  expect(told(merged)).toEqual({ nodes: ["n0", "n0~2"], edges: ["n0~2>n0"] });
});

test("what only one has inside a container stays in it, next to the others", () => {
  const merged = mergedGraph(
    [graph(["sub", "sub/a", "last"]), graph(["other", "other/a", "other/b", "other/b/c", "last"])],
    [
      compared("sub", "", "other"),
      compared("sub/a", "", "other/a"),
      compared("last", "", ""),
      compared("sub/b", "-", "other/b"),
      compared("sub/b/c", "-", "other/b/c"),
    ],
  );
  expect(told(merged).nodes).toEqual(["sub", "sub/a in sub", "sub/b in sub", "sub/b/c in sub/b", "last"]);
});

test("a container that only one has keeps what is in it", () => {
  const merged = mergedGraph(
    [graph(["a"]), graph(["a", "sub", "sub/x"], ["a>sub"])],
    [compared("a", "", ""), compared("sub", "-", ""), compared("sub/x", "-", "")],
  );
  expect(told(merged)).toEqual({ nodes: ["a", "sub", "sub/x in sub"], edges: ["a>sub"] });
});

test("of more than two, one that is not known is left out", () => {
  const nodes = [compared("a", "", "", ""), compared("b", "-", "-", "")];
  expect(told(mergedGraph([graph(["a"]), undefined, graph(["a", "b"])], nodes)).nodes).toEqual(["a", "b"]);
});
