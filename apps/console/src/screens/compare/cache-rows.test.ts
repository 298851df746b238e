import { create } from "@bufbuild/protobuf";
import { CatalogCacheStatus as Cache } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ComparedNodeSchema, GraphNode_Kind as Kind, Sameness } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { cacheRows } from "./cache-rows.ts";
import { nodeRows } from "./node-rows.ts";

const rowsOf = (...nodes: { statuses: readonly (Cache | undefined)[]; inputs?: Sameness; spec?: Sameness }[]) =>
  cacheRows(
    nodeRows(
      nodes.map(({ statuses, inputs = Sameness.SAME, spec = Sameness.SAME }, at) =>
        create(ComparedNodeSchema, {
          path: `n${at}`,
          kind: Kind.TASK,
          inputs,
          spec,
          cells: statuses.map((cacheStatus) => ({
            inGraph: true,
            ...(cacheStatus === undefined ? {} : { summary: { phase: Phase.SUCCEEDED, cacheStatus } }),
          })),
        }),
      ),
    ),
    ["L", "R"],
  );

test("what is cached nowhere is left out, what differs comes first", () => {
  const rows = rowsOf(
    { statuses: [Cache.CACHE_DISABLED, Cache.CACHE_DISABLED] },
    { statuses: [Cache.CACHE_HIT, Cache.CACHE_HIT] },
    { statuses: [Cache.CACHE_POPULATED, Cache.CACHE_HIT] },
  );
  expect(rows.map(({ row, statuses }) => [row.node.path, ...statuses])).toEqual([
    ["n2", "Written", "Hit"],
    ["n1", "Hit", "Hit"],
  ]);
});

test.each([
  [[Cache.CACHE_HIT, Cache.CACHE_HIT], {}, "L and R took an earlier result."],
  [[Cache.CACHE_POPULATED, Cache.CACHE_HIT], {}, "R took an earlier result, L ran it."],
  [
    [Cache.CACHE_HIT, Cache.CACHE_POPULATED],
    { inputs: Sameness.DIFFERENT },
    "R ran it where L took an earlier result: its inputs differ.",
  ],
  [
    [Cache.CACHE_HIT, Cache.CACHE_MISS],
    { spec: Sameness.DIFFERENT },
    "R ran it where L took an earlier result: its spec differs.",
  ],
  [
    [Cache.CACHE_HIT, Cache.CACHE_SKIPPED],
    { inputs: Sameness.DIFFERENT },
    "R ran it where L took an earlier result: the cache was not asked.",
  ],
  [[Cache.CACHE_POPULATED, Cache.CACHE_POPULATED], {}, "L and R ran it."],
  [[Cache.CACHE_POPULATED, Cache.CACHE_PUT_FAILURE], {}, "L and R ran it; R could not keep its outputs."],
  [[Cache.CACHE_HIT, undefined], {}, "It has not run in R."],
] as const)("what it means: case %#", (statuses, more, meaning) => {
  expect(rowsOf({ statuses, ...more })[0]?.meaning).toBe(meaning);
});
