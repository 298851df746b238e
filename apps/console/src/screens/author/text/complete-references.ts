/** Completion inside `${…}`, and of whole references where a value is due. */
import type { Completion, CompletionResult, CompletionSection } from "@codemirror/autocomplete";
import { castable } from "@skein/compiler/castable";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { OutlineVariable } from "../outline/outline.ts";
import type { PathMeaning } from "./path-meaning.ts";

/** Options that say whether their type fits, for the look of the list. */
export interface ReferenceCompletion extends Completion {
  readonly fits?: boolean;
}

/** Where a reference begins that the cursor is in: the offset behind `${`. */
export function openReference(lineBefore: string): { readonly typed: string } | undefined {
  const found = /(?:^|[^$])\$\{\s*([\w.-]*)$/.exec(lineBefore);
  return found ? { typed: found[1] ?? "" } : undefined;
}

export function completeReference(
  meaning: PathMeaning,
  due: string,
  typed: string,
  offset: number,
  isClosed: boolean,
): CompletionResult {
  const options = referencesOf(meaning, due).map((each) => (isClosed ? each : { ...each, apply: `${each.label}}` }));
  return { from: offset - typed.length, options, validFor: /^[\w.-]*$/ };
}

/** Whole references, as values. */
export function wholeReferences(meaning: PathMeaning, due: string, quote: boolean): ReferenceCompletion[] {
  return referencesOf(meaning, due).map((each) => {
    const reference = `\${${each.label}}`;
    return { ...each, label: reference, apply: quote ? JSON.stringify(reference) : reference };
  });
}

/** Inputs of the workflow and outputs of its other nodes; what fits the due type comes first. */
function referencesOf({ workflow, nodePath }: PathMeaning, due: string): ReferenceCompletion[] {
  if (!workflow) return [];
  const wanted = due === "" ? undefined : typeOf(due);
  const option = (owner: string, icon: string, variable: OutlineVariable): ReferenceCompletion => {
    const type = typeOf(variable.type);
    const fits = wanted && type ? castable(type, wanted) : undefined;
    return {
      label: `${owner}.${variable.name}`,
      detail: variable.type,
      type: icon,
      ...(fits === undefined ? {} : { section: fits ? fitting(due) : others }),
      ...(variable.description ? { info: variable.description } : {}),
      ...(fits === undefined ? {} : { fits }),
    };
  };
  const isInside = (path: string) => nodePath === path || nodePath.startsWith(`${path}/`);
  return [
    ...workflow.inputs.map((each) => option("inputs", "input", each)),
    ...workflow.nodes
      .filter(({ path }) => !path.includes("/") && path !== "efn" && !isInside(path))
      .flatMap(({ id, kind, outputs }) => outputs.map((each) => option(id, kind ?? "task", each))),
  ];
}

const fitting = (due: string): CompletionSection => ({ name: `Fits ${due}`, rank: 0 });
const others: CompletionSection = { name: "Other types", rank: 1 };

const types = new Map<string, LiteralType | undefined>();

function typeOf(text: string): LiteralType | undefined {
  if (!types.has(text)) types.set(text, text === "" ? undefined : parseLiteralType(text).type);
  return types.get(text);
}
