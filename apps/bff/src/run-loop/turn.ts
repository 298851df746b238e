/**
 * One turn: events through the engine, until enough has come together for one transaction.
 *
 * Executions take turns in it, a few events each, and so do two kinds of work: what has happened, and inputs to be
 * resolved in place (inline-inputs.ts), each of which admits a node. Of those there are few while much has happened
 * that is not committed yet: what was begun is brought to its end before more is begun.
 */
import type { Command } from "@skein/engine/command";
import type { RunEvent } from "@skein/engine/event";
import type { Run } from "@skein/engine/run";
import { step } from "@skein/engine/step";
import type { AttemptFacts, Batch, Entry } from "../store/journal.ts";
import type { KeptObject } from "../store/kept-objects.ts";
import type { SubNodeRef } from "../store/sub-nodes.ts";
import type { Clock } from "./clock.ts";
import { type Inbox, openInbox } from "./inbox.ts";
import { openInlineInputs } from "./inline-inputs.ts";
import type { LiveRun } from "./live-run.ts";
import type { ResolveInputs } from "./resolve-inputs.ts";

/** Events of a turn, and of one execution before the next one has its own: a turn is what a reader may have to wait. */
const TURN = 128;
const QUANTUM = 16;
/** After so long no more events are taken. */
const TURN_MS = 5;
/** Events that wait, from which on nodes are admitted one by one. */
const BACKLOG = 2048;

interface Pending {
  readonly event: RunEvent;
  readonly facts?: AttemptFacts;
}

/** What a turn led to in one execution: to be committed, then to be carried out. */
export class RunTurn implements Batch {
  readonly run: LiveRun;
  readonly entries: Entry[] = [];
  readonly facts: AttemptFacts[] = [];
  readonly objects: KeptObject[] = [];
  readonly commands: Command[] = [];

  constructor(run: LiveRun) {
    this.run = run;
  }

  get executionId(): number {
    return this.run.id;
  }
}

function subNodeRef({ subNodes }: Run, key: string): SubNodeRef | undefined {
  const each = subNodes.get(key);
  return each && { node: each.array.key, arrayAttempt: each.array.attempt, index: each.index };
}

/** What waits for its turn, of all executions. */
export interface Turns {
  put(run: LiveRun, pending: Pending): void;
  /** Takes a command that is answered in place; false for any other. */
  admit(run: LiveRun, command: Command): boolean;
  /** Nothing of the execution waits any more. */
  drop(run: LiveRun): void;
  /** Until its release the execution has no turns. */
  hold(run: LiveRun): void;
  release(run: LiveRun): void;
  isHeld(run: LiveRun): boolean;
  readonly isEmpty: boolean;
  take(): RunTurn[];
}

export function openTurns(live: ReadonlyMap<number, LiveRun>, clock: Clock): Turns {
  const inbox = openInbox<Pending>();
  const admissions = openInbox<ResolveInputs>();
  const inline = openInlineInputs();

  function admit(run: LiveRun, command: Command): boolean {
    if (!inline.isInline(run, command)) return false;
    admissions.put(run.id, command);
    return true;
  }

  function stepInto(turn: RunTurn, { event, facts }: Pending): void {
    const { run } = turn;
    // A step that ends an element's attempt forgets whose it was.
    const subNode = facts && subNodeRef(run.run, facts.node);
    const { commands, records } = step(run.run, event);
    turn.entries.push({ number: run.next++, at: event.at, event, records });
    if (facts) turn.facts.push(subNode ? { ...facts, subNode } : facts);
    for (const command of commands) if (!admit(run, command)) turn.commands.push(command);
  }

  function admitInto(turn: RunTurn, command: ResolveInputs): void {
    const { event, object } = inline.answer(turn.run, command, clock.now());
    if (object) turn.objects.push(object);
    stepInto(turn, { event });
  }

  return {
    put: (run, pending) => inbox.put(run.id, pending),
    admit,
    drop({ id }) {
      inbox.drop(id);
      admissions.drop(id);
    },
    hold({ id }) {
      inbox.hold(id);
      admissions.hold(id);
    },
    release({ id }) {
      inbox.release(id);
      admissions.release(id);
    },
    isHeld: ({ id }) => inbox.isHeld(id),
    get isEmpty() {
      return inbox.isEmpty && admissions.isEmpty;
    },
    take() {
      const turns = new Map<number, RunTurn>();
      const turnOf = (executionId: number): RunTurn | undefined => {
        const run = live.get(executionId);
        const turn = turns.get(executionId) ?? (run && new RunTurn(run));
        if (turn) turns.set(executionId, turn);
        return turn;
      };
      const endsAt = clock.now() + TURN_MS;
      /** How many it took. */
      const takeFrom = <T>(from: Inbox<T>, limit: number, into: (turn: RunTurn, each: T) => void): number => {
        let taken = 0;
        for (const { executionId, events } of from.take(QUANTUM, limit)) {
          const turn = turnOf(executionId);
          if (turn) for (const each of events) into(turn, each);
          taken += events.length;
        }
        return taken;
      };
      for (let left = TURN; left > 0 && clock.now() <= endsAt; ) {
        const slice = Math.min(left, QUANTUM);
        const taken =
          takeFrom(inbox, slice, stepInto) + takeFrom(admissions, inbox.size > BACKLOG ? 1 : slice, admitInto);
        if (taken === 0) break;
        left -= taken;
      }
      return [...turns.values()];
    },
  };
}
