/** Everything that is wrong with each draft of a batch: its own findings, its identity, what it needs beside it. */
import { type Diagnostic, diagnostic } from "@skein/spec/diagnostic";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { describeResourceType, formatIdentifier } from "@skein/spec/identifier";
import { resourceTypeOf } from "@skein/spec/spec-entity";
import { checkIdentifier } from "../admission.ts";
import { type Draft, keyOf } from "./drafts.ts";

/**
 * The findings of each draft, in the order given; `entity` is always set, places are not.
 *
 * @param isRegistered whether a workflow is, by exact identifier
 */
export function findingsOf(drafts: readonly Draft[], isRegistered: (workflow: Identifier) => boolean): Diagnostic[][] {
  const ofBatch = new Set(drafts.map(keyOf));
  const seen = new Set<string>();
  // In order, because only the first of two with one id can be registered.
  return drafts.map((draft) => {
    const found = [...identityFindings(draft, seen), ...ownFindings(draft, ofBatch, isRegistered)];
    seen.add(keyOf(draft));
    return found.map((each) => (each.entity === "" ? { ...each, entity: formatIdentifier(draft.id) } : each));
  });
}

function identityFindings(draft: Draft, seen: ReadonlySet<string>): Diagnostic[] {
  const found = checkIdentifier(draft.id, resourceTypeOf[draft.kind]);
  if (!seen.has(keyOf(draft))) return found;
  const word = describeResourceType(resourceTypeOf[draft.kind]);
  const message = `The ${word} ${formatIdentifier(draft.id)} is in this upload more than once`;
  return [...found, diagnostic({ code: "DuplicateEntity", message, hints: [{ text: "Keep one of them" }] })];
}

function ownFindings(
  draft: Draft,
  ofBatch: ReadonlySet<string>,
  isRegistered: (workflow: Identifier) => boolean,
): Diagnostic[] {
  switch (draft.kind) {
    case "task": {
      // The compiler says some things in better words.
      const said = new Set(draft.findings.map((each) => JSON.stringify(each.path)));
      return [...draft.findings, ...draft.refusals.filter((each) => !said.has(JSON.stringify(each.path)))];
    }
    case "workflow":
      if (draft.template) return [...draft.findings];
      return [diagnostic({ code: "MissingField", message: "missing spec" })];
    case "launchPlan": {
      const { workflowId } = draft;
      const isThere =
        workflowId !== undefined &&
        (ofBatch.has(keyOf({ kind: "workflow", id: workflowId })) ||
          isRegistered({ ...workflowId, resourceType: ResourceType.WORKFLOW }));
      if (isThere) return [...draft.refusals];
      const message = `Workflow ${formatIdentifier(workflowId)} is neither registered nor in this upload`;
      return [diagnostic({ code: "WorkflowReferenceNotFound", path: ["workflowId"], message })];
    }
  }
}
