import { create } from "@bufbuild/protobuf";
import { GraphSchema, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { miniPlaces } from "./mini-places.ts";

const graph = (paths: readonly string[], edges: readonly string[] = []) =>
  create(GraphSchema, {
    nodes: paths.map((path) => ({
      path,
      parent: path.split("/").slice(0, -1).join("/"),
      kind: path === "start-node" ? Kind.START : Kind.TASK,
    })),
    edges: edges.map((edge) => ({ from: edge.split(">")[0] ?? "", to: edge.split(">")[1] ?? "" })),
  });
const drawn = (of: ReturnType<typeof graph>) =>
  miniPlaces(of)?.places.map(({ path, column, row }) => `${path} ${column} ${row}`);
const many = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`);

test("nodes stand in columns by layer, around the middle; what is inside of one, and the start, do not", () => {
  const diamond = graph(["start-node", "a", "b", "c", "c/inner", "d"], ["start-node>a", "a>b", "a>c", "b>d", "c>d"]);
  expect(drawn(diamond)).toEqual(["a 0 0", "b 1 -0.5", "c 1 0.5", "d 2 0"]);
  expect(miniPlaces(diamond)?.edges).toHaveLength(4);
});

test("a wide layer goes on in the next column", () => {
  expect(miniPlaces(graph(many(20)))).toMatchObject({ columns: 3, rows: 8 });
});

test.each([
  ["nothing", graph([])],
  ["more than 200 nodes", graph(many(201))],
  [
    "a chain that is too long",
    graph(
      many(40),
      many(39).map((from, at) => `${from}>n${at + 1}`),
    ),
  ],
])("%s is no picture", (_, of) => {
  expect(miniPlaces(of)).toBeUndefined();
});
