const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the next attempt to reach the server.
 *
 * Doubles from 0.5 s to 30 s; half of it is random, so that many browsers do not return in one moment.
 *
 * @param failures attempts that failed in a row, from 1
 * @param random   in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return Math.max(FIRST_MS, Math.round(ceiling * (0.5 + random / 2)));
}
