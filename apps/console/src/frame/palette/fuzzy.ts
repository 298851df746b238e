/** How well a text matches what was typed: its letters in order, the better the closer together and at beginnings. */

export interface Match {
  readonly score: number;
  /** Where the letters are, for showing them. */
  readonly at: readonly number[];
}

const NEXT = 6;
const BEGINNING = 5;
const ANYWHERE = 1;

/** Undefined: the letters are not all there. Spaces in the query count for nothing. */
export function fuzzyMatch(text: string, query: string): Match | undefined {
  const wanted = [...query.toLowerCase().replaceAll(/\s/g, "")];
  const [first] = wanted;
  if (first === undefined) return { score: 0, at: [] };
  const letters = text.toLowerCase();
  let best: Match | undefined;
  for (let from = letters.indexOf(first); from >= 0; from = letters.indexOf(first, from + 1)) {
    const found = matchFrom(text, letters, wanted, from);
    if (!found) break; // what is not there from here on is not there further on either
    if (!best || found.score > best.score) best = found;
  }
  return best;
}

function matchFrom(text: string, letters: string, wanted: readonly string[], from: number): Match | undefined {
  const at: number[] = [];
  let score = -from * 0.05 - text.length * 0.02;
  let next = from;
  for (const letter of wanted) {
    const found = letters.indexOf(letter, next);
    if (found < 0) return undefined;
    const isNext = at.length > 0 && found === next;
    score += isNext ? NEXT : isBeginning(text, found) ? BEGINNING : ANYWHERE;
    at.push(found);
    next = found + 1;
  }
  return { score, at };
}

/** Of a word: after what is no letter or digit, or a capital after a small letter. */
function isBeginning(text: string, at: number): boolean {
  const [before = "", here = ""] = [text[at - 1], text[at]];
  return at === 0 || !/[\p{L}\p{N}]/u.test(before) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(here));
}
