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
  readonly isEmpty: boolean;
  /** Events that wait. */
  readonly size: number;
}

export function openInbox<E>(): Inbox<E> {
  // A Map keeps insertion order: it is the ring.
  const waiting = new Map<number, E[]>();
  let size = 0;
  return {
    put(executionId, event) {
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
    },
    get size() {
      return size;
    },
    get isEmpty() {
      return waiting.size === 0;
    },
  };
}
