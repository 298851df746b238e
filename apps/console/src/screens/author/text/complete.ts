/** The completion source: what is due at the cursor, and who knows the candidates. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { completeKeys } from "./complete-keys.ts";
import { completeReference, openReference } from "./complete-references.ts";
import { completeValues } from "./complete-values.ts";
import { cursorPlace } from "./cursor-place.ts";
import { knowledgeField } from "./knowledge.ts";
import { dueType, meaningOf } from "./path-meaning.ts";

export function completeYaml(context: CompletionContext): CompletionResult | null {
  const { state, pos, explicit } = context;
  const text = state.doc.toString();
  const place = cursorPlace(text, pos);
  if (!place) return null;
  const known = state.field(knowledgeField);
  const line = state.doc.lineAt(pos);
  const reference = openReference(line.text.slice(0, pos - line.from));
  if (reference) {
    const meaning = meaningOf(place.path, known.outline);
    const isClosed = line.text.charAt(pos - line.from) === "}";
    return meaning ? completeReference(meaning, dueType(meaning), reference.typed, pos, isClosed) : null;
  }
  if (!explicit && place.due === "key" && place.word === "" && !isAfterSpace(line.text, pos - line.from)) return null;
  const options: readonly Completion[] =
    place.due === "key" ? completeKeys(place, known.outline) : completeValues(place, known);
  if (options.length === 0) return null;
  return { from: place.from, options, validFor: /^[\w.[\]-]*$/ };
}

/** A list that opens at every new line would be in the way; after `key: ` or an indentation it is wanted. */
function isAfterSpace(line: string, column: number): boolean {
  return /[:,{[-]\s+$/.test(line.slice(0, column));
}
