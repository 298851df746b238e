/** Signals of gate nodes: made known, given a value that fits, and passed on to the run (admin-api.md §3.8). */
import { castable, explainMismatch, literalType } from "@skein/compiler/castable";
import type { SignalIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { formatLiteralType } from "@skein/spec/literal-type";
import type { Database } from "../store/database.ts";
import { ensureSignal, findSignal, saveSignalValue, signalTypeOf } from "../store/signals.ts";
import type { ExecutionRow, SignalRow } from "../store/tables.ts";
import { getExecution } from "./lookups.ts";
import { InvalidRequest, requireExecutionId, requireText, requireValue } from "./request-checks.ts";

export interface Signals {
  /** The signal, made if it is not known; one that is keeps its type. */
  getOrCreate(id: SignalIdentifier | undefined, type: LiteralType | undefined): NamedSignal;
  /** Sets the value, or another one: a gate that has taken the first does not take it back. */
  set(id: SignalIdentifier | undefined, value: Literal | undefined): void;
}

export interface NamedSignal {
  readonly execution: ExecutionRow;
  readonly row: SignalRow;
}

interface SignalParts {
  readonly db: Database;
  /** Tells the run that a signal has a value. */
  readonly notify: (executionId: number, signalId: string) => void;
  /** UTC milliseconds. */
  readonly now: () => number;
}

export function openSignals({ db, notify, now }: SignalParts): Signals {
  return {
    getOrCreate(id, type) {
      const { execution, signalId } = executionOf(db, id);
      const known = findSignal(db, { executionId: execution.id, signalId });
      const row = known ?? ensureSignal(db, { executionId: execution.id, signalId }, requireValue(type, "type"), now());
      return { execution, row };
    },
    set(id, value) {
      const given = requireValue(value, "value");
      const { execution, signalId } = executionOf(db, id);
      const row = findSignal(db, { executionId: execution.id, signalId });
      if (!row) {
        throw new InvalidRequest(
          `failed to validate that signal [${signalId}] of execution ${execution.execution_name} exists; ` +
            "it does from when its gate is reached, or somebody gets it by its type",
        );
      }
      checkValue(signalId, given, signalTypeOf(row));
      saveSignalValue(db, row, given, now());
      notify(execution.id, signalId);
    },
  };
}

function executionOf(db: Database, id: SignalIdentifier | undefined) {
  const given = requireValue(id, "id");
  requireText(given.signalId, "signal_id");
  return {
    execution: getExecution(db, requireExecutionId(given.executionId, "execution_id")),
    signalId: given.signalId,
  };
}

function checkValue(signalId: string, value: Literal, wanted: LiteralType): void {
  const type = literalType(value);
  if (type && castable(type, wanted)) return;
  const given = type ? formatLiteralType(type) : "nothing that has a type";
  const why = type ? `: ${explainMismatch(type, wanted)}` : "";
  throw new InvalidRequest(
    `requested signal value of type [${given}] is not castable to existing signal type ` +
      `[${formatLiteralType(wanted)}] of signal ${signalId}${why}`,
  );
}
