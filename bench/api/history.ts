/** A long history in a home: rows as the run loop left them, copied by the store itself while no server runs. */
import { join } from "node:path";
import { type Database, openDatabase } from "../../apps/bff/src/store/database.ts";
import { findExecution } from "../../apps/bff/src/store/executions.ts";
import type { ExecutionRow } from "../../apps/bff/src/store/tables.ts";
import { scope } from "../../e2e/support/api.ts";

const HOUR = 3_600_000;

/** What each copy differs in: one in twenty has failed, they began over thirty days and took up to an hour. */
export function writeHistory(home: string, originals: readonly string[], count: number): void {
  const db = openDatabase(join(home, "skein.db"));
  try {
    const rows = originals.map((name) => requireRow(db, name));
    db.transaction(() => {
      for (let n = 0; n < count; n += 1) {
        const row = rows[n % rows.length];
        if (row) db.insertRow("executions", copyOf(row, n, count));
      }
    });
  } finally {
    db.close();
  }
}

function requireRow(db: Database, name: string): ExecutionRow {
  const row = findExecution(db, { ...scope, name });
  if (!row) throw new Error(`There is no execution ${name} to copy`);
  return row;
}

function copyOf({ id: _, ...row }: ExecutionRow, n: number, count: number): Omit<ExecutionRow, "id"> {
  const chance = mix(n);
  const created_at = row.created_at - Math.round(((count - n) / count) * 30 * 24 * HOUR);
  const started_at = created_at + (chance % 5000);
  const duration_ms = mix(n + count) % HOUR;
  const ended_at = started_at + duration_ms;
  return {
    ...row,
    execution_name: `past-${n}`,
    phase: chance % 20 === 0 ? "FAILED" : "SUCCEEDED",
    user: `user-${chance % 50}`,
    idempotency_key: null,
    ...{ created_at, started_at, duration_ms, ended_at, updated_at: ended_at, state_changed_at: created_at },
  };
}

/** As good as chance, and the same in every run: MurmurHash's last steps. */
function mix(n: number): number {
  const once = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
