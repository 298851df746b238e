import { create, fromBinary } from "@bufbuild/protobuf";
import { ExecutionSpecSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type ExecutionDelta,
  ExecutionDeltaSchema,
  type ExecutionView,
  ExecutionViewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { findEarlierExecution } from "../../store/earlier-executions.ts";
import { readExecutionError } from "../../store/execution-error.ts";
import { breakpointsOf } from "../../store/executions.ts";
import { findNodeExecution, nodeExecutionsOf, nodeExecutionsSince } from "../../store/node-executions.ts";
import { haveChildren } from "../../store/related-executions.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import type { ValueReader } from "../values.ts";
import { breakpointMessage } from "./breakpoints.ts";
import type { Drawn } from "./closure.ts";
import { innerGraphs } from "./dynamic-graph.ts";
import { innerError } from "./error-head.ts";
import { executionRows } from "./execution-row.ts";
import { lineageOf } from "./lineage.ts";
import { nodeResources } from "./node-resources.ts";
import { nodeSummaries } from "./node-summary.ts";

/** The execution page in one answer; deltas from its sequence on keep it right. */
export async function executionView(
  db: Database,
  values: ValueReader,
  row: ExecutionRow,
  drawn: Drawn,
): Promise<ExecutionView> {
  // Read before the values, which take time: what changes meanwhile comes as a delta.
  const sequence = BigInt(db.sequence());
  const [execution] = executionRows(db, [row]);
  const nodes = nodeSummaries(db, nodeExecutionsOf(db, row.id));
  const outcome = outcomeOf(db, row);
  const outputs = await values.read(row.outputs_uri);
  return create(ExecutionViewSchema, {
    ...(execution ? { execution } : {}),
    ...outcome,
    ...interfaceOf(drawn),
    inputs: fromBinary(LiteralMapSchema, row.inputs),
    ...(outputs ? { outputs } : {}),
    graph: drawn.graph,
    nodes,
    sequence,
    resources: nodeResources(drawn),
    breakpoints: breakpointsOf(row).map(breakpointMessage),
    maxParallelism: fromBinary(ExecutionSpecSchema, row.spec).maxParallelism,
    ...earlier("previous", findEarlierExecution(db, row)),
    ...earlier("lastSuccess", findEarlierExecution(db, row, "SUCCEEDED")),
    lineage: lineageOf(db, row),
  });
}

const earlier = (field: "previous" | "lastSuccess", row: ExecutionRow | undefined) =>
  row && { [field]: { project: row.execution_project, domain: row.execution_domain, name: row.execution_name } };

/** What changed of an execution after a sequence, as whole current rows. */
export async function executionDelta(
  db: Database,
  values: ValueReader,
  row: ExecutionRow,
  since: number,
  draw: () => Drawn,
): Promise<ExecutionDelta> {
  const [execution] = executionRows(db, [row]);
  const changed = nodeExecutionsSince(db, row.id, since);
  const nodes = nodeSummaries(db, changed);
  const inner = innerGraphs(draw, changed);
  const outcome = outcomeOf(db, row);
  const isLaunching = haveChildren(
    db,
    changed.map(({ id }) => id),
  );
  const outputs = row.ended_at === null ? undefined : await values.read(row.outputs_uri);
  return create(ExecutionDeltaSchema, {
    ...(execution ? { execution } : {}),
    nodes,
    inner,
    breakpoints: breakpointsOf(row).map(breakpointMessage),
    ...outcome,
    ...(outputs ? { outputs } : {}),
    ...(isLaunching ? { lineage: lineageOf(db, row) } : {}),
  });
}

const interfaceOf = ({ closure }: Drawn) => {
  const found = closure.primary?.template?.interface;
  return found ? { interface: found } : {};
};

type Outcome = Pick<ExecutionView, "error" | "errorPath" | "abortCause" | "abortPrincipal">;

function outcomeOf(db: Database, row: ExecutionRow): Outcome {
  const error = innerError(readExecutionError(row.error));
  const node = row.error_node === null ? undefined : findNodeExecution(db, row.id, row.error_node);
  return {
    ...(error ? { error } : {}),
    errorPath: node?.path ?? "",
    abortCause: row.abort_cause ?? "",
    abortPrincipal: row.abort_principal ?? "",
  };
}
