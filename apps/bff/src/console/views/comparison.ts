/** Executions side by side: their values, and their nodes as aligned (alignment.ts). */
import { isDeepStrictEqual } from "node:util";
import { create, equals, fromBinary, type JsonObject, type JsonValue, toJson } from "@bufbuild/protobuf";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { type Node, NodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
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
import { taskExecutionsOf } from "../../store/task-executions.ts";
import type { ValueReader } from "../values.ts";
import { type AlignedNode, alignNodes } from "./alignment.ts";
import type { Drawn } from "./closure.ts";
import { headOf, innerError } from "./error-head.ts";
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
  /** Ids in the comparison by path, of those that have another there. */
  readonly renamed: ReadonlyMap<string, string>;
}

export async function comparison(
  db: Database,
  values: ValueReader,
  executions: readonly { readonly row: ExecutionRow; readonly drawn: Drawn }[],
): Promise<Comparison> {
  const aligned = alignNodes(executions.map(({ drawn }) => drawn.graph));
  const sides = executions.map(({ row, drawn }, side) => sideOf(db, row, drawn, renamedIn(aligned, side)));
  const nodes: ComparedNode[] = [];
  for (const chunk of chunks(aligned, AT_ONCE)) {
    nodes.push(...(await Promise.all(chunk.map((each) => comparedNode(db, values, sides, each)))));
  }
  return create(ComparisonSchema, {
    executions: await Promise.all(executions.map(({ row }) => comparedExecution(db, values, row))),
    nodes,
  });
}

/** What a node's id stands for in the comparison, by its path; only of those that stand for another. */
function renamedIn(aligned: readonly AlignedNode[], side: number): ReadonlyMap<string, string> {
  return new Map(
    aligned.flatMap(({ path, nodes }) => {
      const own = nodes[side];
      return own && own.path !== path ? [[own.path, path.slice(path.lastIndexOf("/") + 1)] as const] : [];
    }),
  );
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

function sideOf(db: Database, row: ExecutionRow, drawn: Drawn, renamed: Side["renamed"]): Side {
  const found = nodeExecutionsOf(db, row.id);
  const rows = new Map(found.map((each) => [each.path, each]));
  const summaries = new Map(nodeSummaries(db, [...rows.values()]).map((each) => [each.path, each]));
  return { drawn, rows, summaries, renamed };
}

async function comparedNode(
  db: Database,
  values: ValueReader,
  sides: readonly Side[],
  { path, nodes }: AlignedNode,
): Promise<ComparedNode> {
  const drawn = nodes.find((node) => node !== undefined);
  const rows = sides.map((side, at) => nodes[at] && side.rows.get(nodes[at].path));
  const begun = rows.filter((row) => row !== undefined);
  const ended = begun.filter((row) => row.ended_at !== null);
  const specs = sides.map((side, at) => nodes[at] && specOf(side, nodes[at].path));
  const present = specs.filter((_, at) => nodes[at] !== undefined);
  const parts = differingParts(present.map((spec) => (spec ? { ...spec.task, node: spec.node } : {})));
  const isNodeDifferent = parts.some((part) => part === "node" || part.startsWith("node."));
  return create(ComparedNodeSchema, {
    path,
    name: drawn?.name ?? path,
    ...(drawn ? { kind: drawn.kind } : {}),
    cells: sides.map((side, at) => {
      const own = nodes[at]?.path;
      const row = rows[at];
      const summary = own === undefined ? undefined : side.summaries.get(own);
      return {
        inGraph: own !== undefined,
        ...(summary ? { summary } : {}),
        ...(own === undefined || own === path ? {} : { path: own }),
        attemptErrors: row && row.attempt > 0 ? attemptErrors(db, row) : [],
        nodeJson: isNodeDifferent && specs[at] ? JSON.stringify(specs[at].node, undefined, 2) : "",
      };
    }),
    inputs: samenessOf(await readAll(values, begun, "input_uri"), sameMap),
    outputs: samenessOf(await readAll(values, ended, "output_uri"), sameMap),
    spec: samenessOf(present, (one, other) => one !== undefined && other !== undefined && parts.length === 0),
    specParts: parts,
  });
}

/** By attempt. */
function attemptErrors(db: Database, row: NodeExecutionRow): string[] {
  const heads: string[] = [];
  for (const attempt of taskExecutionsOf(db, row.id))
    heads[attempt.retry_attempt] = headOf(readExecutionError(attempt.error));
  return Array.from(heads, (head) => head ?? "");
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

/**
 * What the node reads, how often and how long it may run, and what its task says, whatever the version is called.
 * A node that it reads from goes by its name in the comparison: where only ids moved, nothing is different.
 */
function specOf({ drawn, renamed }: Side, path: string): { node: JsonObject; task: JsonObject } | undefined {
  const template = drawn.templates.get(path);
  if (template === undefined) return undefined;
  const { inputs = [], metadata = {} } = objectOf(
    toJson(NodeSchema, create(NodeSchema, { inputs: template.inputs, ...given(template.metadata) })),
  );
  const { id: _, ...task } = objectOf(
    toJson(TaskTemplateSchema, taskTemplateOf(drawn, path) ?? create(TaskTemplateSchema)),
  );
  const within = path.slice(0, path.lastIndexOf("/") + 1);
  const node = renamed.size === 0 ? inputs : withIds(inputs, (id) => renamed.get(within + id) ?? id);
  // Its name says nothing of what it does.
  const { name: __, ...rest } = objectOf(metadata);
  return { node: { inputs: node, ...rest }, task };
}

const given = (metadata: Node["metadata"]) => (metadata ? { metadata } : {});

/** With other ids of the nodes that are read from. */
function withIds(inputs: JsonValue, toId: (id: string) => string): JsonValue {
  const reviver = (key: string, value: JsonValue) =>
    key === "nodeId" && typeof value === "string" ? toId(value) : value;
  return JSON.parse(JSON.stringify(inputs), reviver) as JsonValue;
}

/** Two levels deep, as "container.image"; order of the keys says nothing. */
function differingParts(specs: readonly JsonObject[], depth = 2): string[] {
  const keys = new Set(specs.flatMap((spec) => Object.keys(spec)));
  return [...keys].flatMap((key) => {
    const values = specs.map((spec) => spec[key]);
    if (values.every((value) => isDeepStrictEqual(value, values[0]))) return [];
    if (depth === 1 || !values.every((value) => value === undefined || isObject(value))) return [key];
    return differingParts(values.map(objectOf), depth - 1).map((part) => `${key}.${part}`);
  });
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
