/**
 * Remedies for what the compiler reports: names that may have been meant, and what to do about types.
 */
import type { Hint, Path } from "@skein/spec/diagnostic";
import { findNear, formatDidYouMean } from "@skein/spec/did-you-mean";
import { type LiteralType, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { castable } from "./castable.ts";

/** "Did you mean", with the nearest name as an edit of the field that holds the word. */
export function nearHints(word: string, candidates: Iterable<string>, path?: Path): Hint[] {
  const near = findNear(word, candidates);
  const [best] = near;
  if (best === undefined) return [];
  const text = formatDidYouMean(near).trim();
  return [path ? { text, edit: { path, value: best } } : { text }];
}

/**
 * What to do where one type does not fit another.
 *
 * @param reference the promise as it is written, `node.output`; empty for a constant
 */
export function typeHints(up: LiteralType, down: LiteralType, reference = ""): Hint[] {
  if (isSimple(up, SimpleType.INTEGER) && isSimple(down, SimpleType.FLOAT)) {
    const text = "Flyte does not turn an int into a float";
    return [
      { text: reference ? `${text}; declare the output as float, or convert it in a task` : `${text}; write 1.0` },
    ];
  }
  if (up.type.case === "collectionType" && castable(up.type.value, down)) {
    const element = reference ? `: \${${reference}[0]}` : "";
    return [{ text: `It is a list; take one element${element}, or map the task over the list` }];
  }
  if (down.type.case === "collectionType" && castable(up, down.type.value)) {
    return [
      { text: reference ? `A list is wanted; wrap it: ["\${${reference}}"]` : "A list is wanted; wrap it in [ ]" },
    ];
  }
  if (down.type.case !== "unionType" && up.type.case === "unionType") {
    const odd = up.type.value.variants.some((variant) => isSimple(variant, SimpleType.NONE));
    if (odd) return [{ text: "It may be none; let the input take none too (T?)" }];
  }
  return [];
}

function isSimple({ type }: LiteralType, simple: SimpleType): boolean {
  return type.case === "simple" && type.value === simple;
}
