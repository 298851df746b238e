import { create } from "@bufbuild/protobuf";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ComparedNodeSchema, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { attemptRows } from "./attempt-rows.ts";
import { nodeRows } from "./node-rows.ts";

const tried = (attempt: number, maxAttempts: number, attemptErrors: string[] = [], errorHead = "") => ({
  inGraph: true,
  summary: { phase: Phase.SUCCEEDED, attempt, maxAttempts, errorHead },
  attemptErrors,
});
type Cell = ReturnType<typeof tried> | { inGraph: boolean };

const rowsOf = (nodes: Record<string, Cell[]>) =>
  attemptRows(
    nodeRows(
      Object.entries(nodes).map(([path, cells]) => create(ComparedNodeSchema, { path, kind: Kind.TASK, cells })),
    ),
  );

test("what took another number of attempts comes first, then what was tried again; what runs nothing is left out", () => {
  const rows = rowsOf({
    once: [tried(0, 1), tried(0, 1)],
    branch: [tried(0, 0), tried(0, 0)],
    twice: [tried(1, 3, ["no", ""]), tried(1, 3, ["no", ""])],
    more: [tried(0, 3), tried(2, 3, ["no", "no", ""])],
    absent: [{ inGraph: false }, tried(0, 1)],
  });
  expect(rows.map(({ row, isDifferent }) => [row.node.path, isDifferent])).toEqual([
    ["more", true],
    ["twice", false],
    ["once", false],
    ["absent", false],
  ]);
});

test("each attempt that ended badly has its error, the only one too", () => {
  const [row] = rowsOf({ n: [tried(0, 1, [], "out of memory"), tried(2, 3, ["no voice", "", "no space"])] });
  expect(row?.attempts).toEqual([
    { count: 1, most: 1, errors: [{ attempt: 1, head: "out of memory" }] },
    {
      count: 3,
      most: 3,
      errors: [
        { attempt: 1, head: "no voice" },
        { attempt: 3, head: "no space" },
      ],
    },
  ]);
});
