import type { Call } from "./calls.ts";

export interface Latencies {
  readonly milliseconds: readonly number[];
  /** Things in the last answer. */
  readonly answered: number;
}

/** Slow calls are asked less often. */
const LONGEST_MS = 3000;

/** Of at most so many calls, so many of them under way at once, after as many as warm the way. */
export async function latenciesOf({ ask }: Call, concurrency: number, count: number): Promise<Latencies> {
  const milliseconds: number[] = [];
  const last = performance.now() + LONGEST_MS;
  let answered = 0;
  let left = count + concurrency;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let turn = 0; left > 0 && (turn < 3 || performance.now() < last); turn += 1) {
        left -= 1;
        const began = performance.now();
        answered = await ask();
        if (turn > 0) milliseconds.push(performance.now() - began);
      }
    }),
  );
  return { milliseconds, answered };
}
