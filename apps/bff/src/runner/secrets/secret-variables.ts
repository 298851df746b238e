/** The variables that hold secrets, of what was read. */
import { type ReadSecret, textOf } from "./secret-store.ts";

/** One that is no text, and is a file too, has none. */
export function variablesOf(secrets: readonly ReadSecret[]): ReadonlyMap<string, string> {
  return new Map(
    secrets.flatMap(({ variables, bytes }) => {
      const text = textOf(bytes);
      return text === undefined ? [] : variables.map((name) => [name, text] as const);
    }),
  );
}
