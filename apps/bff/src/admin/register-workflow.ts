/** CreateWorkflow (admin-api.md §2.3). */
import { formatCompat } from "@skein/compiler/compat-text";
import { draftWorkflow } from "@skein/compiler/drafts/draft-workflow";
import type { WorkflowSpec } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Database } from "../store/database.ts";
import { compareWorkflow } from "./compare-stored.ts";
import { InvalidRequest, requireNewIdentifier, requireValue } from "./request-checks.ts";
import { requireActiveScope } from "./scope.ts";
import { storeWorkflow } from "./store-workflow.ts";
import { storedEntities } from "./stored-entities.ts";
import { alreadyRegistered, differentStructure } from "./stored-structure.ts";

/** @throws InvalidRequest (also when a task or launch plan it names is missing), Already-, DifferentStructure */
export function registerWorkflow(
  db: Database,
  given: Identifier | undefined,
  spec: WorkflowSpec | undefined,
  now: number,
): void {
  const id = requireNewIdentifier(given, ResourceType.WORKFLOW);
  requireActiveScope(db, id);
  const wanted = requireValue(spec, "spec");
  requireValue(wanted.template, "spec");
  db.transaction((change) => {
    const draft = draftWorkflow(id, wanted, storedEntities(db), "flyte-1.16");
    const { closure } = draft;
    if (!closure)
      throw new InvalidRequest(
        `failed to compile workflow for [${id.project}/${id.domain}/${id.name}/${id.version}] with err: ${formatCompat(draft.findings)}`,
      );
    const { change: kind, differences } = compareWorkflow(db, id, closure);
    if (kind === "same") throw alreadyRegistered(id);
    if (kind === "conflict") throw differentStructure(id, differences);
    storeWorkflow(db, change, draft, closure, now);
  });
}
