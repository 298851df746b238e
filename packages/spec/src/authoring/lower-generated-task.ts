/**
 * Tasks that a node asks for and nobody wrote: the mapped form of a task, and a task with other environment variables
 * or ignored cache inputs, for which a node has no field of its own.
 *
 * Their names say what they were made from; a short hash tells apart what the name does not. The same wish gives the
 * same name, so two nodes share one task.
 */
import { clone, create } from "@bufbuild/protobuf";
import { ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import { type Variable, VariableMapSchema, VariableSchema } from "../gen/flyteidl/core/interface_pb.js";
import { type TaskTemplate, TaskTemplateSchema } from "../gen/flyteidl/core/tasks_pb.js";
import { sha256 } from "../sha256.ts";
import type { Findings } from "./findings.ts";
import { listOf, optional } from "./resolve-node.ts";
import type { NodeDoc } from "./schema.ts";
import type { Scope } from "./scope.ts";

/**
 * The task a node runs: the one it names, or a copy with the node's `env` and `cache.ignore`.
 *
 * @param findings of the node
 */
export function overrideTask(task: TaskTemplate, doc: NodeDoc, scope: Scope, findings: Findings): TaskTemplate {
  const changes = overridesOf(doc);
  if (Object.keys(changes).length === 0) return task;
  const errorsBefore = findings.errors;
  const copy = withOverrides(task, doc, findings);
  copy.id = scope.identify(ResourceType.TASK, generatedName("override", task, changes));
  if (findings.errors === errorsBefore) scope.addTask(copy, doc.head, findings);
  return copy;
}

/**
 * The mapped form of a task, as flytekit's map_task registers it: the inputs mapped over and all outputs are lists.
 *
 * @param over the inputs mapped over; the others are the same for every element
 * @param isPartial whether fewer than all elements need succeed: then the lists hold optional values
 */
export function mapTask(
  task: TaskTemplate,
  over: ReadonlySet<string>,
  isPartial: boolean,
  doc: NodeDoc,
  scope: Scope,
  findings: Findings,
): TaskTemplate {
  const errorsBefore = findings.errors;
  const mapped = withOverrides(task, doc, findings);
  const inputs = Object.entries(mapped.interface?.inputs?.variables ?? {});
  const outputs = Object.entries(mapped.interface?.outputs?.variables ?? {});
  mapped.id = scope.identify(ResourceType.TASK, mappedName(task, over, isPartial, overridesOf(doc)));
  if (mapped.interface) {
    mapped.interface.inputs = toVariables(
      inputs.map(([name, each]) => [name, over.has(name) ? listed(each, false) : each]),
    );
    mapped.interface.outputs = toVariables(outputs.map(([name, each]) => [name, listed(each, isPartial)]));
  }
  if (findings.errors === errorsBefore) scope.addTask(mapped, doc.head, findings);
  return mapped;
}

/** What of a node only a task can hold. */
export interface TaskOverrides {
  readonly env?: readonly (readonly [name: string, value: string])[];
  readonly ignore?: readonly string[];
}

function overridesOf(doc: NodeDoc): TaskOverrides {
  const env = (doc.env ?? []).map(({ name, value }) => [name, value.text] as const);
  const ignore = doc.cache?.ignore?.map((each) => each.text) ?? [];
  return { ...(env.length > 0 ? { env } : {}), ...(ignore.length > 0 ? { ignore } : {}) };
}

/** The name of a task as a map over these inputs needs it. */
export function mappedName(
  task: TaskTemplate,
  over: ReadonlySet<string>,
  isPartial: boolean,
  overrides: TaskOverrides,
): string {
  const inputs = Object.keys(task.interface?.inputs?.variables ?? {});
  const same = inputs.filter((name) => !over.has(name)).sort();
  return generatedName("map", task, {
    ...(same.length > 0 ? { same } : {}),
    ...(isPartial ? { partial: true } : {}),
    ...overrides,
  });
}

/** The name of what was made from a task, with a hash of the differences, if there are any. */
export function generatedName(prefix: "map" | "override", task: TaskTemplate, differences: object): string {
  const suffix = Object.keys(differences).length > 0 ? `_${shortHash(differences)}` : "";
  return `${prefix}_${task.id?.name ?? ""}${suffix}`;
}

function withOverrides(task: TaskTemplate, doc: NodeDoc, findings: Findings): TaskTemplate {
  const copy = clone(TaskTemplateSchema, task);
  if (doc.env && copy.target.case === "container") {
    const container = copy.target.value;
    const names = new Set(doc.env.map((each) => each.name));
    const kept = container.env.filter((each) => !names.has(each.key));
    const added = create(TaskTemplateSchema, {
      target: {
        case: "container",
        value: { env: doc.env.map(({ name, value }) => ({ key: name, value: value.text })) },
      },
    });
    container.env = [...kept, ...(added.target.case === "container" ? added.target.value.env : [])];
  } else if (doc.env) {
    findings.add({
      code: "ConflictingKeys",
      message: `The task ${task.id?.name} has no container to which the node could add env`,
      span: doc.head,
      hints: [{ text: "Set env in the task's pod spec" }],
    });
  }
  for (const ignored of doc.cache?.ignore ?? []) {
    if (Object.hasOwn(copy.interface?.inputs?.variables ?? {}, ignored.text)) continue;
    findings.add({
      code: "VariableNameNotFound",
      message: `The task has no input "${ignored.text}" that its cache could ignore`,
      span: ignored,
      hints: findings.didYouMean(ignored.text, Object.keys(copy.interface?.inputs?.variables ?? {}), ignored),
    });
  }
  if (doc.cache?.ignore?.length && copy.metadata)
    copy.metadata.cacheIgnoreInputVars = doc.cache.ignore.map((each) => each.text);
  return copy;
}

function listed(variable: Variable, isPartial: boolean): Variable {
  if (!variable.type) return variable;
  const type = listOf(isPartial ? optional(variable.type) : variable.type);
  return create(VariableSchema, { type, description: variable.description });
}

const toVariables = (entries: readonly (readonly [string, Variable])[]) =>
  create(VariableMapSchema, { variables: Object.fromEntries(entries) });

const shortHash = (value: unknown) => sha256(JSON.stringify(value)).slice(0, 8);
