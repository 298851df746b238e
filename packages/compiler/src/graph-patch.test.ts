/** A patched graph is the one that is built anew. */

import { toBinary } from "@bufbuild/protobuf";
import { ConnectionSetSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { type Graph, graphOf, type Links, sortedOnce, toConnections } from "./graph.ts";
import { patchConnections, patchGraph, patchOf } from "./graph-patch.ts";

const ids = ["a", "b", "c", "d", "e"];

/** As complete-graph.ts completes it: what comes after nothing after start-node, what nothing comes after before end-node. */
function complete(links: readonly Links[], read: readonly string[]): Graph {
  const followed = new Set([...read, ...links.flatMap(({ providers, isScheduled }) => (isScheduled ? providers : []))]);
  const lasts = ids.filter((id) => !followed.has(id));
  return graphOf([
    ...links.map((link) =>
      link.isScheduled && link.providers.length === 0 ? { ...link, providers: ["start-node"] } : link,
    ),
    { id: "end-node", providers: sortedOnce([...read, ...lasts]), isScheduled: true },
  ]);
}

/** Each node reads some of those before it, so that nothing loops; `kid` stands inside a branch. */
const anyLinks: fc.Arbitrary<Links[]> = fc
  .tuple(
    ...ids.map((_, index) => fc.subarray(["start-node", ...ids.slice(0, index)])),
    fc.subarray(ids, { minLength: 1 }),
  )
  .map((lists) => lists.map((providers, index) => linksOf(ids[index] ?? "kid", providers)));

function linksOf(id: string, providers: readonly string[]): Links {
  return { id, providers: sortedOnce(providers), isScheduled: id !== "kid" };
}

test("whatever links change, if it can be patched", () => {
  let patched = 0;
  fc.assert(
    fc.property(anyLinks, anyLinks, fc.subarray(ids), fc.subarray([0, 1, 2, 3, 4, 5]), (links, others, read, at) => {
      const now = links.map((link, index) => (at.includes(index) ? (others[index] ?? link) : link));
      const changes = at.flatMap((index) => {
        const [before, after] = [links[index], now[index]];
        return before && after ? [{ before, now: after }] : [];
      });
      const before = complete(links, read);
      const patch = patchOf(before, changes, read);
      if (!patch) return;
      patched++;
      const anew = complete(now, read);
      const sorted = ({ downstream, upstream }: Graph) => [downstream, upstream].map((map) => [...map].sort());
      expect(sorted(patchGraph(before, patch))).toEqual(sorted(anew));
      expect(toBinary(ConnectionSetSchema, patchConnections(toConnections(before), patch))).toEqual(
        toBinary(ConnectionSetSchema, toConnections(anew)),
      );
    }),
    { numRuns: 1000 },
  );
  expect(patched).toBeGreaterThan(200);
});

const chain = [linksOf("a", []), linksOf("b", ["a"]), linksOf("c", ["b"]), linksOf("d", ["c"]), linksOf("e", ["d"])];
const graph = complete(chain, []);

it.each<[string, Links, Links, boolean]>([
  ["a node that reads another", linksOf("c", ["b"]), linksOf("c", ["a"]), true],
  ["a node that reads one more", linksOf("c", ["b"]), linksOf("c", ["a", "b"]), true],
  ["a node that reads nothing any more", linksOf("c", ["b"]), linksOf("c", []), true],
  ["a node that reads what is not there", linksOf("c", ["b"]), linksOf("c", ["ghost"]), false],
  ["the only one after start-node reads another", linksOf("a", []), linksOf("a", ["e"]), false],
  ["a branch child that begins to read", linksOf("kid", []), linksOf("kid", ["a"]), false],
  ["a branch child that stops reading", linksOf("kid", ["a"]), linksOf("kid", []), false],
])("%s: patched %#", (_, before, now, expected) => {
  expect(patchOf(graph, [{ before, now }], []) !== undefined).toBe(expected);
});

test("a patch leaves the graph it is made from alone", () => {
  const before = JSON.stringify([[...graph.downstream], [...graph.upstream]]);
  const connections = toConnections(graph);
  const patch = patchOf(graph, [{ before: linksOf("c", ["b"]), now: linksOf("c", ["a"]) }], []);
  if (!patch) throw new Error("no patch");
  patchGraph(graph, patch);
  patchConnections(connections, patch);
  expect(JSON.stringify([[...graph.downstream], [...graph.upstream]])).toBe(before);
  expect(connections).toEqual(toConnections(graph));
});
