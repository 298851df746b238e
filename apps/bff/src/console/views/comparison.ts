/** Executions side by side: their values, and their nodes joined by path. */
import { create, equals, fromBinary } from "@bufbuild/protobuf";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { NodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import {
  type ComparedExecution,
  ComparedExecutionSchema,
  type ComparedNode,
  ComparedNodeSchema,
  type Comparison,
  ComparisonSchema,
  type NodeSummary,
  Sameness,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { readExecutionError } from "../../store/execution-error.ts";
import { nodeExecutionsOf } from "../../store/node-executions.ts";
import type { ExecutionRow, NodeExecutionRow } from "../../store/tables.ts";
import type { ValueReader } from "../values.ts";
import type { Drawn } from "./closure.ts";
import { innerError } from "./error-head.ts";
import { executionRows } from "./execution-row.ts";
import { nodeSummaries } from "./node-summary.ts";
import { taskTemplateOf } from "./task-template.ts";

/** So many nodes are read at a time: each is two files per execution. */
const AT_ONCE = 64;

/** One execution of a comparison, with all that is joined. */
interface Side {
  readonly drawn: Drawn;
  /** The newest row of each place, by path. */
  readonly rows: ReadonlyMap<string, NodeExecutionRow>;
  readonly summaries: ReadonlyMap<string, NodeSummary>;
}

export async function comparison(
  db: Database,
  values: ValueReader,
  executions: readonly { readonly row: ExecutionRow; readonly drawn: Drawn }[],
): Promise<Comparison> {
  const sides = executions.map(({ row, drawn }) => sideOf(db, row, drawn));
  const paths = new Set(sides.flatMap(({ drawn }) => [...drawn.nodes.keys()]));
  const nodes: ComparedNode[] = [];
  for (const chunk of chunks([...paths], AT_ONCE)) {
    nodes.push(...(await Promise.all(chunk.map((path) => comparedNode(values, sides, path)))));
  }
  return create(ComparisonSchema, {
    executions: await Promise.all(executions.map(({ row }) => comparedExecution(db, values, row))),
    nodes,
  });
}

async function comparedExecution(db: Database, values: ValueReader, row: ExecutionRow): Promise<ComparedExecution> {
  const [execution] = executionRows(db, [row]);
  const outputs = await values.read(row.outputs_uri);
  const error = innerError(readExecutionError(row.error));
  return create(ComparedExecutionSchema, {
    ...(execution ? { execution } : {}),
    inputs: fromBinary(LiteralMapSchema, row.inputs),
    ...(outputs ? { outputs } : {}),
    ...(error ? { error } : {}),
  });
}

function sideOf(db: Database, row: ExecutionRow, drawn: Drawn): Side {
  const found = nodeExecutionsOf(db, row.id);
  const rows = new Map(found.map((each) => [each.path, each]));
  const summaries = new Map(nodeSummaries(db, [...rows.values()]).map((each) => [each.path, each]));
  return { drawn, rows, summaries };
}

async function comparedNode(values: ValueReader, sides: readonly Side[], path: string): Promise<ComparedNode> {
  const drawn = sides.map((side) => side.drawn.nodes.get(path)).find((node) => node !== undefined);
  const rows = sides.flatMap(({ rows }) => rows.get(path) ?? []);
  const ended = rows.filter((row) => row.ended_at !== null);
  return create(ComparedNodeSchema, {
    path,
    name: drawn?.name ?? path,
    ...(drawn ? { kind: drawn.kind } : {}),
    cells: sides.map((side) => {
      const summary = side.summaries.get(path);
      return { inGraph: side.drawn.nodes.has(path), ...(summary ? { summary } : {}) };
    }),
    inputs: samenessOf(await readAll(values, rows, "input_uri"), sameMap),
    outputs: samenessOf(await readAll(values, ended, "output_uri"), sameMap),
    spec: samenessOf(
      sides.flatMap((side) => (side.drawn.nodes.has(path) ? [side] : [])),
      (one, other) => isSameSpec(one, other, path),
    ),
  });
}

async function readAll(
  values: ValueReader,
  rows: readonly NodeExecutionRow[],
  column: "input_uri" | "output_uri",
): Promise<LiteralMap[]> {
  const read = await Promise.all(rows.map((row) => values.read(row[column])));
  return read.filter((map) => map !== undefined);
}

function samenessOf<Value>(found: readonly Value[], isSame: (one: Value, other: Value) => boolean): Sameness {
  const [first, ...others] = found;
  if (first === undefined || others.length === 0) return Sameness.UNKNOWN;
  return others.every((other) => isSame(first, other)) ? Sameness.SAME : Sameness.DIFFERENT;
}

const sameMap = (one: LiteralMap, other: LiteralMap): boolean => equals(LiteralMapSchema, one, other);

/** What the node reads, how often and how long it may run, and what its task says, whatever the version is called. */
function isSameSpec(one: Side, other: Side, path: string): boolean {
  const [first, second] = [one, other].map((side) => specOf(side, path));
  return (
    first !== undefined &&
    second !== undefined &&
    equals(NodeSchema, first.node, second.node) &&
    equals(TaskTemplateSchema, first.task, second.task)
  );
}

function specOf({ drawn }: Side, path: string) {
  const template = drawn.templates.get(path);
  if (template === undefined) return undefined;
  const node = create(NodeSchema, {
    inputs: template.inputs,
    ...(template.metadata ? { metadata: template.metadata } : {}),
  });
  const { id: _, ...task } = taskTemplateOf(drawn, path) ?? create(TaskTemplateSchema);
  return { node, task: create(TaskTemplateSchema, task) };
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
