/**
 * Remedies for a value whose type does not fit, as edits of what is bound.
 */
import { type JsonValue, toJson } from "@bufbuild/protobuf";
import type { Hint, Path } from "@skein/spec/diagnostic";
import { type BindingData, BindingDataSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type LiteralType,
  type OutputReference,
  OutputReferenceSchema,
  SimpleType,
} from "@skein/spec/gen/flyteidl/core/types_pb";
import type { TypeMemo } from "./type-memo.ts";

/** What is bound, where, and how its type was compared. */
export interface Misfit {
  readonly data: BindingData;
  /** Of the data. */
  readonly path: Path;
  /** As it is written, `node.output`; empty for a constant. */
  readonly reference: string;
  readonly actual: LiteralType;
  readonly expected: LiteralType;
  readonly types: TypeMemo;
}

/** What to do; an edit replaces the data, or the promise in it. */
export function misfitHints(misfit: Misfit): Hint[] {
  const { actual, expected, types, reference } = misfit;
  if (isSimple(actual, SimpleType.INTEGER) && isSimple(expected, SimpleType.FLOAT)) return floatHints(misfit);
  if (actual.type.case === "collectionType" && types.castable(actual.type.value, expected)) {
    const text = `It is a list; take one element${reference && `: \${${reference}[0]}`}, or map the task over the list`;
    return [withStep(text, misfit, { intValue: 0 })];
  }
  if (expected.type.case === "collectionType" && types.castable(actual, expected.type.value)) {
    const text = reference ? `A list is wanted; wrap it: ["\${${reference}}"]` : "A list is wanted; wrap it in [ ]";
    return [{ text, edit: { path: misfit.path, value: { collection: { bindings: [jsonOf(misfit.data)] } } } }];
  }
  if (actual.type.case === "mapValueType" && types.castable(actual.type.value, expected)) {
    return [{ text: `It is a map; take one value${reference && `: \${${reference}.key}`}` }];
  }
  const fields = fittingFields(misfit);
  const [field, ...others] = fields;
  if (field !== undefined) {
    const text = `Take the field that fits: ${fields.map((name) => `\${${reference}.${name}}`).join(" or ")}`;
    return [others.length === 0 ? withStep(text, misfit, { stringValue: field }) : { text }];
  }
  if (mayBeNone(actual) && expected.type.case !== "unionType") {
    return [{ text: "It may be none; let the input take none too (T?)" }];
  }
  return [];
}

function floatHints({ data, path, reference }: Misfit): Hint[] {
  const text = "Flyte does not turn an int into a float";
  if (reference) return [{ text: `${text}; declare the output as float, or convert it in a task` }];
  const primitive = data.value.case === "scalar" ? data.value.value.value : undefined;
  if (primitive?.case !== "primitive" || primitive.value.value.case !== "integer") return [{ text }];
  const floatValue = Number(primitive.value.value.value);
  const written = Number.isInteger(floatValue) ? floatValue.toFixed(1) : String(floatValue);
  return [{ text: `${text}; write ${written}`, edit: { path, value: { scalar: { primitive: { floatValue } } } } }];
}

/** Fields of a dataclass whose type fits, few enough to list. */
function fittingFields({ actual, expected, reference, types }: Misfit): string[] {
  const fields = Object.entries(actual.structure?.dataclassType ?? {});
  if (reference === "" || fields.length > 100) return [];
  return fields.flatMap(([name, type]) => (types.castable(type, expected) ? [name] : [])).slice(0, 3);
}

function withStep(text: string, { data, path }: Misfit, step: JsonValue): Hint {
  if (data.value.case !== "promise") return { text };
  const promise = promiseJson(data.value.value);
  const steps = Array.isArray(promise.attrPath) ? promise.attrPath : [];
  return { text, edit: { path: [...path, "promise"], value: { ...promise, attrPath: [...steps, step] } } };
}

/** A promise as protobuf JSON. */
export function promiseJson(promise: OutputReference): { readonly [key: string]: JsonValue } {
  const json = toJson(OutputReferenceSchema, promise);
  return typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
}

function jsonOf(data: BindingData): JsonValue {
  return toJson(BindingDataSchema, data);
}

function mayBeNone({ type }: LiteralType): boolean {
  return type.case === "unionType" && type.value.variants.some((variant) => isSimple(variant, SimpleType.NONE));
}

function isSimple({ type }: LiteralType, simple: SimpleType): boolean {
  return type.case === "simple" && type.value === simple;
}
