/** What a bulk job does to one execution. */
import { create } from "@bufbuild/protobuf";
import { ExecutionState } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { BulkAction as Action, type StartBulkRequest } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { Problem } from "@skein/spec/problem";
import { recoverRequest, relaunchRequest } from "../../admin/continued-execution.ts";
import { changeExecutionState } from "../../admin/execution-state.ts";
import type { Launcher } from "../../admin/launcher.ts";
import type { Log } from "../../log.ts";
import type { Database } from "../../store/database.ts";
import type { ExecutionRow } from "../../store/tables.ts";
import { isExecutionEnd } from "../../store/terminal.ts";
import { getExecutionRow } from "../find.ts";

export interface BulkParts {
  readonly db: Database;
  readonly launcher: Launcher;
  readonly now: () => number;
  readonly log: Log;
}

/** An execution that this cannot be done to, as it stands. */
class NotForThisOne extends Problem {
  readonly kind = "precondition";
}

class NoAction extends Problem {
  readonly kind = "invalid";
}

/**
 * @returns what does it to one execution, and returns the name of what it launched; it throws a Problem where it cannot
 *   be done
 * @throws NoAction
 */
export function actOf(
  { db, launcher, now }: BulkParts,
  { project, domain, action, reason }: Pick<StartBulkRequest, "project" | "domain" | "action" | "reason">,
): (name: string) => string | undefined {
  const idOf = (name: string) => create(WorkflowExecutionIdentifierSchema, { project, domain, name });
  const rowOf = (name: string) => getExecutionRow(db, idOf(name));
  const mark = (state: ExecutionState) => (name: string) => {
    changeExecutionState(db, idOf(name), state, now());
    return undefined;
  };
  switch (action) {
    case Action.ABORT:
      return (name) => {
        const row = rowOf(name);
        if (isExecutionEnd(row.phase)) throw new NotForThisOne(`It has ended already: ${row.phase}`);
        launcher.terminate(idOf(name), reason.trim() || "Aborted from the console");
        return undefined;
      };
    case Action.RELAUNCH:
      return (name) =>
        launcher.launch(relaunchRequest(rowOf(name), { name: "", overwriteCache: false })).execution_name;
    case Action.RECOVER:
      return (name) => launcher.launch(recoverRequest(requireRecoverable(rowOf(name)), { name: "" })).execution_name;
    case Action.ARCHIVE:
      return mark(ExecutionState.EXECUTION_ARCHIVED);
    case Action.UNARCHIVE:
      return mark(ExecutionState.EXECUTION_ACTIVE);
    case Action.BULK_ACTION_UNSPECIFIED:
      throw new NoAction("A bulk job needs an action: abort, relaunch, recover, archive or unarchive");
    default:
      return assertNever(action, "bulk action");
  }
}

/** The same as the button of the execution's own page asks for. */
function requireRecoverable(row: ExecutionRow): ExecutionRow {
  if (!isExecutionEnd(row.phase)) throw new NotForThisOne("It has not ended; abort it first, or wait");
  if (row.phase === "SUCCEEDED") throw new NotForThisOne("It has succeeded: there is nothing to recover");
  return row;
}
