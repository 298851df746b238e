/** Writes a task's row; what stands in it was drafted by the compiler. */
import { toBinary } from "@bufbuild/protobuf";
import type { TaskDraft } from "@skein/compiler/drafts/draft-task";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Change, Database } from "../store/database.ts";
import { insertTask } from "../store/tasks.ts";
import { storeDescription } from "./store-description.ts";
import { digestOf } from "./stored-structure.ts";

export function storeTask(db: Database, change: Change, draft: TaskDraft, compiled: CompiledTask, now: number): void {
  const { project, domain, name, version } = draft.id;
  insertTask(db, change, {
    project,
    domain,
    name,
    version,
    type: compiled.template?.type ?? "",
    short_description: draft.shortDescription,
    digest: digestOf(CompiledTaskSchema, compiled),
    closure: toBinary(CompiledTaskSchema, compiled),
    created_at: now,
  });
  storeDescription(db, draft, now);
}
