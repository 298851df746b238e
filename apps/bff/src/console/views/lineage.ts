import { create } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type Lineage,
  LineageSchema,
  RelatedExecutionSchema,
  RelatedExecutionsSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { childrenOf, type RelatedExecutions, rerunsOf } from "../../store/related-executions.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { timeField } from "./times.ts";
import { triggerOf } from "./trigger.ts";

const limits = { first: 20, counted: 1000 };

/** What was launched because of an execution: by its nodes, or once more. */
export function lineageOf(db: Database, { id }: Pick<ExecutionRow, "id">): Lineage {
  return create(LineageSchema, {
    children: relatives(childrenOf(db, id, limits)),
    reruns: relatives(rerunsOf(db, id, limits)),
  });
}

const relatives = ({ total, first }: RelatedExecutions) =>
  create(RelatedExecutionsSchema, {
    total,
    first: first.map((row) =>
      create(RelatedExecutionSchema, {
        id: { project: row.execution_project, domain: row.execution_domain, name: row.execution_name },
        phase: WorkflowExecution_Phase[row.phase],
        trigger: triggerOf(row),
        path: row.path ?? "",
        ...timeField("createdAt", row.created_at),
      }),
    ),
  });
