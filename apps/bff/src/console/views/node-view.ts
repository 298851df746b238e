import { create, toJson } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase, TaskExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { TypedInterface } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type TaskTemplate, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import {
  type Attempt,
  AttemptSchema,
  type GraphNode,
  GraphNode_Kind,
  NodeSummarySchema,
  type NodeView,
  NodeViewSchema,
  PhaseChangeSchema,
  type Why,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import type { Database } from "../../store/database.ts";
import { readExecutionError } from "../../store/execution-error.ts";
import type { NodeExecutionRow, TaskExecutionRow } from "../../store/tables.ts";
import { factsOf, historyOf, taskExecutionsOf } from "../../store/task-executions.ts";
import type { ValueReader } from "../values.ts";
import { containerOf } from "./attempt-container.ts";
import { cacheView } from "./cache-view.ts";
import { closureAt, type Drawn } from "./closure.ts";
import { dynamicWorkflowView } from "./dynamic-graph.ts";
import { innerError } from "./error-head.ts";
import { gateView } from "./gate-view.ts";
import { editableInputs } from "./input-types.ts";
import { nodeSummary } from "./node-summary.ts";
import { taskTemplateOf } from "./task-template.ts";
import { timeField } from "./times.ts";
import { usageOf } from "./usage.ts";

/** The node panel in one answer. A node that has no row yet shows what it will be. */
export async function nodeView(
  db: Database,
  values: ValueReader,
  drawn: Drawn,
  node: GraphNode,
  row: NodeExecutionRow | undefined,
  why: Why | undefined,
): Promise<NodeView> {
  const attempts = row ? taskExecutionsOf(db, row.id) : [];
  const template = taskTemplateOf(drawn, node.path);
  const [inputs, outputs] = await Promise.all([
    values.read(row?.input_uri ?? null),
    values.read(row?.output_uri ?? null),
  ]);
  const error = innerError(row && readExecutionError(row.error));
  const gate = gateView(drawn, node.path, row);
  const cache = await cacheView(db, values, row, { template, inputs });
  const typed = interfaceOf(drawn, node, template);
  return create(NodeViewSchema, {
    summary: row
      ? nodeSummary(row, attempts)
      : create(NodeSummarySchema, { path: node.path, phase: NodeExecution_Phase.UNDEFINED }),
    node,
    ...(typed ? { interface: typed } : {}),
    ...(inputs ? { inputs } : {}),
    ...(outputs ? { outputs } : {}),
    ...(error ? { error } : {}),
    attempts: attempts.map(attemptOf),
    ...(why ? { why: [why.text], because: why } : {}),
    editable: row?.held === "before" ? editableInputs(drawn, node.path, inputs) : [],
    ...(gate ? { gate } : {}),
    ...dynamicWorkflowView(db, drawn, row),
    ...(cache ? { cache } : {}),
    specJson: template ? JSON.stringify(toJson(TaskTemplateSchema, template), undefined, 2) : "",
  });
}

function attemptOf(row: TaskExecutionRow): Attempt {
  const facts = factsOf(row);
  const error = innerError(readExecutionError(row.error));
  const usage = usageOf([row]);
  return create(AttemptSchema, {
    attempt: row.retry_attempt,
    phase: TaskExecution_Phase[row.phase],
    history: historyOf(row).map(({ phase, at, reason }) =>
      create(PhaseChangeSchema, { phase: TaskExecution_Phase[phase], at: timestampFromMs(at), reason }),
    ),
    ...timeField("createdAt", row.created_at),
    ...timeField("startedAt", row.started_at),
    ...timeField("endedAt", row.ended_at),
    ...(error ? { error } : {}),
    ...(usage ? { usage } : {}),
    ...(facts ? { container: containerOf(facts) } : {}),
    logBytes: BigInt(row.log_bytes),
  });
}

function interfaceOf(drawn: Drawn, node: GraphNode, template: TaskTemplate | undefined): TypedInterface | undefined {
  if (template) return template.interface;
  if (node.kind !== GraphNode_Kind.WORKFLOW) return undefined;
  const sub = closureAt(drawn, node.path).subWorkflows.find(
    (each) => formatIdentifier(each.template?.id) === node.target,
  );
  return sub?.template?.interface;
}
