/**
 * What was worked out about types, kept for one compilation: ten thousand nodes of one task ask the same again and again,
 * and a type may be as large as a file.
 *
 * Types are told apart by identity: those of declared variables are the same messages wherever they are read.
 */
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { formatLiteralType } from "@skein/spec/literal-type";
import { castable, explainMismatch } from "./castable.ts";
import { typeText } from "./proto-text.ts";

/** Answers about types; the same as the functions of these names give. */
export interface TypeMemo {
  castable(up: LiteralType, down: LiteralType): boolean;
  explainMismatch(up: LiteralType, down: LiteralType): string;
  /** As upstream prints it: the canonical text, of any length. */
  text(type: LiteralType): string;
  /** For people; cut where it is longer than anybody reads. */
  show(type: LiteralType): string;
  /** Whether an enum has a value. */
  hasValue(values: readonly string[], value: string): boolean;
}

const longestShown = 400;

/** An empty memory. */
export function rememberTypes(): TypeMemo {
  const casts = new Map<LiteralType, Map<LiteralType, boolean>>();
  const reasons = new Map<LiteralType, Map<LiteralType, string>>();
  const texts = new Map<LiteralType, string>();
  const shown = new Map<LiteralType, string>();
  const valueSets = new Map<readonly string[], ReadonlySet<string>>();
  return {
    castable(up, down) {
      // Two plain types are compared faster than looked up.
      if (up.type.case === "simple" && down.type.case === "simple" && !up.metadata) return castable(up, down);
      return once(inner(casts, up), down, () => castable(up, down));
    },
    explainMismatch: (up, down) => once(inner(reasons, up), down, () => shorten(explainMismatch(up, down))),
    text: (type) => once(texts, type, () => typeText(type)),
    show: (type) => once(shown, type, () => shorten(formatLiteralType(type))),
    hasValue: (values, value) => once(valueSets, values, () => new Set(values)).has(value),
  };
}

function inner<Value>(all: Map<LiteralType, Map<LiteralType, Value>>, up: LiteralType): Map<LiteralType, Value> {
  return once(all, up, () => new Map());
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key);
  if (value !== undefined) return value;
  const made = make();
  known.set(key, made);
  return made;
}

function shorten(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
