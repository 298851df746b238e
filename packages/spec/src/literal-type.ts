/**
 * Types as short text: `list[int]`, `file[csv]`, `enum[red, green]`, `string?`. The language of the authoring format, of
 * messages and of the screen.
 *
 * Two forms are written. The plain one is for reading and leaves out what does not change how a value is written. The
 * detailed one adds structure: tags (`int#id`) and the fields of dataclasses (`struct{x: int}`). Both are read back by
 * `parseLiteralType` (grammar: literal-type-parser.ts). Metadata and annotations have no text.
 * @see flyteidl/core/types.proto
 */
import { equals } from "@bufbuild/protobuf";
import {
  BlobType_BlobDimensionality,
  type LiteralType,
  LiteralTypeSchema,
  SchemaType_SchemaColumn_SchemaColumnType,
  SimpleType,
} from "./gen/flyteidl/core/types_pb.js";
import { deepestType, readLiteralType, type TypeProblem, TypeRefused } from "./literal-type-parser.ts";
import { assertNever } from "./never.ts";

/** The word for each simple type. */
export const simpleTypeWords = {
  [SimpleType.NONE]: "none",
  [SimpleType.INTEGER]: "int",
  [SimpleType.FLOAT]: "float",
  [SimpleType.STRING]: "string",
  [SimpleType.BOOLEAN]: "bool",
  [SimpleType.DATETIME]: "datetime",
  [SimpleType.DURATION]: "duration",
  [SimpleType.BINARY]: "binary",
  [SimpleType.ERROR]: "error",
  [SimpleType.STRUCT]: "struct",
} as const satisfies Record<SimpleType, string>;

const columnWords = {
  [SchemaType_SchemaColumn_SchemaColumnType.INTEGER]: "int",
  [SchemaType_SchemaColumn_SchemaColumnType.FLOAT]: "float",
  [SchemaType_SchemaColumn_SchemaColumnType.STRING]: "string",
  [SchemaType_SchemaColumn_SchemaColumnType.BOOLEAN]: "bool",
  [SchemaType_SchemaColumn_SchemaColumnType.DATETIME]: "datetime",
  [SchemaType_SchemaColumn_SchemaColumnType.DURATION]: "duration",
} as const satisfies Record<SchemaType_SchemaColumn_SchemaColumnType, string>;

/**
 * Reads a type. What is wrong comes as a value: where (offset and length in UTF-16 units), what, and replacements for
 * that stretch where a word was meant.
 */
export function parseLiteralType(
  text: string,
): { type: LiteralType; problem?: undefined } | { type?: undefined; problem: TypeProblem } {
  try {
    return { type: readLiteralType(text) };
  } catch (reason) {
    if (reason instanceof TypeRefused) return { problem: reason.problem };
    throw reason;
  }
}

/**
 * The type as text; total. A type whose kind is not set (or newer than our protos) reads `unknown`.
 *
 * @param options.detail adds tags and dataclass fields
 */
export function formatLiteralType(type: LiteralType | undefined, options: { detail?: boolean } = {}): string {
  return type ? format(type, options.detail ?? false, 0) : "unknown";
}

/** Whether the detailed text says all there is: reading it gives an equal type. */
export function textSaysAll(type: LiteralType): boolean {
  const { type: again } = parseLiteralType(formatLiteralType(type, { detail: true }));
  return again !== undefined && equals(LiteralTypeSchema, type, again);
}

/** Whether the type is a union that a none fits: its value may be left out (`T?`). */
export function isOptionalType(type: LiteralType | undefined): boolean {
  return type?.type.case === "unionType" && type.type.value.variants.some(isNone);
}

function format(type: LiteralType, detail: boolean, depth: number): string {
  if (depth > deepestType) return "…";
  const text = formatKind(type, detail, depth);
  const tag = detail ? (type.structure?.tag ?? "") : "";
  if (tag === "") return text;
  return `${isPiped(type, detail) ? `(${text})` : text}#${/^[\w.-]+$/.test(tag) ? tag : JSON.stringify(tag)}`;
}

function formatKind({ type: kind, structure }: LiteralType, detail: boolean, depth: number): string {
  const inner = (type: LiteralType | undefined) => (type ? format(type, detail, depth + 1) : "unknown");
  switch (kind.case) {
    case "simple": {
      const word: string = simpleTypeWords[kind.value] ?? "unknown";
      const fields = detail && word === "struct" ? Object.entries(structure?.dataclassType ?? {}) : [];
      if (fields.length === 0) return word;
      fields.sort(([left], [right]) => (left < right ? -1 : 1));
      return `${word}{${fields.map(([name, type]) => `${label(name)}: ${inner(type)}`).join(", ")}}`;
    }
    case "collectionType":
      return `list[${inner(kind.value)}]`;
    case "mapValueType":
      return `map[${inner(kind.value)}]`;
    case "blob": {
      const word = kind.value.dimensionality === BlobType_BlobDimensionality.MULTIPART ? "dir" : "file";
      return `${word}${kind.value.format && `[${label(kind.value.format)}]`}`;
    }
    case "enumType":
      return `enum[${kind.value.values.map(label).join(", ")}]`;
    case "structuredDatasetType": {
      const columns = kind.value.columns.map((each) => `${label(each.name)}: ${inner(each.literalType)}`).join(", ");
      return `dataset${kind.value.format && `[${label(kind.value.format)}]`}${columns && `{${columns}}`}`;
    }
    case "schema": {
      const columns = kind.value.columns.map((each) => `${label(each.name)}: ${columnWords[each.type] ?? "unknown"}`);
      return columns.length === 0 ? "schema" : `schema{${columns.join(", ")}}`;
    }
    case "unionType":
      return formatUnion(kind.value.variants, detail, depth);
    case undefined:
      return "unknown";
    default:
      return assertNever(kind, "literal type");
  }
}

function formatUnion(variants: readonly LiteralType[], detail: boolean, depth: number): string {
  const texts = variants.map((each) => {
    const text = format(each, detail, depth + 1);
    return isPiped(each, detail) && !(detail && each.structure?.tag) ? `(${text})` : text;
  });
  const [only, last] = texts;
  if (only === undefined || texts.length === 1) return `union[${only ?? ""}]`;
  return texts.length === 2 && last === "none" ? `${only}?` : texts.join(" | ");
}

/** Whether the text of its kind has a bare "|" and needs parentheses inside another. */
function isPiped({ type: kind }: LiteralType, detail: boolean): boolean {
  if (kind.case !== "unionType" || kind.value.variants.length < 2) return false;
  const [, last] = kind.value.variants;
  const isOptional = kind.value.variants.length === 2 && last && isNone(last) && !(detail && last.structure?.tag);
  return !isOptional;
}

function isNone({ type }: LiteralType): boolean {
  return type.case === "simple" && type.value === SimpleType.NONE;
}

/** A name inside brackets, quoted where it would not be read back bare. */
function label(name: string): string {
  const isBare = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.+/ -]*[\p{L}\p{N}_.+/-])?$/u.test(name);
  return isBare ? name : JSON.stringify(name);
}
