import { create } from "@bufbuild/protobuf";
import { type UsualTimes, UsualTimesSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { medianNodeDurations } from "../../store/workflow-medians.ts";
import { getWorkflowRowById } from "../find.ts";

/** How long the nodes of an execution usually take. */
export function usualTimes(db: Database, execution: ExecutionRow): UsualTimes {
  const workflow = getWorkflowRowById(db, execution.workflow_id);
  const { runs, byPath } = medianNodeDurations(db, workflow, execution.id);
  return create(UsualTimesSchema, {
    executions: runs,
    nodes: [...byPath].map(([path, durationMs]) => ({ path, durationMs: BigInt(durationMs) })),
  });
}
