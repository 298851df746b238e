import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus as Cache } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { NodeSummarySchema, UsageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { type Shading, shadesOf } from "./shade.ts";

const at = timestampFromMs;
const NOW = 100_000;
const nodes = new Map(
  [
    create(NodeSummarySchema, {
      path: "short",
      queuedAt: at(0),
      startedAt: at(1000),
      endedAt: at(3000),
      cacheStatus: Cache.CACHE_HIT,
      usage: create(UsageSchema, { measured: true, cpuSeconds: 1 }),
    }),
    create(NodeSummarySchema, {
      path: "long",
      queuedAt: at(0),
      startedAt: at(4000),
      endedAt: at(12_000),
      cacheStatus: Cache.CACHE_MISS,
      usage: create(UsageSchema, { measured: true, cpuSeconds: 4 }),
    }),
    create(NodeSummarySchema, { path: "running", queuedAt: at(98_000), startedAt: at(98_000) }),
    create(NodeSummarySchema, { path: "waiting" }),
  ].map((node) => [node.path, node]),
);
const usual = new Map([
  ["short", 4000],
  ["long", 2000],
]);

test.each<[Exclude<Shading, "status">, Record<string, [number, string]>]>([
  ["duration", { short: [0.25, "2.0 s"], long: [1, "8.0 s"], running: [0.25, "2.0 s"] }],
  ["queue", { short: [0.25, "1.0 s in queue"], long: [1, "4.0 s in queue"], running: [0, "0 ms in queue"] }],
  ["cache", { short: [0, "Cache hit"], long: [1, "Cache miss"] }],
  ["compute", { short: [0.25, "1.0 s of CPU"], long: [1, "4.0 s of CPU"] }],
  ["usual", { short: [0, "0.5 × its usual 4.0 s"], long: [1, "4.0 × its usual 2.0 s"] }],
])("by %s, what has a figure has a shade", (shading, expected) => {
  const shades = shadesOf(shading, nodes, NOW, usual);
  expect(Object.fromEntries([...shades].map(([path, { weight, text }]) => [path, [weight, text]]))).toEqual(expected);
});

test("without usual times there is nothing to compare with", () => {
  expect(shadesOf("usual", nodes, NOW, undefined).size).toBe(0);
});
