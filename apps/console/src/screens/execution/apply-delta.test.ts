import { create } from "@bufbuild/protobuf";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  ExecutionDeltaSchema,
  type ExecutionView,
  ExecutionViewSchema,
  GraphNode_Kind as Kind,
  NodeSummarySchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import fc from "fast-check";
import { expect, it } from "vitest";
import { applyDelta, keepIdentity } from "./apply-delta.ts";

const node = (path: string, phase: Phase) => create(NodeSummarySchema, { id: path, path, phase });
const view = (...nodes: [string, Phase][]): ExecutionView =>
  create(ExecutionViewSchema, {
    sequence: 10n,
    execution: { id: { name: "f1" }, errorHead: "" },
    graph: { nodes: [{ path: "a" }] },
    nodes: nodes.map(([path, phase]) => node(path, phase)),
  });
const delta = (...nodes: [string, Phase][]) =>
  create(ExecutionDeltaSchema, { nodes: nodes.map(([path, phase]) => node(path, phase)) });
const phases = ({ nodes }: ExecutionView) => Object.fromEntries(nodes.map(({ path, phase }) => [path, Phase[phase]]));

it("replaces rows, adds new ones and leaves the others", () => {
  const next = applyDelta(
    view(["a", Phase.RUNNING], ["b", Phase.QUEUED]),
    delta(["b", Phase.RUNNING], ["c", Phase.QUEUED]),
    11n,
  );
  expect(phases(next)).toEqual({ a: "RUNNING", b: "RUNNING", c: "QUEUED" });
  expect(next.sequence).toBe(11n);
});

it("keeps the identity of the graph and of rows that say the same", () => {
  const before = view(["a", Phase.RUNNING], ["b", Phase.QUEUED]);
  const next = applyDelta(before, delta(["a", Phase.RUNNING], ["b", Phase.RUNNING]), 11n);
  expect(next.graph).toBe(before.graph);
  expect(next.execution).toBe(before.execution);
  expect(next.nodes[0]).toBe(before.nodes[0]);
  expect(next.nodes[1]).not.toBe(before.nodes[1]);
});

it("puts what a dynamic node runs below it, in place of what stood there", () => {
  const before = create(ExecutionViewSchema, {
    sequence: 10n,
    graph: { nodes: [{ path: "a" }, { path: "b" }], edges: [{ from: "a", to: "b" }] },
    resources: [{ path: "a", cpuRequest: 1 }],
  });
  const asked = (...ids: string[]) =>
    create(ExecutionDeltaSchema, {
      inner: [
        {
          path: "a",
          graph: {
            nodes: [{ path: "a", kind: Kind.DYNAMIC }, ...ids.map((id) => ({ path: `a/${id}`, parent: "a" }))],
            edges: [{ from: `a/${ids[0]}`, to: `a/${ids.at(-1)}` }],
          },
          resources: [
            { path: "a", cpuRequest: 1 },
            { path: `a/${ids[0]}`, cpuRequest: 2 },
          ],
        },
      ],
    });
  const paths = ({ graph }: ExecutionView) => graph?.nodes.map(({ path }) => path);
  const first = applyDelta(before, asked("x", "y"), 11n);
  expect(paths(first)).toEqual(["a", "b", "a/x", "a/y"]);
  expect(first.graph?.nodes[0]?.kind).toBe(Kind.DYNAMIC);
  expect(first.graph?.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(["a b", "a/x a/y"]);
  expect(first.resources.map(({ path }) => path)).toEqual(["a", "a/x"]);
  expect(applyDelta(first, asked("x", "y"), 12n).graph).toBe(first.graph);
  expect(paths(applyDelta(first, asked("z"), 13n))).toEqual(["a", "b", "a/z"]);
});

it("does not go back for a delta older than the view", () => {
  const before = view(["a", Phase.SUCCEEDED]);
  expect(applyDelta(before, delta(["a", Phase.RUNNING]), 9n)).toBe(before);
});

it("takes the error and the outputs that come with the end, and keeps them", () => {
  const end = create(ExecutionDeltaSchema, { error: { code: "Error", message: "no" }, errorPath: "a", outputs: {} });
  const ended = applyDelta(view(["a", Phase.FAILED]), end, 11n);
  const later = applyDelta(ended, create(ExecutionDeltaSchema, {}), 12n);
  expect([later.error?.message, later.errorPath, later.outputs !== undefined]).toEqual(["no", "a", true]);
});

it("keeps what was launched because of it until a delta says anew", () => {
  const children = (total: number) => create(ExecutionDeltaSchema, { lineage: { children: { total } } });
  const first = applyDelta(view(), children(2), 11n);
  const later = applyDelta(first, delta(["a", Phase.RUNNING]), 12n);
  expect(later.lineage?.children?.total).toBe(2);
  expect(applyDelta(later, children(3), 13n).lineage?.children?.total).toBe(3);
});

it("gives the same view however often deltas come again", () => {
  const rows = fc.array(
    fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom(Phase.QUEUED, Phase.RUNNING, Phase.SUCCEEDED)),
  );
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 6 }), (batches) => {
      const deltas = batches.map((batch) => delta(...batch));
      const once = deltas.reduce((at, each, i) => applyDelta(at, each, BigInt(11 + i)), view());
      const twice = deltas.reduce((at, each, i) => {
        const applied = applyDelta(at, each, BigInt(11 + i));
        return applyDelta(applied, each, BigInt(11 + i));
      }, view());
      expect(phases(twice)).toEqual(phases(once));
    }),
  );
});

it("keeps identities over a view that was fetched anew", () => {
  const before = view(["a", Phase.RUNNING], ["b", Phase.QUEUED]);
  const next = keepIdentity(before, view(["a", Phase.RUNNING], ["b", Phase.RUNNING]));
  expect(next.graph).toBe(before.graph);
  expect(next.nodes[0]).toBe(before.nodes[0]);
  expect(phases(next)).toEqual({ a: "RUNNING", b: "RUNNING" });
});
