import { create } from "@bufbuild/protobuf";
import { GraphSchema, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { describe, expect, test } from "vitest";
import { layoutGraph } from "../layout.ts";
import { visibleGraph } from "../visible.ts";
import { contains, Spots, viewOf, widened } from "./spots.ts";

const graph = create(GraphSchema, {
  nodes: [
    { path: "sub", name: "sub", kind: Kind.WORKFLOW },
    { path: "sub/a", parent: "sub", name: "a", kind: Kind.TASK },
    { path: "sub/b", parent: "sub", name: "b", kind: Kind.TASK },
    { path: "after", name: "after", kind: Kind.TASK },
  ],
  edges: [
    { from: "sub/a", to: "sub/b" },
    { from: "sub", to: "after" },
  ],
});
const visible = visibleGraph(graph, new Set());
const spots = new Spots(visible, layoutGraph(visible, "TB"));
const middle = (id: string) => {
  const { x = 0, y = 0, width = 0, height = 0 } = spots.get(id) ?? {};
  return { x: x + width / 2, y: y + height / 2 };
};

describe("boxes on the canvas", () => {
  test("a node of an open container lies within it", () => {
    const [outer, inner] = [spots.get("sub"), spots.get("sub/b")];
    expect(outer && inner && contains(outer, inner)).toBe(true);
  });

  test.each(["sub/a", "sub/b", "after"])("%s is found at its middle", (id) => {
    expect(spots.at(middle(id))?.visible.id).toBe(id);
  });

  test("the container itself is found at its head, and nothing beside the graph", () => {
    const { x = 0, y = 0 } = spots.get("sub") ?? {};
    expect(spots.at({ x: x + 4, y: y + 4 })?.visible.id).toBe("sub");
    expect(spots.at({ x: -500, y: -500 })).toBeUndefined();
  });

  test("what is in a part is what meets it", () => {
    const around = { ...middle("after"), width: 1, height: 1 };
    expect(spots.within(around).map(({ visible: { id } }) => id)).toEqual(["after"]);
    expect(spots.within({ x: -1e6, y: -1e6, width: 2e6, height: 2e6 })).toHaveLength(4);
  });

  test("the view is what React Flow's transform leaves in its box", () => {
    expect(viewOf([100, -50, 0.5], { width: 400, height: 300 })).toEqual({ x: -200, y: 100, width: 800, height: 600 });
    expect(widened({ x: 0, y: 0, width: 100, height: 40 }, 0.25)).toEqual({ x: -25, y: -10, width: 150, height: 60 });
  });
});
