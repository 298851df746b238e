import { toBinary } from "@bufbuild/protobuf";
import { closureOf, type WorkflowSketch } from "@skein/compiler/testing/closure";
import type { NodeRecord } from "@skein/engine/record";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { GraphNode_Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { beforeEach, expect, test } from "vitest";
import { nodeRecord } from "../../rpc/testing/records.ts";
import type { Database } from "../../store/database.ts";
import { storeDynamicClosure } from "../../store/dynamic-workflows.ts";
import { findExecutionById } from "../../store/executions.ts";
import { appendBatches } from "../../store/journal.ts";
import { findNodeExecution, nodeExecutionsOf } from "../../store/node-executions.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { seededDatabase } from "../../store/testing/seeded.ts";
import { openDrawings } from "./closure.ts";
import { drawExecution, dynamicWorkflowView, innerGraphs } from "./dynamic-graph.ts";
import { executionRows } from "./execution-row.ts";
import { taskTemplateOf } from "./task-template.ts";

const sketch: WorkflowSketch = { nodes: [{ id: "a" }, { id: "b", after: ["a"] }] };
const inner: WorkflowSketch = { name: "in", nodes: [{ id: "dn0" }, { id: "dn1", after: ["dn0"], sleepMs: 10 }] };

let db: Database;
let row: ExecutionRow;
let drawings = openDrawings();
let entries = 0;

beforeEach(() => {
  const seeded = seededDatabase();
  db = seeded.db;
  drawings = openDrawings();
  entries = 0;
  const closure = toBinary(CompiledWorkflowClosureSchema, closureOf(sketch));
  db.run(db.build.updateTable("workflows").set({ closure }));
  const found = findExecutionById(db, seeded.launch("run"));
  if (!found) throw new Error("no execution");
  row = found;
});

const draw = () => drawExecution(db, drawings, row);
const paths = () => draw().graph.nodes.map(({ path }) => path);

/** The node asks for the nodes of a sketch. */
function asks(node: string, asked: WorkflowSketch, more: Partial<NodeRecord> = {}): void {
  const bytes = toBinary(CompiledWorkflowClosureSchema, closureOf(asked));
  const closure = storeDynamicClosure(db, bytes, asked.nodes.length);
  const dynamic = { closure, futures: "s3://b/futures.pb" };
  const record = nodeRecord(node, "DYNAMIC_RUNNING", 1, { isParent: true, dynamic, ...more });
  const number = entries++;
  appendBatches(db, [
    { executionId: row.id, entries: [{ number, at: 1, event: { kind: "started", at: 1 }, records: [record] }] },
  ]);
}

test("what a dynamic node runs stands below it, drawn like a sub-workflow", () => {
  const before = draw();
  expect(before.nodes.get("a")?.kind).toBe(GraphNode_Kind.TASK);
  asks("a", inner);
  const drawn = draw();
  expect(draw()).toBe(drawn);
  expect(drawn.nodes.get("a")).toMatchObject({ kind: GraphNode_Kind.DYNAMIC, target: "p:d:t:1" });
  expect(drawn.nodes.get("a/dn1")).toMatchObject({ parent: "a", id: "dn1", kind: GraphNode_Kind.TASK });
  expect(drawn.graph.edges.map(({ from, to }) => `${from} ${to}`)).toContain("a/dn0 a/dn1");
  expect(taskTemplateOf(drawn, "a/dn1")?.type).toBe("core-sleep");
  expect(taskTemplateOf(drawn, "a")?.id?.name).toBe("t");
  expect(before.nodes.get("a")?.kind).toBe(GraphNode_Kind.TASK);
});

test("one within another stands below that; of attempts, the newest counts", () => {
  asks("a", inner);
  asks("a-0-dn0", { nodes: [{ id: "x" }] }, { path: "a/dn0", specNodeId: "dn0", parent: "a" });
  expect(paths()).toEqual(expect.arrayContaining(["a/dn0/x", "a/dn1"]));
  asks("a", { nodes: [{ id: "dn9" }] }, { attempt: 1 });
  expect(paths()).toContain("a/dn9");
  for (const gone of ["a/dn0", "a/dn0/x", "a/dn1"]) expect(paths()).not.toContain(gone);
});

test("rows that changed bring what they run, each once, with all below", () => {
  expect(innerGraphs(draw, nodeExecutionsOf(db, row.id))).toEqual([]);
  asks("a", inner);
  asks("a-0-dn0", { nodes: [{ id: "x" }] }, { path: "a/dn0", specNodeId: "dn0", parent: "a" });
  const [graph, ...others] = innerGraphs(draw, nodeExecutionsOf(db, row.id));
  expect(others).toEqual([]);
  expect(graph?.path).toBe("a");
  expect(graph?.graph?.nodes[0]?.path).toBe("a");
  expect(graph?.graph?.nodes.map(({ path }) => path)).toContain("a/dn0/x");
  expect(graph?.graph?.edges.every(({ from }) => from.startsWith("a/"))).toBe(true);
});

test("what was asked for counts among the execution's nodes", () => {
  const total = () => executionRows(db, [row])[0]?.nodes?.total;
  const before = total() ?? 0;
  asks("a", inner);
  expect(total()).toBe(before + 2);
  asks("a", { nodes: [{ id: "dn9" }] }, { attempt: 1 });
  expect(total()).toBe(before + 3);
});

test("the panel names what it runs, and where it stands", () => {
  asks("a", inner);
  expect(dynamicWorkflowView(db, draw(), findNodeExecution(db, row.id, "a")).dynamicWorkflow).toMatchObject({
    id: { name: "in" },
    futuresUri: "s3://b/futures.pb",
    nodeCount: 2,
  });
  expect(dynamicWorkflowView(db, draw(), undefined)).toEqual({});
});
