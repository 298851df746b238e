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
 * The same for identifiers: another version of what is meant if there is one, else the same name elsewhere, else similar
 * names, those of the same project and domain first.
 */
export function nearIdentifiers(known: Iterable<Identifier>): NearIdentifiers {
  const exact = new Map<string, Identifier>();
  const byName = new Map<string, Identifier[]>();
  for (const id of known) {
    if (!exact.has(placeKey(id))) exact.set(placeKey(id), id);
    const others = byName.get(id.name);
    if (others) others.push(id);
    else byName.set(id.name, [id]);
  }
  const hint = (text: string, path: Path, id: Identifier): Hint[] => [
    { text, edit: { path, value: toJson(IdentifierSchema, id) } },
  ];
  return (wanted, path) => {
    const other = exact.get(placeKey(wanted));
    if (other) return hint(`Version ${other.version} of it is known: ${formatIdentifier(other)}`, path, other);
    const [elsewhere] = byName.get(wanted.name) ?? [];
    if (elsewhere) return hint(`It is known elsewhere: ${formatIdentifier(elsewhere)}`, path, elsewhere);

    const near = findNear(wanted.name, likeliest(wanted.name, byName.keys())).flatMap((name) => {
      const named = byName.get(name) ?? [];
      return named.find((id) => id.project === wanted.project && id.domain === wanted.domain) ?? named[0] ?? [];
    });
    const [best] = near;
    return best ? hint(formatDidYouMean(near.map(formatIdentifier)).trim(), path, best) : [];
  };
}

const placeKey = ({ project, domain, name }: Identifier) => JSON.stringify([project, domain, name]);

const mostCompared = 200;
const mostLookedAt = 5_000;

/**
 * Candidates that begin or end as the word does come first: only so many are compared letter by letter, and in a large
 * workflow the one that was meant may stand far down.
 */
function* likeliest(word: string, candidates: Iterable<string>): Iterable<string> {
  const [head, tail] = [word.slice(0, 2), word.slice(-2)];
  const reach = Math.max(1, word.length / 3) * 2;
  const rest: string[] = [];
  let looked = 0;
  for (const text of candidates) {
    if (looked++ >= mostLookedAt) break;
    const isAlike = Math.abs(text.length - word.length) <= reach && (text.startsWith(head) || text.endsWith(tail));
    if (isAlike) yield text;
    else if (rest.length < mostCompared) rest.push(text);
  }
  yield* rest;
}
