import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type ListWaitingGatesRequest,
  type ListWaitingGatesResponse,
  ListWaitingGatesResponseSchema,
  WaitingGateSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../store/database.ts";
import { executionsWithOpenSignals } from "../store/execution-queries.ts";
import { runningNodesOf } from "../store/node-executions.ts";
import type { ExecutionRow } from "../store/tables.ts";
import { getWorkflowRowById } from "./find.ts";
import type { ValueReader } from "./values.ts";
import type { Drawn } from "./views/closure.ts";
import { gateView } from "./views/gate-view.ts";
import { identifierOf } from "./views/workflow-views.ts";

/** More would be no list for a person. */
const MOST = 200;

interface GateParts {
  readonly db: Database;
  readonly values: ValueReader;
  readonly drawnOf: (row: ExecutionRow) => Drawn;
}

/** Every gate that waits for somebody, longest waiting first. */
export async function waitingGates(
  parts: GateParts,
  { project, domain }: ListWaitingGatesRequest,
): Promise<ListWaitingGatesResponse> {
  const scope = project === "" ? undefined : { project, domain };
  const sequence = BigInt(parts.db.sequence());
  const executions = executionsWithOpenSignals(parts.db, scope);
  const gates = await Promise.all(executions.map((row) => gatesOf(parts, row)));
  const oldest = gates
    .flat()
    .toSorted((left, right) => Number((left.since?.seconds ?? 0n) - (right.since?.seconds ?? 0n)));
  return create(ListWaitingGatesResponseSchema, { gates: oldest.slice(0, MOST), sequence });
}

async function gatesOf({ db, values, drawnOf }: GateParts, execution: ExecutionRow) {
  const workflow = getWorkflowRowById(db, execution.workflow_id);
  const drawn = drawnOf(execution);
  const waiting = runningNodesOf(db, execution.id).flatMap((node) => {
    const gate = gateView(drawn, node.path, node);
    return gate ? [{ node, gate }] : [];
  });
  const { execution_project: project, execution_domain: domain, execution_name: name } = execution;
  return Promise.all(
    waiting.map(async ({ node, gate }) => {
      const inputs = gate.isApproval ? await values.read(node.input_uri) : undefined;
      return create(WaitingGateSchema, {
        execution: { project, domain, name },
        workflow: identifierOf(ResourceType.WORKFLOW, workflow),
        path: node.path,
        nodeId: node.node_id,
        name: drawn.nodes.get(node.path)?.name ?? "",
        gate,
        since: timestampFromMs(node.started_at ?? node.created_at),
        ...(inputs ? { inputs } : {}),
      });
    }),
  );
}
