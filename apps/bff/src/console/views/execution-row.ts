import { create, fromBinary } from "@bufbuild/protobuf";
import { ExecutionSpecSchema, ExecutionState } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  ExecutionRowSchema,
  type ExecutionRow as ExecutionRowView,
  type NodeCounts,
  NodeCountsSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { countDynamicNodes } from "../../store/dynamic-workflows.ts";
import { readExecutionError } from "../../store/execution-error.ts";
import { entityNamesOf, executionNamesOf, usageOfExecutions } from "../../store/execution-lookups.ts";
import { countNodesByPhase, type PhaseTally } from "../../store/node-executions.ts";
import { launchingNodesOf } from "../../store/related-executions.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { headOf } from "./error-head.ts";
import { timeField } from "./times.ts";
import { triggerOf } from "./trigger.ts";
import { usageOf } from "./usage.ts";

/** What lists show of these executions, in the order given; a handful of queries however many there are. */
export function executionRows(db: Database, rows: readonly ExecutionRow[]): ExecutionRowView[] {
  const ids = rows.map((row) => row.id);
  const tallies = Map.groupBy(countNodesByPhase(db, ids), (tally) => tally.execution_id);
  const dynamic = countDynamicNodes(db, ids);
  const names = entityNamesOf(db, rows);
  const sources = executionNamesOf(
    db,
    rows.flatMap((row) => row.source_execution_id ?? []),
  );
  const parents = launchingNodesOf(
    db,
    rows.flatMap((row) => row.parent_node_execution_id ?? []),
  );
  const attempts = Map.groupBy(usageOfExecutions(db, ids), (each) => each.execution_id);
  return rows.map((row) => {
    const spec = fromBinary(ExecutionSpecSchema, row.spec);
    const workflow = names.workflows.get(row.workflow_id);
    const launched =
      row.task_id === null ? names.launchPlans.get(row.launch_plan_id ?? -1) : names.tasks.get(row.task_id);
    const source = sources.get(row.source_execution_id ?? -1);
    const parent = parents.get(row.parent_node_execution_id ?? -1);
    const usage = usageOf(attempts.get(row.id) ?? []);
    return create(ExecutionRowSchema, {
      id: { project: row.execution_project, domain: row.execution_domain, name: row.execution_name },
      phase: WorkflowExecution_Phase[row.phase],
      ...(workflow ? { workflow: { resourceType: ResourceType.WORKFLOW, ...workflow.name } } : {}),
      ...(launched
        ? {
            launchPlan: {
              resourceType: row.task_id === null ? ResourceType.LAUNCH_PLAN : ResourceType.TASK,
              ...launched,
            },
          }
        : {}),
      trigger: triggerOf(row),
      principal: row.user,
      ...timeField("createdAt", row.created_at),
      ...timeField("startedAt", row.started_at),
      ...timeField("endedAt", row.ended_at),
      errorHead: headOf(readExecutionError(row.error)),
      labels: spec.labels?.values ?? {},
      nodes: nodeCounts(tallies.get(row.id) ?? [], (workflow?.nodeCount ?? 0) + (dynamic.get(row.id) ?? 0)),
      ...(source ? { reference: source } : {}),
      ...(parent ? { parent } : {}),
      ...(usage ? { usage } : {}),
      archived: row.state === ExecutionState.EXECUTION_ARCHIVED,
    });
  });
}

/** Where each node phase is counted. */
const counted = {
  QUEUED: "queued",
  RUNNING: "running",
  SUCCEEDED: "succeeded",
  FAILING: "running",
  FAILED: "failed",
  ABORTED: "aborted",
  SKIPPED: "skipped",
  TIMED_OUT: "failed",
  DYNAMIC_RUNNING: "running",
  RECOVERED: "succeeded",
} as const satisfies Record<PhaseTally["phase"], keyof NodeCounts>;

function nodeCounts(tallies: readonly PhaseTally[], total: number): NodeCounts {
  const counts = create(NodeCountsSchema, { total });
  for (const { phase, count } of tallies) counts[counted[phase]] += count;
  return counts;
}
