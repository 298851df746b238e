import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ComparedNode,
  ComparedNodeSchema,
  ComparisonSchema,
  GraphNode_Kind as Kind,
  Sameness,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { describe, expect, test } from "vitest";
import { likelyCause } from "./likely-cause.ts";
import { byChange, nodeRows } from "./node-rows.ts";

const cell = (
  phase: Phase | undefined,
  ms?: number,
  more: { attempt?: number; errorHead?: string; end?: number } = {},
) =>
  phase === undefined
    ? { inGraph: true }
    : {
        inGraph: true,
        summary: {
          phase,
          attempt: more.attempt ?? 0,
          errorHead: more.errorHead ?? "",
          ...(ms === undefined
            ? {}
            : {
                startedAt: timestampFromMs((more.end ?? 10_000) - ms),
                endedAt: timestampFromMs(more.end ?? 10_000),
              }),
        },
      };

type Cell = ReturnType<typeof cell> | { inGraph: false };

const node = (path: string, cells: Cell[], more: Partial<Pick<ComparedNode, "inputs" | "spec" | "kind">> = {}) =>
  create(ComparedNodeSchema, { path, name: path, kind: Kind.TASK, cells, ...more });

describe("what became of a node", () => {
  test.each([
    ["both well", [cell(Phase.SUCCEEDED, 5), cell(Phase.SUCCEEDED, 5)], "same"],
    ["recovered is well", [cell(Phase.SUCCEEDED, 5), cell(Phase.RECOVERED)], "same"],
    ["failed on the right", [cell(Phase.SUCCEEDED, 5), cell(Phase.FAILED, 5)], "worse"],
    ["not reached on the right", [cell(Phase.SUCCEEDED, 5), cell(undefined)], "changed"],
    ["failed after never being reached", [cell(undefined), cell(Phase.TIMED_OUT, 5)], "worse"],
    ["well after a failure", [cell(Phase.FAILED, 5), cell(Phase.SUCCEEDED, 5)], "better"],
    ["both failed", [cell(Phase.FAILED, 5), cell(Phase.ABORTED, 5)], "same"],
    ["another number of attempts", [cell(Phase.SUCCEEDED, 5), cell(Phase.SUCCEEDED, 5, { attempt: 1 })], "changed"],
    ["in the first graph only", [cell(Phase.SUCCEEDED, 5), { inGraph: false }], "onlyLeft"],
    ["in the last graph only", [{ inGraph: false }, cell(Phase.SUCCEEDED, 5)], "onlyRight"],
    ["not in all of three", [cell(Phase.SUCCEEDED, 5), { inGraph: false }, cell(Phase.SUCCEEDED, 5)], "only"],
  ] as const)("%s", (_, cells, verdict) => {
    expect(nodeRows([node("n", [...cells])])[0]?.verdict).toBe(verdict);
  });

  test("differences are named; start and end nodes are left out", () => {
    const rows = nodeRows([
      node("start-node", [], { kind: Kind.START }),
      node("n", [cell(Phase.SUCCEEDED, 5), cell(Phase.SUCCEEDED, 8)], {
        inputs: Sameness.DIFFERENT,
        spec: Sameness.DIFFERENT,
      }),
    ]);
    expect(rows.map(({ differences, change }) => [differences, change])).toEqual([[["spec", "inputs"], 3]]);
  });
});

test("what got worse comes first, then the largest change", () => {
  const rows = nodeRows([
    node("still", [cell(Phase.SUCCEEDED, 5), cell(Phase.SUCCEEDED, 5)]),
    node("slower", [cell(Phase.SUCCEEDED, 5), cell(Phase.SUCCEEDED, 900)]),
    node("faster", [cell(Phase.SUCCEEDED, 5000), cell(Phase.SUCCEEDED, 5)]),
    node("worse", [cell(Phase.SUCCEEDED, 5), cell(Phase.FAILED, 5)]),
  ]);
  expect(byChange(rows).map((row) => row.node.path)).toEqual(["worse", "faster", "slower", "still"]);
});

describe("what to look at first", () => {
  const cause = (...nodes: ComparedNode[]) => likelyCause(create(ComparisonSchema, { nodes }), nodeRows(nodes));

  test("nothing got worse", () => {
    expect(cause(node("n", [cell(Phase.SUCCEEDED, 5), cell(Phase.SUCCEEDED, 5)]))).toBeUndefined();
  });

  test("the innermost that failed first, with what is known of it", () => {
    const found = cause(
      node("sub", [cell(Phase.SUCCEEDED, 5), cell(Phase.FAILED, 5, { end: 9000 })]),
      node("sub/late", [cell(Phase.SUCCEEDED, 5), cell(Phase.FAILED, 5, { end: 8000 })]),
      node("sub/early", [cell(Phase.SUCCEEDED, 5), cell(Phase.FAILED, 5, { end: 7000, errorHead: "no space" })], {
        inputs: Sameness.DIFFERENT,
      }),
    );
    expect(found).toEqual({
      path: "sub/early",
      name: "sub/early",
      errorHead: "no space",
      evidence: "Its inputs differ, its spec does not.",
    });
  });
});
