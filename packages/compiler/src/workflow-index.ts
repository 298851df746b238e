/**
 * The workflows of one compilation by their identifiers: the primary and the sub-workflows given with it.
 */
import type { WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { formatIdentifier, identifierKey } from "@skein/spec/identifier";
import type { Findings } from "./findings.ts";
import { into, type Trail } from "./trail.ts";

/** A workflow template and where it stands in the input. */
export interface IndexedWorkflow {
  readonly template: WorkflowTemplate;
  readonly root: Trail;
  /** Its identifier text: what its findings are about. */
  readonly entity: string;
}

/** The primary and the sub-workflows by key (of the full identifier). */
export interface WorkflowIndex {
  readonly primary: IndexedWorkflow;
  /** In the order given; those without an id, or with an id given before, are only here. */
  readonly subWorkflows: readonly IndexedWorkflow[];
  readonly byKey: ReadonlyMap<string, IndexedWorkflow>;
}

/** Indexes the workflows; a sub-workflow without an id, or with an id that another has, is reported. */
export function indexWorkflows(
  primary: WorkflowTemplate,
  subWorkflows: readonly WorkflowTemplate[],
  findings: Findings,
): WorkflowIndex {
  const byKey = new Map<string, IndexedWorkflow>();
  const indexed = subWorkflows.map((template, position): IndexedWorkflow => {
    const root = into(undefined, "subWorkflows", position);
    const entry = { template, root, entity: entityOf(template) };
    const report = findings.about(entry.entity);
    if (!template.id) {
      const message = `Sub-workflow ${position + 1} has no identifier, so nothing can refer to it`;
      report({ code: "ValueRequired", facts: { field: "Template.Id" }, nodeId: "root", at: root, message });
      return entry;
    }
    const key = identifierKey(template.id);
    const first = byKey.get(key);
    if (first) {
      report({
        code: "DuplicateId",
        facts: { id: entry.entity },
        nodeId: entry.entity,
        at: into(root, "id"),
        message: `Sub-workflow ${entry.entity} is given twice`,
        related: [{ at: into(first.root, "id"), message: "It is given here first" }],
      });
    } else {
      byKey.set(key, entry);
    }
    return entry;
  });
  return {
    primary: { template: primary, root: into(undefined, "template"), entity: entityOf(primary) },
    subWorkflows: indexed,
    byKey,
  };
}

function entityOf(template: WorkflowTemplate): string {
  return template.id ? formatIdentifier(template.id) : "";
}
