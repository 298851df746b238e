/** The variables of a task's container, in upstream's order: of one name given twice, the later stands (§5.2). */
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import type { AttemptSpec } from "./runner.ts";

/** Names whose values are left out of what is stored and shown. */
const SECRET_NAMES: ReadonlySet<string> = new Set(["FLYTE_AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"]);

/**
 * @param defaults the platform's own, such as where the S3 endpoint is
 * @returns name → value in the order of their first mention
 */
export function environmentOf(
  attempt: AttemptSpec,
  defaults: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const { key, template, workflow, env } = attempt;
  const variables = new Map<string, string>();
  for (const { key: name, value } of ownVariables(template)) variables.set(name, value);
  const told: Readonly<Record<string, string>> = {
    FLYTE_INTERNAL_EXECUTION_WORKFLOW: workflow,
    FLYTE_INTERNAL_EXECUTION_ID: key.execution,
    FLYTE_INTERNAL_EXECUTION_PROJECT: key.project,
    FLYTE_INTERNAL_EXECUTION_DOMAIN: key.domain,
    FLYTE_INTERNAL_TASK_PROJECT: template.id?.project ?? "",
    FLYTE_INTERNAL_TASK_DOMAIN: template.id?.domain ?? "",
    FLYTE_INTERNAL_TASK_NAME: template.id?.name ?? "",
    FLYTE_INTERNAL_TASK_VERSION: template.id?.version ?? "",
    FLYTE_ATTEMPT_NUMBER: String(key.attempt),
  };
  const index = arrayIndex(attempt);
  for (const [name, value] of [...Object.entries(told), ...env, ...index, ...defaults]) variables.set(name, value);
  return variables;
}

/** By which the SDK, and any program made for array jobs, finds its element (§4.5). */
function arrayIndex({ subNode }: AttemptSpec): readonly (readonly [string, string])[] {
  if (subNode === undefined) return [];
  const name = "FLYTE_K8S_ARRAY_INDEX";
  return [
    ["BATCH_JOB_ARRAY_INDEX_VAR_NAME", name],
    [name, String(subNode.index)],
  ];
}

function ownVariables({ target }: TaskTemplate) {
  return target.case === "container" ? target.value.env : [];
}

/** `NAME=value`, as an engine takes them. */
export function toAssignments(variables: ReadonlyMap<string, string>): string[] {
  return [...variables].map(([name, value]) => `${name}=${value}`);
}

/** Values that are in no text which is stored. */
export function secretValues(variables: ReadonlyMap<string, string>): string[] {
  return [...variables].flatMap(([name, value]) => (SECRET_NAMES.has(name) ? [value] : []));
}

/** What may be stored and shown: secrets are left out. */
export function toShownAssignments(variables: ReadonlyMap<string, string>): string[] {
  return [...variables].filter(([name]) => !SECRET_NAMES.has(name)).map(([name, value]) => `${name}=${value}`);
}
