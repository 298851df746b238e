/**
 * Names that may have been meant in place of one that is not known.
 */
import { toJson } from "@bufbuild/protobuf";
import type { Hint, Path } from "@skein/spec/diagnostic";
import { findNear, formatDidYouMean } from "@skein/spec/did-you-mean";
import { type Identifier, IdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { formatIdentifier } from "@skein/spec/identifier";

/** "Did you mean", with the nearest name as an edit of the field that holds the word. */
export function nearHints(word: string, candidates: Iterable<string>, path?: Path): Hint[] {
  const near = findNear(word, likeliest(word, candidates));
  const [best] = near;
  if (best === undefined) return [];
  const text = formatDidYouMean(near).trim();
  return [path ? { text, edit: { path, value: best } } : { text }];
}

/** Names one in place of an identifier that is not known; the edit replaces the whole identifier. */
export type NearIdentifiers = (wanted: Identifier, path: Path) => Hint[];

/**
 * The same for identifiers: another version of what is meant if there is one, else what has a similar name, of the same
 * project and domain first.
 */
export function nearIdentifiers(known: Iterable<Identifier>): NearIdentifiers {
  const named = new Map<string, Identifier>();
  const homes = new Map<string, Identifier[]>();
  for (const id of known) {
    const others = homes.get(homeOf(id));
    if (others) others.push(id);
    else homes.set(homeOf(id), [id]);
    if (!named.has(nameKey(id))) named.set(nameKey(id), id);
  }
  return (wanted, path) => {
    const other = named.get(nameKey(wanted));
    if (other) {
      const text = `Version ${other.version} of it is known: ${formatIdentifier(other)}`;
      return [{ text, edit: { path, value: toJson(IdentifierSchema, other) } }];
    }
    const byText = new Map<string, Identifier>();
    const candidates = [...homes].sort(([a], [b]) => Number(b === homeOf(wanted)) - Number(a === homeOf(wanted)));
    for (const [, ids] of candidates) {
      for (const id of likeliest(wanted.name, ids, ({ name }) => name)) {
        if (byText.size >= mostCompared) break;
        byText.set(formatIdentifier(id), id);
      }
    }
    const near = findNear(formatIdentifier(wanted), byText.keys());
    const best = byText.get(near[0] ?? "");
    if (!best) return [];
    return [{ text: formatDidYouMean(near).trim(), edit: { path, value: toJson(IdentifierSchema, best) } }];
  };
}

const homeOf = ({ project, domain }: Identifier) => JSON.stringify([project, domain]);
const nameKey = ({ project, domain, name }: Identifier) => JSON.stringify([project, domain, name]);

const mostCompared = 200;
const mostLookedAt = 5_000;

/**
 * Candidates that begin or end as the word does come first: only so many are compared letter by letter, and in a large
 * workflow the one that was meant may stand far down.
 */
function* likeliest<Candidate>(
  word: string,
  candidates: Iterable<Candidate>,
  textOf: (candidate: Candidate) => string = String,
): Iterable<Candidate> {
  const [head, tail] = [word.slice(0, 2), word.slice(-2)];
  const reach = Math.max(1, word.length / 3) * 2;
  const rest: Candidate[] = [];
  let looked = 0;
  for (const candidate of candidates) {
    if (looked++ >= mostLookedAt) break;
    const text = textOf(candidate);
    const isAlike = Math.abs(text.length - word.length) <= reach && (text.startsWith(head) || text.endsWith(tail));
    if (isAlike) yield candidate;
    else if (rest.length < mostCompared) rest.push(candidate);
  }
  yield* rest;
}
