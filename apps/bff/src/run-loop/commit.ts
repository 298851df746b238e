/**
 * Committing what a turn led to: of all executions together, and where the store refuses that, of each by itself.
 *
 * Events of one execution that the store cannot take hold up that execution alone. A store that takes nothing at all
 * (a full disk) is told apart by asking it for something small: then everything waits, and nobody is to blame.
 */
import type { Database } from "../store/database.ts";
import { HomeRefused } from "../store/home-refused.ts";
import { appendBatches, takesEntries } from "../store/journal.ts";
import type { RunTurn } from "./turn.ts";

interface Commit {
  readonly committed: readonly RunTurn[];
  /** Those whose own events are refused, by what the store says to them. */
  readonly refused: ReadonlyMap<RunTurn, unknown>;
  /** Those that wait because the store takes nothing. */
  readonly waiting: readonly RunTurn[];
  /** What it says then. */
  readonly refusal: unknown;
}

export function commitTurns(db: Database, turns: readonly RunTurn[]): Commit {
  try {
    appendBatches(db, turns);
    return { committed: turns, refused: new Map(), waiting: [], refusal: undefined };
  } catch (reason) {
    if (reason instanceof HomeRefused) return { committed: [], refused: new Map(), waiting: turns, refusal: reason };
    return commitApart(db, turns);
  }
}

function commitApart(db: Database, turns: readonly RunTurn[]): Commit {
  const committed: RunTurn[] = [];
  const refused = new Map<RunTurn, unknown>();
  for (const turn of turns) {
    try {
      appendBatches(db, [turn]);
      committed.push(turn);
    } catch (reason) {
      if (!(reason instanceof HomeRefused) && takesEntries(db, turn.executionId)) refused.set(turn, reason);
      else {
        const waiting = turns.filter((each) => !committed.includes(each) && !refused.has(each));
        return { committed, refused, waiting, refusal: reason };
      }
    }
  }
  return { committed, refused, waiting: [], refusal: undefined };
}
