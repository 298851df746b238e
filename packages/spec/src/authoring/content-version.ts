/**
 * The version of a document that names none: a hash of what it says, so that the same content registers as the same
 * version and changed content as a new one.
 *
 * What it says includes what it refers to: the documents given with it that it reaches, and the exact versions of
 * registered entities. Comments, blank lines and the kind of quotes around a text do not count.
 */

import { sha256 } from "../sha256.ts";
import { type DocNode, findEntry } from "./document.ts";
import { nodeKinds } from "./schema.ts";
import type { EntityKind, Unit } from "./unit.ts";

/** A name that a document refers to. */
export interface OutgoingReference {
  readonly kind: EntityKind;
  readonly name: string;
  readonly version?: string;
  readonly project?: string;
  readonly domain?: string;
}

/**
 * @param leadsTo where a reference leads: another of the documents, the id of something that is not, or nowhere
 */
export function contentVersion(
  unit: Unit,
  leadsTo: (reference: OutgoingReference, from: Unit) => Unit | string | undefined,
): string {
  const reached = new Set([unit]);
  const outside = new Set<string>();
  // A set hands out what is added to it while it is walked.
  for (const each of reached) {
    for (const reference of findReferences(each)) {
      const target = leadsTo(reference, each);
      if (typeof target === "string") outside.add(target);
      else if (target) reached.add(target);
    }
  }
  const [own = "", ...others] = [...reached].map((each) => canonicalText(each.root));
  return sha256(JSON.stringify([own, others.sort(), [...outside].sort()])).slice(0, 16);
}

/** Every name in `task:`, `map:`, `workflow:` and `launchPlan:` of nodes, and in launch plans. */
export function findReferences(unit: Unit): OutgoingReference[] {
  const references: OutgoingReference[] = [];
  const take = (kind: EntityKind, node: DocNode | undefined) => {
    const name = node?.kind === "scalar" ? node : findEntry(node, "name")?.value;
    if (name?.kind !== "scalar") return;
    const part = (key: "version" | "project" | "domain") => {
      const value = findEntry(node, key)?.value;
      return value?.kind === "scalar" ? { [key]: value.text } : {};
    };
    references.push({ kind, name: name.text, ...part("version"), ...part("project"), ...part("domain") });
  };
  for (const { node } of unit.entities.launchPlan.values()) take("workflow", findEntry(node, "workflow")?.value);
  const pending: DocNode[] = [];
  for (const { node } of unit.entities.workflow.values()) {
    const nodes = findEntry(node, "nodes")?.value;
    const failure = findEntry(node, "onFailure")?.value;
    if (nodes?.kind === "map") pending.push(...nodes.entries.map((entry) => entry.value));
    if (failure) pending.push(failure);
  }
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const kind of nodeKinds) {
      const value = findEntry(node, kind)?.value;
      if (kind === "task" || kind === "map") take("task", value);
      if (kind === "workflow" || kind === "launchPlan") take(kind, value);
      if (kind !== "switch" || value?.kind !== "list") continue;
      for (const each of value.items) pending.push(...[findEntry(each, "then")?.value].flatMap((then) => then ?? []));
    }
    const otherwise = findEntry(node, "else")?.value;
    if (otherwise) pending.push(otherwise);
  }
  return references;
}

function canonicalText(node: DocNode): string {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" ? JSON.stringify(node.value) : node.value === null ? "null" : node.text;
    case "list":
      return `[${node.items.map(canonicalText).join(",")}]`;
    case "map":
      return `{${node.entries.map((entry) => `${JSON.stringify(entry.key)}:${canonicalText(entry.value)}`).join(",")}}`;
  }
}
