/** A task as it would be stored, or why it cannot be (admin-api.md §2.2). */
import { toBinary } from "@bufbuild/protobuf";
import { checkTask } from "@skein/compiler/admission";
import { compileTask } from "@skein/compiler/task";
import { type Diagnostic, hasErrors } from "@skein/spec/diagnostic";
import type { TaskSpec } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { type CompiledTask, CompiledTaskSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { Change, Database } from "../store/database.ts";
import { insertTask } from "../store/tasks.ts";
import { digestOf } from "./stored-structure.ts";

export interface TaskDraft {
  readonly kind: "task";
  readonly id: Identifier;
  readonly shortDescription: string;
  /** As given, under the request's id; absent when the spec has none. */
  readonly template: TaskTemplate | undefined;
  /** Absent when there are errors. */
  readonly compiled: CompiledTask | undefined;
  /** From the admission checks: upstream answers with the first one's message. */
  readonly refusals: readonly Diagnostic[];
  /** From the compiler. */
  readonly findings: readonly Diagnostic[];
}

export function draftTask(id: Identifier, spec: TaskSpec): TaskDraft {
  // Whatever the template calls itself, it is stored under the id it was registered by.
  const template = spec.template && { ...spec.template, id };
  const shortDescription = spec.description?.shortDescription ?? "";
  const refusals = checkTask({ ...spec, ...(template && { template }) });
  if (!template) return { kind: "task", id, shortDescription, template, compiled: undefined, refusals, findings: [] };
  const { compiled, diagnostics } = compileTask(template);
  return {
    kind: "task",
    id,
    shortDescription,
    template,
    compiled: hasErrors(refusals) ? undefined : compiled,
    refusals,
    findings: diagnostics,
  };
}

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
}
