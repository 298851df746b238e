/**
 * What has to be loaded before a workflow can be compiled: the tasks and launch plans it and its sub-workflows name.
 *
 * @see flytepropeller/pkg/compiler/requirements.go
 */
import type { Diagnostic } from "@skein/spec/diagnostic";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { collectFindings } from "./findings.ts";
import { findReferences, type Reference } from "./references.ts";
import { compareUtf8 } from "./utf8-order.ts";
import { type IndexedWorkflow, indexWorkflows, type WorkflowIndex } from "./workflow-index.ts";

/**
 * The task and launch plan ids to load, unique, sorted by resource type, project, domain, name and version.
 *
 * As upstream, only what keeps the sub-workflows from being told apart is reported here; a reference to a sub-workflow
 * that is not given is found by compileWorkflow, with everything else.
 */
export function getRequirements(
  primary: WorkflowTemplate,
  subWorkflows: readonly WorkflowTemplate[],
): { taskIds: Identifier[]; launchPlanIds: Identifier[]; diagnostics: Diagnostic[] } {
  const findings = collectFindings();
  const index = indexWorkflows(primary, subWorkflows, findings);
  const tasks = new Map<string, Identifier>();
  const launchPlans = new Map<string, Identifier>();
  const referencesOf = ({ template, root }: IndexedWorkflow) => findReferences(template, root);
  for (const { references } of walkWorkflows(index, referencesOf)) {
    for (const { kind, id, key } of references) {
      if (kind === "task") tasks.set(key, id);
      if (kind === "launchPlan") launchPlans.set(key, id);
    }
  }
  return {
    taskIds: [...tasks.values()].sort(compareIdentifiers),
    launchPlanIds: [...launchPlans.values()].sort(compareIdentifiers),
    diagnostics: findings.list(),
  };
}

/** A workflow that is in use and what its own nodes refer to. */
export interface ReferringWorkflow {
  readonly workflow: IndexedWorkflow;
  readonly references: readonly Reference[];
}

/** The primary and every sub-workflow its references reach, each once, however they refer to each other. */
export function walkWorkflows(
  index: WorkflowIndex,
  referencesOf: (workflow: IndexedWorkflow) => readonly Reference[],
): ReferringWorkflow[] {
  const walked: ReferringWorkflow[] = [];
  const seen = new Set([index.primary]);
  // A set hands out what is added to it while it is walked: this is the worklist.
  for (const workflow of seen) {
    const references = referencesOf(workflow);
    walked.push({ workflow, references });
    for (const { kind, key } of references) {
      const target = kind === "subWorkflow" ? index.byKey.get(key) : undefined;
      if (target) seen.add(target);
    }
  }
  return walked;
}

function compareIdentifiers(a: Identifier, b: Identifier): number {
  return (
    a.resourceType - b.resourceType ||
    compareUtf8(a.project, b.project) ||
    compareUtf8(a.domain, b.domain) ||
    compareUtf8(a.name, b.name) ||
    compareUtf8(a.version, b.version)
  );
}
