import { fromBinary } from "@bufbuild/protobuf";
import { type LaunchPlanSpec, LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { recoverRequest, relaunchRequest } from "../admin/continued-execution.ts";
import { changeExecutionState } from "../admin/execution-state.ts";
import { getExecution } from "../admin/lookups.ts";
import { requireExecutionId } from "../admin/request-checks.ts";
import type { Database } from "../store/database.ts";
import type { EntityName } from "../store/identity.ts";
import { findLaunchPlanById } from "../store/launch-plans.ts";
import { listExecutions } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import type { ExecutionRow } from "../store/tables.ts";
import { getWorkflowName } from "../store/workflows.ts";
import { type ExecutionContext, toExecution, toExecutionId } from "./execution-messages.ts";
import { requireNameScope } from "./list-scope.ts";
import { readOrEmpty } from "./literal-map-reader.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";

export const executionsRpc = ({ db, launcher, readLiteralMap, log, now }: RpcParts): AdminHandlers => ({
  createExecution(request) {
    const row = launcher.launch(request);
    return { id: toExecutionId(row) };
  },
  relaunchExecution({ id, name, overwriteCache }) {
    const source = getExecution(db, requireExecutionId(id));
    return { id: toExecutionId(launcher.launch(relaunchRequest(source, { name, overwriteCache }))) };
  },
  recoverExecution({ id, name, metadata }) {
    const source = getExecution(db, requireExecutionId(id));
    const parent = metadata?.parentNodeExecution;
    return { id: toExecutionId(launcher.launch(recoverRequest(source, { name, parent }))) };
  },
  terminateExecution({ id, cause }) {
    launcher.terminate(requireExecutionId(id), cause);
    return {};
  },
  updateExecution({ id, state }) {
    changeExecutionState(db, requireExecutionId(id), state, now());
    return {};
  },
  getExecution({ id }) {
    return toExecution(contextIn(db)(getExecution(db, requireExecutionId(id))));
  },
  async getExecutionData({ id }) {
    const row = getExecution(db, requireExecutionId(id));
    const fullOutputs = await readOrEmpty(readLiteralMap, row.outputs_uri, log);
    return { inputs: {}, outputs: {}, fullInputs: fromBinary(LiteralMapSchema, row.inputs), fullOutputs };
  },
  listExecutions(request) {
    const page = parseListRequest(request, { rpc: "ListExecutions", primary: "execution" });
    const rows = listExecutions(db, requireNameScope(request.id), page);
    const contextOf = contextIn(db);
    return {
      executions: rows.map((row) => toExecution(contextOf(row), true)),
      token: nextToken(rows.length, page),
    };
  },
});

/** What rows refer to, each looked up once: a page of executions is often of one workflow, whose closure may be large. */
function contextIn(db: Database): (row: ExecutionRow) => ExecutionContext {
  const workflows = new Map<number, EntityName>();
  const launchPlans = new Map<number, LaunchPlanSpec | undefined>();
  return (row) => {
    const workflow = workflows.get(row.workflow_id) ?? getWorkflowName(db, row.workflow_id);
    workflows.set(row.workflow_id, workflow);
    const { launch_plan_id: id } = row;
    if (id !== null && !launchPlans.has(id)) {
      const spec = findLaunchPlanById(db, id)?.spec;
      launchPlans.set(id, spec && fromBinary(LaunchPlanSpecSchema, spec));
    }
    return { row, workflow, launchPlan: id === null ? undefined : launchPlans.get(id) };
  };
}
