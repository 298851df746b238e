/** Writes a workflow's row; what stands in it was drafted by the compiler. */
import { create, toBinary } from "@bufbuild/protobuf";
import type { WorkflowDraft } from "@skein/compiler/drafts/draft-workflow";
import { type CompiledWorkflowClosure, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { Change, Database } from "../store/database.ts";
import { insertWorkflow } from "../store/workflows.ts";
import { countNodes } from "./node-count.ts";
import { storeDescription } from "./store-description.ts";
import { digestOf } from "./stored-structure.ts";

/** @returns the row's id */
export function storeWorkflow(
  db: Database,
  change: Change,
  draft: WorkflowDraft,
  closure: CompiledWorkflowClosure,
  now: number,
): number {
  const { project, domain, name, version } = draft.id;
  const typedInterface = closure.primary?.template?.interface ?? create(TypedInterfaceSchema);
  storeDescription(db, draft, now);
  return insertWorkflow(db, change, {
    project,
    domain,
    name,
    version,
    short_description: draft.shortDescription,
    typed_interface: toBinary(TypedInterfaceSchema, typedInterface),
    digest: digestOf(CompiledWorkflowClosureSchema, closure),
    closure: toBinary(CompiledWorkflowClosureSchema, closure),
    node_count: countNodes(closure),
    created_at: now,
  });
}
