/** A task as it would be stored, or why it cannot be: the compiler's rules (compiler.md §12) and an admin's (§13.2). */
import { type Diagnostic, hasErrors } from "@skein/spec/diagnostic";
import type { DescriptionEntity } from "@skein/spec/gen/flyteidl/admin/description_entity_pb";
import type { TaskSpec } from "@skein/spec/gen/flyteidl/admin/task_pb";
import type { CompiledTask } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { checkTask } from "../admission.ts";
import { compileTask } from "../task.ts";

/** One task, judged. */
export interface TaskDraft {
  readonly kind: "task";
  readonly id: Identifier;
  readonly shortDescription: string;
  /** As given; what is stored beside the template, and found by its id. */
  readonly description: DescriptionEntity | undefined;
  /** As given, under the request's id; absent when the spec has none. */
  readonly template: TaskTemplate | undefined;
  /** Absent when there are errors. */
  readonly compiled: CompiledTask | undefined;
  /** From the admission checks: upstream answers with the first one's message. */
  readonly refusals: readonly Diagnostic[];
  /** From the compiler. */
  readonly findings: readonly Diagnostic[];
}

/** Compiles a task and asks what an admin asks; paths begin with `template`. */
export function draftTask(id: Identifier, spec: TaskSpec): TaskDraft {
  // Whatever the template calls itself, it is stored under the id it was registered by.
  const template = spec.template && { ...spec.template, id };
  const { description } = spec;
  const described = { kind: "task", id, shortDescription: description?.shortDescription ?? "", description } as const;
  const refusals = checkTask({ ...spec, ...(template && { template }) });
  if (!template) return { ...described, template, compiled: undefined, refusals, findings: [] };
  const { compiled, diagnostics } = compileTask(template);
  return {
    ...described,
    template,
    compiled: hasErrors(refusals) ? undefined : compiled,
    refusals,
    findings: diagnostics,
  };
}
