/** Writes what an author said about a task or workflow, where anything was said (admin-api.md §2.3). */
import { toBinary } from "@bufbuild/protobuf";
import type { TaskDraft } from "@skein/compiler/drafts/draft-task";
import type { WorkflowDraft } from "@skein/compiler/drafts/draft-workflow";
import { DescriptionEntitySchema } from "@skein/spec/gen/flyteidl/admin/description_entity_pb";
import type { Database } from "../store/database.ts";
import { insertDescription } from "../store/description-entities.ts";

export function storeDescription(db: Database, draft: TaskDraft | WorkflowDraft, now: number): void {
  const { id, description, shortDescription } = draft;
  if (!description) return;
  insertDescription(db, {
    resource_type: id.resourceType,
    project: id.project,
    domain: id.domain,
    name: id.name,
    version: id.version,
    short_description: shortDescription,
    description: toBinary(DescriptionEntitySchema, description),
    created_at: now,
  });
}
