/**
 * Workflows of any size for the compiler's figures, as messages and as text. The same size is always the same workflow.
 *
 * Every node runs a task of three inputs, so that n nodes have 3n bindings: two promises and a constant, mostly.
 */
import { create, fromJson } from "@bufbuild/protobuf";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import {
  type Node,
  NodeSchema,
  type WorkflowTemplate,
  WorkflowTemplateSchema,
} from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { CompileInput } from "../packages/compiler/src/workflow.ts";

/** A workflow before its form: which nodes each node reads; a negative index is the workflow's input. */
export type Reads = readonly (readonly [number, number])[];

/** Each node reads two at random before it: deep and wide at once. */
export function tangle(size: number): Reads {
  let state = size;
  const before = (index: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return index === 0 ? -1 : state % index;
  };
  return Array.from({ length: size }, (_, index) => [before(index), before(index)]);
}

export const chain = (size: number): Reads => Array.from({ length: size }, (_, index) => [index - 1, index - 1]);

/** All read the first. */
export const fan = (size: number): Reads =>
  Array.from({ length: size }, (_, index): [number, number] => (index === 0 ? [-1, -1] : [0, 0]));

/** Rows in which each node reads two of the row before: paths grow as 2 to the number of rows. */
export const layers = (rows: number, width: number): Reads =>
  Array.from({ length: rows * width }, (_, index): [number, number] => {
    const above = (offset: number) => index - width - (index % width) + (((index % width) + offset) % width);
    return index < width ? [-1, -1] : [above(0), above(7)];
  });

const id = (resourceType: "TASK" | "WORKFLOW", name: string) => ({
  resourceType,
  project: "bench",
  domain: "development",
  name,
  version: "1",
});
const int = { type: { simple: "INTEGER" } };
const promise = (from: number) => ({ promise: from < 0 ? { var: "n" } : { nodeId: `n${from}`, var: "o" } });

const nodeJson = (index: number, a: number, b: number, c: number) => ({
  id: `n${index}`,
  metadata: { name: `n${index}` },
  taskNode: { referenceId: id("TASK", "add") },
  inputs: [
    { var: "a", binding: promise(a) },
    { var: "b", binding: promise(b) },
    { var: "c", binding: { scalar: { primitive: { integer: String(c) } } } },
  ],
});

/** One node of it: what it reads, and its constant. */
export const nodeOf = (index: number, a: number, b: number, c: number): Node =>
  fromJson(NodeSchema, nodeJson(index, a, b, c));

const task: CompiledTask = fromJson(CompiledTaskSchema, {
  template: {
    id: id("TASK", "add"),
    type: "raw-container",
    interface: { inputs: { variables: { a: int, b: int, c: int } }, outputs: { variables: { o: int } } },
    container: { image: "busybox:1.36", command: ["true"] },
  },
});

/** What the compiler is given for it. Fresh messages at each call. */
export function messagesOf(reads: Reads): CompileInput {
  const primary: WorkflowTemplate = fromJson(WorkflowTemplateSchema, {
    id: id("WORKFLOW", "big"),
    interface: { inputs: { variables: { n: int } }, outputs: { variables: { r: int } } },
    nodes: reads.map(([a, b], index) => nodeJson(index, a, b, index)),
    outputs: [{ var: "r", binding: promise(reads.length - 1) }],
  });
  return { primary, subWorkflows: [], tasks: [create(CompiledTaskSchema, task)], launchPlans: [] };
}

/** The same in the concise form. */
export function textOf(reads: Reads): string {
  const from = (index: number) => (index < 0 ? "${inputs.n}" : `\${n${index}.o}`);
  const nodes = reads.map(
    ([a, b], index) => `      n${index}:
        task: add
        with:
          a: ${from(a)}
          b: ${from(b)}
          c: ${index}`,
  );
  return `version: v1
tasks:
  add:
    image: busybox:1.36
    inputs: { a: int, b: int, c: int }
    outputs: { o: int }
    command: ["true"]
workflows:
  big:
    inputs: { n: int }
    nodes:
${nodes.join("\n")}
    outputs:
      r: ${from(reads.length - 1)}
`;
}
