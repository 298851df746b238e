/** Rows of signals: what gates wait for, and what was said (execution.md §4.6). */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type LiteralType, LiteralTypeSchema } from "@skein/spec/gen/flyteidl/core/types_pb";
import type { Database } from "./database.ts";
import type { SignalRow } from "./tables.ts";

export interface SignalKey {
  readonly executionId: number;
  readonly signalId: string;
}

export function findSignal(db: Database, { executionId, signalId }: SignalKey): SignalRow | undefined {
  return db.first(
    db.build
      .selectFrom("signals")
      .selectAll()
      .where("execution_id", "=", executionId)
      .where("signal_id", "=", signalId),
  );
}

/** The signal as it is known; made now under this type when it is not. */
export function ensureSignal(db: Database, key: SignalKey, type: LiteralType, now: number): SignalRow {
  const row = {
    execution_id: key.executionId,
    signal_id: key.signalId,
    type: toBinary(LiteralTypeSchema, type),
    created_at: now,
    updated_at: now,
  };
  return db.transaction(() => {
    db.run(
      db.build
        .insertInto("signals")
        .values(row)
        .onConflict((conflict) => conflict.doNothing()),
    );
    return findSignal(db, key) ?? { ...row, type: Buffer.from(row.type), id: 0, value: null };
  });
}

/** Whoever watches the execution learns of it. */
export function saveSignalValue(db: Database, { id, execution_id }: SignalRow, value: Literal, now: number): void {
  db.transaction((change) => {
    change.touchExecution(execution_id);
    db.run(
      db.build
        .updateTable("signals")
        .set({ value: toBinary(LiteralSchema, value), updated_at: now })
        .where("id", "=", id),
    );
  });
}

export function signalTypeOf({ type }: SignalRow): LiteralType {
  return fromBinary(LiteralTypeSchema, type);
}

/** Undefined until somebody has set it. */
export function signalValueOf({ value }: SignalRow): Literal | undefined {
  return value === null ? undefined : fromBinary(LiteralSchema, value);
}
