/**
 * Which known names a misspelt one may have meant: for "did you mean" hints.
 *
 * Distances are Damerau-Levenshtein (optimal string alignment). A difference of case, or of "-" and "_", costs half:
 * these are the slips people make when they move between Python names, node ids and YAML keys.
 */

const mostCandidates = 200;
const mostSuggestions = 3;
const longestWord = 128;

/**
 * At most three candidates near the word, nearest first, equal ones in the order given. The word itself is not near.
 *
 * Near is a distance of at most a third of the word's length, and always one. Only the first 200 candidates are looked
 * at, so pass those that are most likely first.
 */
export function findNear(word: string, candidates: Iterable<string>): string[] {
  if (word.length > longestWord) return [];
  const most = Math.max(1, Math.floor(word.length / 3));
  const near: { candidate: string; distance: number }[] = [];
  const seen = new Set<string>();
  let looked = 0;
  for (const candidate of candidates) {
    if (looked++ >= mostCandidates) break;
    if (candidate === word || seen.has(candidate)) continue;
    seen.add(candidate);
    // A "-" left out costs a half, so lengths may differ by twice the distance.
    if (Math.abs(candidate.length - word.length) > 2 * most) continue;
    const distance = editDistance(word, candidate);
    if (distance <= most) near.push({ candidate, distance });
  }
  near.sort((left, right) => left.distance - right.distance);
  return near.slice(0, mostSuggestions).map((each) => each.candidate);
}

/** `Did you mean "a" or "b"?` with a space before it; empty where there is nothing to suggest. */
export function formatDidYouMean(suggestions: readonly string[]): string {
  if (suggestions.length === 0) return "";
  const quoted = suggestions.map((each) => `"${each}"`);
  const last = quoted.pop();
  return quoted.length === 0 ? ` Did you mean ${last}?` : ` Did you mean ${quoted.join(", ")} or ${last}?`;
}

/** Damerau-Levenshtein distance; case and "-_" differences cost 0.5. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = runningCosts(to);
  for (let row = 1; row <= from.length; row++) {
    const a = from.charAt(row - 1);
    const current = [(last[0] ?? 0) + insertCost(a)];
    for (let column = 1; column <= to.length; column++) {
      const b = to.charAt(column - 1);
      let best = Math.min(
        (last[column] ?? 0) + insertCost(a),
        (current[column - 1] ?? 0) + insertCost(b),
        (last[column - 1] ?? 0) + swapCost(a, b),
      );
      const swapped = row > 1 && column > 1 && a === to.charAt(column - 2) && b === from.charAt(row - 2);
      if (swapped && a !== b) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

function runningCosts(text: string): number[] {
  const costs = [0];
  for (const character of text.split("")) costs.push((costs.at(-1) ?? 0) + insertCost(character));
  return costs;
}

const isJoiner = (character: string) => character === "-" || character === "_";
const insertCost = (character: string) => (isJoiner(character) ? 0.5 : 1);

function swapCost(a: string, b: string): number {
  if (a === b) return 0;
  const slip = (isJoiner(a) && isJoiner(b)) || a.toLowerCase() === b.toLowerCase();
  return slip ? 0.5 : 1;
}
