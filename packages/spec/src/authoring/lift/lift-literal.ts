/**
 * Literals → constants as a person would write them, from which lowering by the declared type makes the same literal
 * again. That it does is tried out here: which variant of a union a value becomes cannot be told otherwise.
 */
import type { JsonObject } from "@bufbuild/protobuf";
import { canonicalBytes } from "../../digest.ts";
import { type Literal, LiteralSchema, type Scalar } from "../../gen/flyteidl/core/literals_pb.js";
import type { LiteralType } from "../../gen/flyteidl/core/types_pb.js";
import { fromLiteral, summarizeLiteral, toLiteral } from "../../literal.ts";
import { scalarLiteral } from "../../literal-scalar.ts";
import { formatLiteralType } from "../../literal-type.ts";
import { isPlainArray, isPlainObject, type PlainValue } from "../../plain-json.ts";
import { NotSayable } from "./lift-not-sayable.ts";
import { compact, type Written } from "./lift-written.ts";

/** @throws NotSayable where no value of the type reads back as this literal */
export function liftLiteral(literal: Literal, type: LiteralType): Written {
  const plain = toPlain(literal, type);
  if (readsAs(plain, type, literal)) return toWritten(plain);
  const value = summarizeLiteral(literal);
  throw new NotSayable(`the value ${value} does not read back as it is where ${formatLiteralType(type)} is declared`);
}

/** JSON of a struct: a pod spec, a plugin's settings, a JSON Schema. */
export function liftJson(object: JsonObject): Written {
  return toWritten(fromLiteral(scalarLiteral({ case: "generic", value: object })));
}

/** `${` begins a reference, so the text `${` is written `$${`. */
export function escapeText(text: string): string {
  return text.replaceAll("${", () => "$${"); // in a replacement text, $$ would be one $
}

/** As written: texts escaped, lists and maps on one line where they are short. */
function toWritten(value: PlainValue): Written {
  if (typeof value === "string") return escapeText(value);
  if (value === null || typeof value !== "object") return value;
  if (isPlainArray(value)) return compact(value.map(toWritten));
  return compact(new Map(Object.entries(value).map(([key, each]) => [key, toWritten(each)])));
}

/** The shortest value that reads as the literal; where none does, the one that says most. */
function toPlain(literal: Literal, type: LiteralType | undefined): PlainValue {
  const { value } = literal;
  const kind = type?.type;
  if (value.case === "collection" && kind?.case === "collectionType") {
    return value.value.literals.map((each) => toPlain(each, kind.value));
  }
  if (value.case === "map" && kind?.case === "mapValueType") {
    const members = Object.entries(value.value.literals).map(([key, each]) => [key, toPlain(each, kind.value)]);
    return Object.fromEntries(members);
  }
  const whole = fromLiteral(literal);
  if (value.case !== "scalar" || !type) return whole;
  return shortForms(value.value, whole).find((each) => readsAs(each, type, literal)) ?? whole;
}

function shortForms({ value }: Scalar, whole: PlainValue): PlainValue[] {
  if (value.case === "union") return value.value.value ? [toPlain(value.value.value, value.value.type)] : [];
  // Objects with one member that matters may be written as that member alone.
  const short = isPlainObject(whole) ? (whole.uri ?? whole.message ?? whole.base64) : undefined;
  return value.case === "generic" || short === undefined ? [] : [short];
}

function readsAs(plain: PlainValue, type: LiteralType, literal: Literal): boolean {
  const { literal: again } = toLiteral(plain, type);
  return again !== undefined && isSame(again, literal);
}

/** By bytes: a NaN equals itself. */
function isSame(left: Literal, right: Literal): boolean {
  const [one, other] = [canonicalBytes(LiteralSchema, left), canonicalBytes(LiteralSchema, right)];
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
