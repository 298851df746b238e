/**
 * The type of a value nobody declared one for: constants in bindings, launch inputs, launch plan defaults.
 *
 * @see flytepropeller/pkg/compiler/validators/utils.go LiteralTypeForLiteral
 */
import { create } from "@bufbuild/protobuf";
import type { Literal, Primitive, Scalar } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { assertNever } from "@skein/spec/never";
import { maxNesting } from "./nesting.ts";
import { typeText } from "./proto-text.ts";
import { compareUtf8 } from "./utf8-order.ts";

/** The type of a literal; undefined when it cannot be told: nothing set, a blob without metadata, too deep. */
export function typeOfLiteral(literal: Literal, depth = 0): LiteralType | undefined {
  if (depth > maxNesting) return undefined;
  const { value } = literal;
  switch (value.case) {
    case "scalar":
      return typeOfScalar(value.value);
    case "collection": {
      const element = commonType(value.value.literals, depth);
      return element && listOf(element);
    }
    case "map": {
      const element = commonType(Object.values(value.value.literals), depth);
      return element && mapOf(element);
    }
    case "offloadedMetadata":
      return value.value.inferredType;
    case undefined:
      return undefined;
    default:
      return assertNever(value, "literal");
  }
}

/** The type of a scalar; undefined when nothing is set or the blob does not say. */
export function typeOfScalar(scalar: Scalar): LiteralType | undefined {
  const { value } = scalar;
  switch (value.case) {
    case "primitive":
      return simpleType(primitiveType(value.value));
    case "blob": {
      const type = value.value.metadata?.type;
      return type && create(LiteralTypeSchema, { type: { case: "blob", value: type } });
    }
    case "binary":
      return simpleType(value.value.tag === "msgpack" ? SimpleType.STRUCT : SimpleType.BINARY);
    case "schema":
      return create(LiteralTypeSchema, { type: { case: "schema", value: value.value.type ?? {} } });
    case "noneType":
      return simpleType(SimpleType.NONE);
    case "error":
      return simpleType(SimpleType.ERROR);
    case "generic":
      return simpleType(SimpleType.STRUCT);
    case "structuredDataset": {
      const type = value.value.metadata?.structuredDatasetType;
      // Without metadata upstream has a dataset type with no body, which casts to nothing: so does a type without a kind.
      return create(LiteralTypeSchema, type ? { type: { case: "structuredDatasetType", value: type } } : {});
    }
    case "union": {
      const { type } = value.value;
      return type && create(LiteralTypeSchema, { type: { case: "unionType", value: { variants: [type] } } });
    }
    case undefined:
      return undefined;
    default:
      return assertNever(value, "scalar");
  }
}

/** The type of a primitive; NONE when nothing is set. */
export function primitiveType({ value }: Primitive): SimpleType {
  switch (value.case) {
    case "integer":
      return SimpleType.INTEGER;
    case "floatValue":
      return SimpleType.FLOAT;
    case "stringValue":
      return SimpleType.STRING;
    case "boolean":
      return SimpleType.BOOLEAN;
    case "datetime":
      return SimpleType.DATETIME;
    case "duration":
      return SimpleType.DURATION;
    case undefined:
      return SimpleType.NONE;
    default:
      return assertNever(value, "primitive");
  }
}

/**
 * The one type for several elements: none of none, the type itself of one, a union of several (sorted by text).
 *
 * Empty lists and maps among others say nothing about the element type and are left out.
 */
export function joinTypes(types: readonly LiteralType[]): LiteralType {
  const byText = new Map<string, LiteralType>();
  for (const type of types) {
    // A list of unions is one list of the joined union.
    const parts = type.type.case === "unionType" ? type.type.value.variants : [type];
    for (const part of parts) byText.set(typeText(part), part);
  }
  const all = [...byText].sort(([a], [b]) => compareUtf8(a, b)).map(([, type]) => type);
  const telling = all.filter((type) => !isEmptyContainer(type));
  const kept = telling.length > 0 ? telling : all;
  const [only] = kept;
  if (!only) return simpleType(SimpleType.NONE);
  if (kept.length > 1 || types.some((type) => type.type.case === "unionType")) {
    return create(LiteralTypeSchema, { type: { case: "unionType", value: { variants: kept } } });
  }
  return only;
}

const simpleTypes = new Map<SimpleType, LiteralType>();

/** A simple type as a message: the same one each time, so that what is known of it (type-memo.ts) is found again. */
export function simpleType(value: SimpleType): LiteralType {
  const known = simpleTypes.get(value);
  if (known) return known;
  const made = Object.freeze(create(LiteralTypeSchema, { type: { case: "simple", value } }));
  simpleTypes.set(value, made);
  return made;
}

/** The type of lists of an element type. */
export function listOf(value: LiteralType): LiteralType {
  return create(LiteralTypeSchema, { type: { case: "collectionType", value } });
}

/** The type of maps, from strings, to a value type. */
export function mapOf(value: LiteralType): LiteralType {
  return create(LiteralTypeSchema, { type: { case: "mapValueType", value } });
}

/** Undefined when the type of one element cannot be told. */
function commonType(literals: readonly Literal[], depth: number): LiteralType | undefined {
  const types: LiteralType[] = [];
  for (const literal of literals) {
    const type = typeOfLiteral(literal, depth + 1);
    if (!type) return undefined;
    types.push(type);
  }
  return joinTypes(types);
}

function isEmptyContainer({ type }: LiteralType): boolean {
  if (type.case !== "collectionType" && type.case !== "mapValueType") return false;
  return type.value.type.case === "simple" && type.value.type.value === SimpleType.NONE;
}
