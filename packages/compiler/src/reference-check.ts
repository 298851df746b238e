/**
 * Checks that everything the workflows of a compilation refer to was given, and that no sub-workflow contains itself.
 */
import { formatIdentifier, identifierKey } from "@skein/spec/identifier";
import type { Findings } from "./findings.ts";
import { components, shortestLoop } from "./graph.ts";
import { nearHints } from "./hints.ts";
import { startNodeId } from "./node-tree.ts";
import { identifierText } from "./proto-text.ts";
import type { Reference } from "./references.ts";
import type { ReferringWorkflow } from "./requirements.ts";
import { candidateIds, type Scope } from "./scope.ts";
import type { IndexedWorkflow } from "./workflow-index.ts";

/** Reports tasks, launch plans and sub-workflows that are referred to and were not given. */
export function checkReferences(referring: readonly ReferringWorkflow[], scope: Scope, findings: Findings): void {
  for (const { workflow, references } of referring) {
    for (const reference of references) {
      if (isGiven(reference, workflow, scope)) continue;
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
        hints: () => hintsFor(reference, scope),
      });
    }
  }
}

const words = { task: "task", launchPlan: "launch plan", subWorkflow: "sub-workflow" } as const;

function isGiven({ kind, key }: Reference, workflow: IndexedWorkflow, scope: Scope): boolean {
  switch (kind) {
    case "task":
      return scope.tasks.has(key);
    case "launchPlan":
      return scope.launchPlans.has(key) || (workflow.template.id ? identifierKey(workflow.template.id) === key : false);
    case "subWorkflow":
      return scope.workflows.byKey.has(key);
  }
}

function hintsFor({ kind, id }: Reference, scope: Scope) {
  const known =
    kind === "task"
      ? [...scope.tasks.values()].flatMap((task) => task.id ?? [])
      : kind === "launchPlan"
        ? [...scope.launchPlans.values()].map((each) => each.id)
        : [...scope.workflows.byKey.values()].flatMap(({ template }) => template.id ?? []);
  const text = formatIdentifier(id);
  const other = known.find((each) => each.name === id.name && each.project === id.project && each.domain === id.domain);
  if (other) return [{ text: `Version ${other.version} of it is known: ${formatIdentifier(other)}` }];
  return nearHints(text, candidateIds(known, id));
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
