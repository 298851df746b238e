/** Chance that can be repeated: the same seed draws the same. */
import { fnv32a } from "../node-id.ts";

export interface Random {
  /** 0 … max, both included. */
  nat(max: number): number;
  chance(percent: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/** Mulberry32: small, and good enough to spread cases. */
export function randomOf(seed: number): Random {
  let state = fnv32a(`seed ${seed}`);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const random: Random = {
    nat: (max) => Math.floor(next() * (max + 1)),
    chance: (percent) => next() * 100 < percent,
    pick: (from) => from[random.nat(from.length - 1)] ?? from[0],
  };
  return random;
}

/**
 * A number below `size` that depends on what it is for and on nothing else: dropping a node from a case leaves the
 * luck of the others as it was, so that a failing case can be made smaller.
 */
export function luck(seed: number, what: string, size: number): number {
  return fnv32a(`${seed}/${what}`) % size;
}
