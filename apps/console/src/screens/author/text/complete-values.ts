/** Completion of values: words, types, names of entities and nodes, references. */
import type { Completion } from "@codemirror/autocomplete";
import { simpleTypeWords } from "@skein/spec/literal-type";
import { completeNames } from "./complete-names.ts";
import { wholeReferences } from "./complete-references.ts";
import type { CursorPlace } from "./cursor-place.ts";
import type { Knowledge } from "./knowledge.ts";
import { dueType, meaningOf, type PathMeaning } from "./path-meaning.ts";
import { schemasAt } from "./schema-path.ts";

export function completeValues(place: CursorPlace, known: Knowledge): Completion[] {
  const names = completeNames(place, known);
  if (names) return names;
  const meaning = meaningOf(place.path, known.outline);
  const schemas = schemasAt(place.path);
  if (schemas.some(({ examples }) => examples.includes("int"))) return typeOptions;
  const words = schemas.flatMap((schema) => (schema.types.includes("boolean") ? ["true", "false"] : schema.words));
  if (words.length > 0) return [...new Set(words)].map((word) => ({ label: word, type: "word" }));
  if (meaning && takesReferences(meaning)) return referenceOptions(meaning, place);
  return schemas.flatMap(({ examples }) =>
    examples.map((each) => ({ label: each, type: "word", detail: "for example" })),
  );
}

/** Values of inputs and outputs, at any depth of lists and maps. */
function takesReferences({ inside, nodePath }: PathMeaning): boolean {
  return nodePath === ""
    ? inside[0] === "outputs"
    : (inside[0] === "with" || inside[0] === "over") && inside.length > 1;
}

function referenceOptions(meaning: PathMeaning, place: CursorPlace): Completion[] {
  const due = dueType(meaning);
  const constants = constantsOf(due).map(
    (word): Completion => ({
      label: word,
      type: "word",
      section: { name: "Constants", rank: -1 },
    }),
  );
  return [...constants, ...wholeReferences(meaning, due, place.isFlow && place.quote === "")];
}

/** The values a type has, where they are few. */
function constantsOf(type: string): string[] {
  if (/^bool\??$/.test(type)) return ["true", "false"];
  const words = /^enum\[(.*)\]\??$/.exec(type)?.[1];
  return words ? words.split(",").map((word) => word.trim()) : [];
}

const makers: readonly Completion[] = [
  { label: "list[string]", detail: "a list of one type", type: "word", boost: -1 },
  { label: "map[string]", detail: "text keys, values of one type", type: "word", boost: -1 },
  { label: "file", detail: "also file[csv]", type: "word", boost: -1 },
  { label: "dir", detail: "also dir[parquet]", type: "word", boost: -1 },
  { label: "dataset", detail: "a table", type: "word", boost: -1 },
  { label: "enum[red, green]", detail: "one of these words", type: "word", boost: -1 },
];

const typeOptions: Completion[] = [
  ...Object.values(simpleTypeWords).map((label): Completion => ({ label, type: "word" })),
  ...makers,
];
