/** The elements of a map node: pages of them in brief, and one as a whole. */
import { create } from "@bufbuild/protobuf";
import { childExecutionName, subNodeKey } from "@skein/engine/node-id";
import type { TaskPhaseName } from "@skein/engine/record";
import { subNodeInputs } from "@skein/engine/sub-node-data";
import { TaskExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  AttemptSchema,
  type ListMapItemsRequest,
  type ListMapItemsResponse,
  ListMapItemsResponseSchema,
  type MapItem,
  MapItemSchema,
  type MapItemView,
  MapItemViewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { joinUri } from "../../blobs/uri.ts";
import type { Database } from "../../store/database.ts";
import { readExecutionError } from "../../store/execution-error.ts";
import { childNamesOf } from "../../store/executions.ts";
import { arrayCountsOf, attemptsOfSubNode, firstNotBegun, newestSubNodes } from "../../store/sub-nodes.ts";
import type { ExecutionRow, NodeExecutionRow, SubNodeRow } from "../../store/tables.ts";
import { factsOf } from "../../store/task-executions.ts";
import type { ValueReader } from "../values.ts";
import { containerOf } from "./attempt-container.ts";
import { headOf, innerError } from "./error-head.ts";
import { mapCounts } from "./map-counts.ts";
import { mapInputs } from "./map-inputs.ts";
import { timeField } from "./times.ts";
import { usageOf } from "./usage.ts";

const STANDARD_LIMIT = 100;
const MOST = 500;

type Asked = Pick<ListMapItemsRequest, "start" | "limit" | "phases" | "containing">;

/** Where the elements are and what they read. */
interface MapNode {
  readonly execution: ExecutionRow;
  readonly node: NodeExecutionRow;
  /** Names of inputs that every element gets whole. */
  readonly bound: ReadonlySet<string>;
}

/** A page of the elements of an array node's newest attempt. */
export async function mapItems(db: Database, values: ValueReader, { execution, node, bound }: MapNode, asked: Asked) {
  const size = arrayCountsOf(node)?.size ?? 0;
  const limit = Math.min(asked.limit > 0 ? asked.limit : STANDARD_LIMIT, MOST);
  const start = Math.max(0, asked.start);
  const inputs = mapInputs(await values.read(node.input_uri), bound);
  const holding = asked.containing === "" ? undefined : inputs.holding(asked.containing, size);
  // One more than asked for tells whether there is a rest.
  const found = begun(db, node, { ...asked, start }, { limit: limit + 1, among: holding });
  const items = found.map((row) => itemOf(node, row));
  if (asked.phases.length === 0 || asked.phases.includes(TaskExecution_Phase.UNDEFINED)) {
    const first = Math.max(start, firstNotBegun(db, node.id, node.attempt));
    const wanted = holding && new Set(holding);
    for (let index = first; index < size && items.length <= limit; index += 1)
      if (!wanted || wanted.has(index)) items.push(notBegun(node, index));
  }
  return page(
    db,
    execution,
    node,
    items.map((item) => ({ ...item, inputHead: inputs.head(item.index) })),
    limit,
  );
}

function begun(
  db: Database,
  node: NodeExecutionRow,
  { start: from, phases }: Asked,
  { limit, among }: { readonly limit: number; readonly among: readonly number[] | undefined },
): SubNodeRow[] {
  const names = phases.flatMap((phase) => phaseNames.get(phase) ?? []);
  if (phases.length > 0 && names.length === 0) return [];
  return newestSubNodes(db, node.id, node.attempt, { from, limit, phases: names, among });
}

function page(
  db: Database,
  execution: ExecutionRow,
  node: NodeExecutionRow,
  items: MapItem[],
  limit: number,
): ListMapItemsResponse {
  const counts = arrayCountsOf(node);
  const rest = items.splice(limit)[0];
  return create(ListMapItemsResponseSchema, {
    items: withChildren(db, execution, node, items),
    ...(counts ? { counts: mapCounts(counts) } : {}),
    ...(rest ? { next: rest.index } : {}),
  });
}

/** One element, with all its attempts and its values. */
export async function mapItem(
  db: Database,
  values: ValueReader,
  execution: ExecutionRow,
  node: NodeExecutionRow,
  { index, bound }: { readonly index: number; readonly bound: ReadonlySet<string> },
): Promise<MapItemView> {
  const attempts = attemptsOfSubNode(db, node.id, node.attempt, index);
  const newest = attempts.at(-1);
  const item = newest ? itemOf(node, newest) : notBegun(node, index);
  const error = innerError(newest && readExecutionError(newest.error));
  const [inputs, outputs] = await Promise.all([values.read(node.input_uri), values.read(outputsOf(node, newest))]);
  return create(MapItemViewSchema, {
    item: withChildren(db, execution, node, [item])[0] ?? item,
    attempts: attempts.map(attemptOf),
    ...(inputs ? { inputs: subNodeInputs(inputs, index, bound) } : {}),
    ...(outputs ? { outputs } : {}),
    ...(error ? { error } : {}),
  });
}

/** `<dataDir>/<array attempt>/<index>/<attempt>/outputs.pb`, beside the node's inputs.pb. */
function outputsOf(node: NodeExecutionRow, newest: SubNodeRow | undefined): string | null {
  if (newest?.phase !== "SUCCEEDED" || node.input_uri === null) return null;
  const directory = node.input_uri.slice(0, node.input_uri.lastIndexOf("/"));
  return joinUri(directory, `${newest.array_attempt}/${newest.item}/${newest.attempt}/outputs.pb`);
}

function itemOf(node: NodeExecutionRow, row: SubNodeRow): MapItem {
  const usage = usageOf([row]);
  return create(MapItemSchema, {
    index: row.item,
    nodeId: subNodeKey(node.node_id, row.array_attempt, row.item),
    attempt: row.attempt,
    phase: TaskExecution_Phase[row.phase],
    ...timeField("createdAt", row.created_at),
    ...timeField("startedAt", row.started_at),
    ...timeField("endedAt", row.ended_at),
    errorHead: headOf(readExecutionError(row.error)),
    ...(usage ? { usage } : {}),
    hasLog: row.log_bytes > 0 || row.phase === "RUNNING",
  });
}

function notBegun(node: NodeExecutionRow, index: number): MapItem {
  return create(MapItemSchema, { index, nodeId: subNodeKey(node.node_id, node.attempt, index) });
}

function withChildren(db: Database, execution: ExecutionRow, node: NodeExecutionRow, items: MapItem[]): MapItem[] {
  const names = childNamesOf(db, node.id);
  if (names.size === 0) return items;
  const { execution_project: project, execution_domain: domain, execution_name: parent } = execution;
  return items.map((item) => {
    const name = childExecutionName(parent, item.nodeId, item.attempt);
    const child = create(WorkflowExecutionIdentifierSchema, { project, domain, name });
    return names.has(name) ? { ...item, hasLog: false, child } : item;
  });
}

function attemptOf(row: SubNodeRow) {
  const facts = factsOf(row);
  const error = innerError(readExecutionError(row.error));
  const usage = usageOf([row]);
  return create(AttemptSchema, {
    attempt: row.attempt,
    phase: TaskExecution_Phase[row.phase],
    ...timeField("createdAt", row.created_at),
    ...timeField("startedAt", row.started_at),
    ...timeField("endedAt", row.ended_at),
    ...(error ? { error } : {}),
    ...(usage ? { usage } : {}),
    ...(facts ? { container: containerOf(facts) } : {}),
    logBytes: BigInt(row.log_bytes),
  });
}

const phaseNames: ReadonlyMap<TaskExecution_Phase, TaskPhaseName> = new Map(
  (["QUEUED", "RUNNING", "SUCCEEDED", "ABORTED", "FAILED", "INITIALIZING", "WAITING_FOR_RESOURCES"] as const).map(
    (name) => [TaskExecution_Phase[name], name],
  ),
);
