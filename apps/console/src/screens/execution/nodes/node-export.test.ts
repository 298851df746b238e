import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  GraphNodeSchema,
  GraphNode_Kind as Kind,
  NodeSummarySchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { flatRow } from "../node-tree.ts";
import { nodeTable, toCsv, toTsv } from "./node-export.ts";

test("a row says what is known in plain values, and leaves open what is not", () => {
  const ran = create(GraphNodeSchema, { path: "sub/n1", id: "n1", name: "train", kind: Kind.TASK });
  const holds = create(GraphNodeSchema, { path: "sub", id: "sub", name: "sub" });
  const waits = create(GraphNodeSchema, { path: "n2", id: "n2", name: "load", kind: Kind.GATE });
  const summary = create(NodeSummarySchema, {
    phase: Phase.FAILED,
    attempt: 1,
    maxAttempts: 3,
    cacheStatus: CatalogCacheStatus.CACHE_MISS,
    queuedAt: timestampFromMs(0),
    startedAt: timestampFromMs(1500),
    endedAt: timestampFromMs(4000),
    usage: { measured: true, cpuSeconds: 1.25, peakMemoryBytes: 2048n },
    errorHead: "no space",
  });
  const rows = [{ ...flatRow(holds), isGrey: true }, flatRow(ran), flatRow(waits)];
  const [head, ...lines] = nodeTable(rows, new Map([["sub/n1", summary]]), 0);
  expect(head?.join()).toBe(
    "path,id,name,kind,status,attempts,cache,started,queued (s),ran (s),cpu seconds,peak memory bytes,error head",
  );
  expect(lines.map((line) => line.join("|"))).toEqual([
    "sub/n1|n1|train|Task|Failed|2|Miss|1970-01-01T00:00:01.500Z|1.5|2.5|1.25|2048|no space",
    "n2|n2|load|Gate|Not started|||||||| ".trimEnd(),
  ]);
});

test.each([
  ["plain", "plain", "plain"],
  ['say "hi", all', '"say ""hi"", all"', 'say "hi", all'],
  ["two\r\nlines", '"two\r\nlines"', "two  lines"],
  ["a\tb", "a\tb", "a b"],
  ["=1+2", "'=1+2", "'=1+2"],
  ["+1", "'+1", "'+1"],
  ["-rm", "'-rm", "'-rm"],
  ['@SUM("x")', `"'@SUM(""x"")"`, `'@SUM("x")`],
])("%j is %j in CSV and %j for the clipboard", (cell, csv, tsv) => {
  expect(toCsv([["a", cell]])).toBe(`a,${csv}\r\n`);
  expect(toTsv([["a", cell]])).toBe(`a\t${tsv}`);
});
