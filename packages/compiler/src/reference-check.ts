/**
 * Checks that everything the workflows of a compilation refer to was given, and that no sub-workflow contains itself.
 */
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { formatIdentifier, identifierKey } from "@skein/spec/identifier";
import type { Findings } from "./findings.ts";
import { components, shortestLoop } from "./graph.ts";
import { type NearIdentifiers, nearIdentifiers } from "./hints.ts";
import { startNodeId } from "./node-tree.ts";
import { identifierText } from "./proto-text.ts";
import type { Reference } from "./references.ts";
import type { ReferringWorkflow } from "./requirements.ts";
import type { Scope } from "./scope.ts";
import { toPath } from "./trail.ts";
import type { IndexedWorkflow } from "./workflow-index.ts";

/** Reports tasks, launch plans and sub-workflows that are referred to and were not given. */
export function checkReferences(referring: readonly ReferringWorkflow[], scope: Scope, findings: Findings): void {
  const near = knownOf(scope);
  for (const { workflow, references } of referring) {
    for (const reference of references) {
      if (isGiven(reference, scope)) continue;
      const { id, kind, nodeId, at } = reference;
      const text = formatIdentifier(id);
      findings.about(workflow.entity)({
        code: kind === "task" ? "TaskReferenceNotFound" : "WorkflowReferenceNotFound",
        facts: { reference: text, referenceText: identifierText(id) },
        // Upstream looks these up before it looks at nodes.
        nodeId: kind === "subWorkflow" ? nodeId : startNodeId,
        node: nodeId,
        at,
        message: `Node ${nodeId} uses ${words[kind]} ${text}, which is not registered${kind === "subWorkflow" ? " with this workflow" : ""}`,
        hints: () => near(kind)(id, toPath(at)),
      });
    }
  }
}

const words = { task: "task", launchPlan: "launch plan", subWorkflow: "sub-workflow" } as const;

function isGiven({ kind, key }: Reference, scope: Scope): boolean {
  switch (kind) {
    case "task":
      return scope.tasks.has(key);
    case "launchPlan":
      return scope.launchPlans.has(key);
    case "subWorkflow":
      return scope.workflows.byKey.has(key);
  }
}

/** What is known of each kind, looked through once, and only if something is missing. */
function knownOf(scope: Scope): (kind: Reference["kind"]) => NearIdentifiers {
  const known = new Map<Reference["kind"], NearIdentifiers>();
  return (kind) => {
    const near = known.get(kind) ?? nearIdentifiers(identifiers(kind, scope));
    known.set(kind, near);
    return near;
  };
}

function* identifiers(kind: Reference["kind"], { tasks, launchPlans, workflows }: Scope): Iterable<Identifier> {
  switch (kind) {
    case "task":
      for (const { id } of tasks.values()) if (id) yield id;
      break;
    case "launchPlan":
      for (const { id } of launchPlans.values()) yield id;
      break;
    case "subWorkflow":
      for (const { template } of workflows.byKey.values()) if (template.id) yield template.id;
      break;
  }
}

/**
 * Reports each group of sub-workflows that contain each other, with the chain of their names.
 *
 * Upstream never ends on these; a run of one would not either.
 */
export function checkRecursion(referring: readonly ReferringWorkflow[], findings: Findings): void {
  const uses = new Map<string, Map<string, Reference>>();
  const byEntity = new Map<string, ReferringWorkflow>();
  for (const each of referring) byEntity.set(keyOf(each.workflow), each);
  for (const { workflow, references } of referring) {
    const targets = new Map<string, Reference>();
    for (const reference of references) {
      if (reference.kind === "subWorkflow") targets.set(reference.key, reference);
    }
    uses.set(keyOf(workflow), targets);
  }
  const successors = (key: string) => uses.get(key)?.keys() ?? [];
  for (const group of components(uses.keys(), successors)) {
    const members = new Set(group);
    const loop = shortestLoop(group.toSorted()[0] ?? "", members, successors);
    const first = loop?.[0];
    const start = first === undefined ? undefined : byEntity.get(first);
    if (!loop || !start) continue;
    const names = loop.map((key) => byEntity.get(key)?.workflow.entity ?? key);
    const edges = loop.map((key, index) => uses.get(key)?.get(loop[(index + 1) % loop.length] ?? ""));
    const cause = edges[0];
    findings.about(start.workflow.entity)({
      code: "CycleDetected",
      facts: { cycle: names, walk: [...names, names[0] ?? ""] },
      nodeId: startNodeId,
      node: cause?.nodeId ?? "",
      at: cause?.at ?? start.workflow.root,
      message: `Sub-workflow ${names[0]} contains itself: ${[...names, names[0]].join(" → ")}`,
      related: edges.flatMap((edge) => (edge ? [{ at: edge.at, message: `Used by node ${edge.nodeId}` }] : [])),
      hints: [{ text: "Use a launch plan node where a workflow is to start itself again" }],
    });
  }
}

/** The primary cannot be referred to, even by a sub-workflow that carries its id. */
function keyOf({ template, root }: IndexedWorkflow): string {
  return root?.key !== "template" && template.id ? identifierKey(template.id) : "";
}
