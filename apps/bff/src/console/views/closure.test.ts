import { toBinary } from "@bufbuild/protobuf";
import { closureOf, type WorkflowSketch } from "@skein/compiler/testing/closure";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { expect, test } from "vitest";
import type { WorkflowRow } from "../../store/tables.ts";
import { drawWorkflow, openDrawings } from "./closure.ts";

function row(id: number, sketch: WorkflowSketch): WorkflowRow {
  const none = new Uint8Array();
  return {
    id,
    project: "p",
    domain: "d",
    name: "w",
    version: String(id),
    digest: none,
    closure: toBinary(CompiledWorkflowClosureSchema, closureOf(sketch)),
    created_at: 0,
    short_description: "",
    typed_interface: none,
    node_count: sketch.nodes.length,
  };
}

function drawing(keptNodes?: number) {
  const drawings = openDrawings(keptNodes);
  return (each: WorkflowRow) => drawWorkflow(drawings, each);
}

const small = { nodes: [{ id: "a" }] };
/** Ten nodes as they are drawn: with the start and the end. */
const large = { nodes: Array.from({ length: 8 }, (_, index) => ({ id: `n${index}` })) };

test("a workflow version is drawn once, however often it is looked at", () => {
  const draw = drawing();
  const version = row(1, small);
  const drawn = draw(version);
  expect(draw(version)).toBe(drawn);
  expect(drawn.nodes.get("a")?.path).toBe("a");
  expect(drawn.templates.get("a")?.target.case).toBe("taskNode");
});

test("the longest unseen go when all together are too large, the one looked at never", () => {
  const draw = drawing(25);
  const first = row(1, large);
  const drawn = draw(first);
  const second = draw(row(2, large));
  expect(draw(first)).toBe(drawn);
  draw(row(3, large));
  expect(draw(first)).toBe(drawn);
  expect(draw(row(2, large))).not.toBe(second);
});
