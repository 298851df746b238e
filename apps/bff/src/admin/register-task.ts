/** CreateTask (admin-api.md §2.2). */
import { formatCompat } from "@skein/compiler/compat-text";
import { draftTask } from "@skein/compiler/drafts/draft-task";
import type { TaskSpec } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Database } from "../store/database.ts";
import { compareTask } from "./compare-stored.ts";
import { refuseFirst } from "./refuse-first.ts";
import { InvalidRequest, requireNewIdentifier, requireValue } from "./request-checks.ts";
import { requireActiveScope } from "./scope.ts";
import { storeTask } from "./store-task.ts";
import { alreadyRegistered, differentStructure } from "./stored-structure.ts";

/** @throws InvalidRequest, AlreadyRegistered, DifferentStructure */
export function registerTask(
  db: Database,
  given: Identifier | undefined,
  spec: TaskSpec | undefined,
  now: number,
): void {
  const id = requireNewIdentifier(given, ResourceType.TASK);
  requireActiveScope(db, id);
  const draft = draftTask(id, requireValue(spec, "spec"));
  refuseFirst(draft.refusals);
  const { compiled } = draft;
  if (!compiled)
    throw new InvalidRequest(
      `failed to compile task for [${id.project}/${id.domain}/${id.name}/${id.version}] with err: ${formatCompat(draft.findings)}`,
    );
  db.transaction((change) => {
    const { change: kind, differences } = compareTask(db, id, compiled);
    if (kind === "same") throw alreadyRegistered(id);
    if (kind === "conflict") throw differentStructure(id, differences);
    storeTask(db, change, draft, compiled, now);
  });
}
