import { create } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ListExecutionsRequest,
  type ListExecutionsResponse,
  ListExecutionsResponseSchema,
  PhaseCountSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { countExecutionsByPhase, type ExecutionFilter, findExecutions } from "../../store/execution-queries.ts";
import type { StoredExecutionPhase } from "../../store/tables.ts";
import { parsePageAfter, tokenAfterLast } from "../page.ts";
import { executionRows } from "./execution-row.ts";

/** One page of the list, with how many there are in each phase. */
export function listExecutions(db: Database, request: ListExecutionsRequest): ListExecutionsResponse {
  const { project, domain, search, workflow } = request;
  const page = parsePageAfter(request);
  const phases = request.phases.flatMap((phase) => names[phase] ?? []);
  const filter: ExecutionFilter = { project, domain, search, workflow, phases };
  const sequence = BigInt(db.sequence());
  const rows = findExecutions(db, filter, page);
  const counts = countExecutionsByPhase(db, filter);
  const matching = counts.filter(({ phase }) => phases.length === 0 || phases.includes(phase));
  return create(ListExecutionsResponseSchema, {
    executions: executionRows(db, rows),
    token: tokenAfterLast(page, rows),
    total: BigInt(matching.reduce((sum, { count }) => sum + count, 0)),
    counts: counts.map(({ phase, count }) => create(PhaseCountSchema, { phase: Phase[phase], count: BigInt(count) })),
    sequence,
  });
}

const names = {
  [Phase.UNDEFINED]: "UNDEFINED",
  [Phase.QUEUED]: "QUEUED",
  [Phase.RUNNING]: "RUNNING",
  [Phase.SUCCEEDING]: "SUCCEEDING",
  [Phase.SUCCEEDED]: "SUCCEEDED",
  [Phase.FAILING]: "FAILING",
  [Phase.FAILED]: "FAILED",
  [Phase.ABORTED]: "ABORTED",
  [Phase.TIMED_OUT]: "TIMED_OUT",
  [Phase.ABORTING]: "ABORTING",
} as const satisfies Record<Phase, StoredExecutionPhase>;
