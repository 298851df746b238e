import type { Entry } from "./entries.ts";
import { fuzzyMatch } from "./fuzzy.ts";

export interface Ranked {
  readonly entry: Entry;
  /** Letters of the text that matched. */
  readonly at: readonly number[];
}

/** Entries of a group that are shown; whoever wants more types more. */
const MOST = 8;

/**
 * The entries that match, best first within their groups, the group of the best first.
 *
 * A query that begins with ">" is for commands alone: what leads somewhere or is a node is left out.
 */
export function rankEntries(entries: readonly Entry[], query: string, isCommand: (entry: Entry) => boolean): Ranked[] {
  const onlyCommands = query.startsWith(">");
  const wanted = onlyCommands ? query.slice(1).trim() : query.trim();
  const found = entries.flatMap((entry) => {
    if (onlyCommands && !isCommand(entry)) return [];
    const match = fuzzyMatch(entry.text, wanted);
    return match ? [{ entry, ...match }] : [];
  });
  // Nothing typed: as they were given.
  if (wanted !== "") found.sort((a, b) => b.score - a.score);
  const groups = Map.groupBy(found, ({ entry }) => entry.group);
  return [...groups.values()].flatMap((group) => group.slice(0, MOST));
}
