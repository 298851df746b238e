/**
 * Which task a generated one was made from, and with which `env` and ignored cache inputs: told from its name, whose
 * hash only the right answer gives.
 */
import type { TaskTemplate } from "../../gen/flyteidl/core/tasks_pb.js";
import { generatedName, mappedName, type TaskOverrides } from "../lower-generated-task.ts";
import type { LiftScope } from "./lift-scope.ts";

/** The task a node names, and what the node adds to it. */
export interface Origin {
  readonly base: TaskTemplate;
  readonly overrides: TaskOverrides;
}

/** Undefined for a task that no node made, or whose base nobody knows. */
export function findOverridden(task: TaskTemplate, scope: LiftScope): Origin | undefined {
  return findOrigin("override", task, scope, (base, overrides) => generatedName("override", base, overrides));
}

/** @param over the inputs mapped over */
export function findMapped(
  task: TaskTemplate,
  over: ReadonlySet<string>,
  isPartial: boolean,
  scope: LiftScope,
): Origin | undefined {
  return findOrigin("map", task, scope, (base, overrides) => mappedName(base, over, isPartial, overrides));
}

function findOrigin(
  prefix: "map" | "override",
  task: TaskTemplate,
  scope: LiftScope,
  nameOf: (base: TaskTemplate, overrides: TaskOverrides) => string,
): Origin | undefined {
  const { id } = task;
  if (!id?.name.startsWith(`${prefix}_`)) return undefined;
  const rest = id.name.slice(prefix.length + 1);
  for (const name of [rest.replace(/_[0-9a-f]{8}$/, ""), rest]) {
    const base = scope.findTask({ ...id, name });
    const overrides = base && possibleOverrides(base, task).find((each) => nameOf(base, each) === id.name);
    if (base && overrides) return { base, overrides };
  }
  return undefined;
}

/** What may have been added: the last so many variables, and the ignored inputs where they are others. */
function possibleOverrides(base: TaskTemplate, made: TaskTemplate): TaskOverrides[] {
  const env = made.target.case === "container" ? made.target.value.env : [];
  const ignored = made.metadata?.cacheIgnoreInputVars ?? [];
  const isIgnoring = ignored.length > 0;
  const isSame = String(base.metadata?.cacheIgnoreInputVars ?? []) === String(ignored);
  const ignores = isIgnoring ? (isSame ? [[], ignored] : [ignored]) : [[]];
  return ignores.flatMap((ignore) =>
    [...env.keys(), env.length].toReversed().map((from) => ({
      ...(from < env.length ? { env: env.slice(from).map(({ key, value }) => [key, value] as const) } : {}),
      ...(ignore.length > 0 ? { ignore } : {}),
    })),
  );
}
