/**
 * In which order entities can be registered: tasks, then each workflow after the workflows and launch plans its nodes
 * use, each launch plan after its workflow. What does not depend on each other keeps its order.
 */
import { ResourceType } from "../gen/flyteidl/core/identifier_pb.js";
import { identifierKey } from "../identifier.ts";
import type { SpecEntity } from "../spec-entity.ts";
import { allNodes, referencesOf } from "./fill-identifiers.ts";

/** A circle is broken where it is entered; the compiler reports it. */
export function inRegistrationOrder<E extends SpecEntity>(entities: readonly E[]): E[] {
  const byKey = new Map(entities.map((entity) => [identifierKey(entity.id), entity]));
  const ordered = new Set<E>(entities.filter((entity) => entity.kind === "task"));
  const entered = new Set<E>();
  for (const root of entities) {
    // Depth first without recursion: chains of sub-workflows can be long.
    const stack = [root];
    for (let entity = stack.at(-1); entity; entity = stack.at(-1)) {
      const open = entered.has(entity) ? [] : dependenciesOf(entity).flatMap((key) => byKey.get(key) ?? []);
      entered.add(entity);
      const next = open.filter((each) => !ordered.has(each) && !entered.has(each));
      if (next.length > 0) {
        stack.push(...next.reverse());
      } else {
        ordered.add(entity);
        stack.pop();
      }
    }
  }
  return [...ordered];
}

function dependenciesOf(entity: SpecEntity): string[] {
  switch (entity.kind) {
    case "task":
      return [];
    case "workflow": {
      const templates = [entity.spec.template, ...entity.spec.subWorkflows];
      const references = templates.flatMap(allNodes).flatMap(referencesOf);
      return references.filter((each) => each.type !== ResourceType.TASK).map((each) => identifierKey(each.id));
    }
    case "launchPlan":
      return entity.spec.workflowId ? [identifierKey(entity.spec.workflowId)] : [];
  }
}
