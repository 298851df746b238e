/**
 * Events that wait for their turn, fairly: each execution gives at most a quantum per turn, then goes to the back.
 *
 * So an execution of 200,000 nodes delays one of three by a turn, never by its own length.
 */
export interface Inbox<E> {
  put(executionId: number, event: E): void;
  /** Takes the next turn's events, in order within each execution; empty when there is nothing. */
  take(quantum: number, limit: number): readonly { readonly executionId: number; readonly events: readonly E[] }[];
  drop(executionId: number): void;
  /** Until its release nothing of the execution is taken; what comes meanwhile waits with the rest. */
  hold(executionId: number): void;
  release(executionId: number): void;
  isHeld(executionId: number): boolean;
  readonly isEmpty: boolean;
  /** Events that wait. */
  readonly size: number;
}

export function openInbox<E>(): Inbox<E> {
  // A Map keeps insertion order: it is the ring.
  const waiting = new Map<number, E[]>();
  const held = new Map<number, E[]>();
  let size = 0;
  return {
    put(executionId, event) {
      const aside = held.get(executionId);
      if (aside) {
        aside.push(event);
        return;
      }
      size += 1;
      const queue = waiting.get(executionId);
      if (queue) queue.push(event);
      else waiting.set(executionId, [event]);
    },
    take(quantum, limit) {
      const turn: { executionId: number; events: readonly E[] }[] = [];
      let left = limit;
      // Whoever goes to the back in this turn is not reached again in it.
      let reached = waiting.size;
      for (const [executionId, queue] of waiting) {
        if (left <= 0 || reached === 0) break;
        reached -= 1;
        const events = queue.splice(0, Math.min(quantum, left));
        left -= events.length;
        turn.push({ executionId, events });
        waiting.delete(executionId);
        if (queue.length > 0) waiting.set(executionId, queue);
      }
      size -= limit - left;
      return turn;
    },
    drop: (executionId) => {
      size -= waiting.get(executionId)?.length ?? 0;
      waiting.delete(executionId);
      held.delete(executionId);
    },
    hold(executionId) {
      const queue = waiting.get(executionId) ?? [];
      if (!held.has(executionId)) held.set(executionId, queue);
      if (waiting.delete(executionId)) size -= queue.length;
    },
    release(executionId) {
      const queue = held.get(executionId) ?? [];
      held.delete(executionId);
      if (queue.length > 0) waiting.set(executionId, queue);
      size += queue.length;
    },
    isHeld: (executionId) => held.has(executionId),
    get size() {
      return size;
    },
    get isEmpty() {
      return waiting.size === 0;
    },
  };
}
