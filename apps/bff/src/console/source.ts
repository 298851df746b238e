/** GetSource: a registered workflow as a text that registers as the same. */
import { create, fromBinary } from "@bufbuild/protobuf";
import { workflowFromClosure } from "@skein/spec/authoring/registered";
import { formatCanonical } from "@skein/spec/canonical";
import { WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type GetSourceResponse, GetSourceResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../store/database.ts";
import type { WorkflowRow } from "../store/tables.ts";
import { identifierOf } from "./views/workflow-views.ts";

export function sourceOf(_db: Database, row: WorkflowRow): GetSourceResponse {
  const workflow = workflowFromClosure(fromBinary(CompiledWorkflowClosureSchema, row.closure));
  const spec = create(
    WorkflowSpecSchema,
    workflow ? { template: workflow.template, subWorkflows: [...workflow.subWorkflows] } : {},
  );
  const document = formatCanonical({ kind: "workflow", id: identifierOf(ResourceType.WORKFLOW, row), spec });
  return create(GetSourceResponseSchema, { text: `${JSON.stringify(document, undefined, 2)}\n` });
}
