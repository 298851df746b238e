/**
 * Literals and plain values, both ways, and a literal on one line.
 *
 * `toLiteral` reads a plain value (from YAML, JSON or a form) by its declared type; how is in literal-reader.ts.
 * `fromLiteral` needs no type, because a literal knows its own; integers come out as bigint, which plain-json.ts writes.
 * @see flyteidl/core/literals.proto
 */
import type { JsonValue } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { formatShortDuration } from "./duration.ts";
import type { Literal, LiteralMap, Primitive, Scalar } from "./gen/flyteidl/core/literals_pb.js";
import { BlobType_BlobDimensionality, type LiteralType } from "./gen/flyteidl/core/types_pb.js";
import { deepestLiteral, type LiteralFinding, readLiteral } from "./literal-reader.ts";
import { assertNever } from "./never.ts";
import type { PlainObject, PlainValue } from "./plain-json.ts";
import { formatTimestamp } from "./timestamp.ts";

/**
 * The literal a plain value is under a type, or everything in it that does not fit.
 *
 * | type | values |
 * | --- | --- |
 * | int | bigint, a safe whole number, decimal digits as text; exact over all 64 bits |
 * | float | number, bigint, text of a number, "NaN", "Infinity" |
 * | datetime, duration | text: RFC 3339; Go or ISO 8601 |
 * | file, dir, dataset, schema | a URI, or `{ uri, format? }` |
 * | binary | base64 text, or `{ base64, tag? }` |
 * | error | its message, or `{ message, failedNodeId? }` |
 * | struct | an object of JSON values whose integers a double can hold |
 * | none | null |
 */
export function toLiteral(
  value: PlainValue | undefined,
  type: LiteralType,
):
  | { readonly literal: Literal; readonly findings?: undefined }
  | { readonly literal?: undefined; readonly findings: readonly LiteralFinding[] } {
  const findings: LiteralFinding[] = [];
  const fit = readLiteral(value, type, [], deepestLiteral, findings);
  return fit && findings.length === 0 ? { literal: fit.literal } : { findings };
}

/**
 * The plain value of a literal; total. Datetimes and durations are text, binaries `{ base64, tag? }`, blobs
 * `{ uri, format?, dimensionality? }`, offloaded literals `{ uri, sizeBytes }`, nothing set is null. A union is its value:
 * which variant it was is not said.
 */
export function fromLiteral(literal: Literal | undefined): PlainValue {
  const { value } = literal ?? {};
  switch (value?.case) {
    case "scalar":
      return fromScalar(value.value);
    case "collection":
      return value.value.literals.map(fromLiteral);
    case "map":
      return fromLiteralMap(value.value);
    case "offloadedMetadata":
      return { uri: value.value.uri, sizeBytes: value.value.sizeBytes };
    case undefined:
      return null;
    default:
      return assertNever(value, "literal");
  }
}

/** The plain values of a literal map, such as the inputs of an execution. */
export function fromLiteralMap(map: LiteralMap | undefined): PlainObject {
  return Object.fromEntries(Object.entries(map?.literals ?? {}).map(([name, each]) => [name, fromLiteral(each)]));
}

function fromScalar({ value }: Scalar): PlainValue {
  switch (value.case) {
    case "primitive":
      return fromPrimitive(value.value);
    case "blob": {
      const { format = "", dimensionality } = value.value.metadata?.type ?? {};
      return {
        uri: value.value.uri,
        ...(format !== "" && { format }),
        ...(dimensionality === BlobType_BlobDimensionality.MULTIPART && { dimensionality: "multipart" }),
      };
    }
    case "binary":
      return { base64: base64Encode(value.value.value), ...(value.value.tag !== "" && { tag: value.value.tag }) };
    case "schema":
      return { uri: value.value.uri };
    case "structuredDataset": {
      const format = value.value.metadata?.structuredDatasetType?.format ?? "";
      return { uri: value.value.uri, ...(format !== "" && { format }) };
    }
    case "error": {
      const { message, failedNodeId } = value.value;
      return { message, ...(failedNodeId !== "" && { failedNodeId }) };
    }
    case "generic":
      return fromJson(value.value);
    case "union":
      return fromLiteral(value.value.value);
    case "noneType":
    case undefined:
      return null;
    default:
      return assertNever(value, "scalar");
  }
}

/** A struct's numbers are doubles; whole ones a double holds for certain are written without a fraction, as they came. */
function fromJson(value: JsonValue): PlainValue {
  if (typeof value === "number") return isCountable(value) ? BigInt(value) : value;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(fromJson);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fromJson(each)]));
}

const isCountable = (value: number): boolean =>
  Number.isInteger(value) && Math.abs(value) <= 2 ** 53 && !Object.is(value, -0);

function fromPrimitive({ value }: Primitive): PlainValue {
  switch (value.case) {
    case "datetime":
      return formatTimestamp(value.value);
    case "duration":
      return formatShortDuration(value.value);
    case "integer":
    case "floatValue":
    case "stringValue":
    case "boolean":
      return value.value;
    case undefined:
      return null;
    default:
      return assertNever(value, "primitive");
  }
}

/**
 * A literal on one line for tables and messages: `[1, 2, 3]`, `{a: "x"}`, `s3://…`, clipped with "…" at `longest`
 * characters. The work is bounded by the line, not by the literal.
 */
export function summarizeLiteral(literal: Literal | undefined, longest = 80): string {
  const text = summarize(literal, longest);
  return text.length > longest ? `${text.slice(0, Math.max(0, longest - 1)).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}

function summarize(literal: Literal | undefined, room: number): string {
  const { value } = literal ?? {};
  switch (value?.case) {
    case "scalar":
      return summarizeScalar(value.value, room);
    case "collection":
      return `[${joinWithin(value.value.literals, room, (each, left) => summarize(each, left))}]`;
    case "map": {
      const { literals } = value.value;
      return `{${joinWithin(Object.keys(literals), room, (key, left) => `${key}: ${summarize(literals[key], left)}`)}}`;
    }
    case "offloadedMetadata":
      return value.value.uri;
    case undefined:
      return "not set";
    default:
      return assertNever(value, "literal");
  }
}

function summarizeScalar(scalar: Scalar, room: number): string {
  const { value } = scalar;
  switch (value.case) {
    case "primitive": {
      const plain = fromPrimitive(value.value);
      const isText = value.value.value.case === "stringValue" && typeof plain === "string";
      return isText ? JSON.stringify(plain.slice(0, room + 1)) : plain === null ? "not set" : String(plain);
    }
    case "blob":
    case "schema":
    case "structuredDataset":
      return value.value.uri;
    case "binary": {
      const { value: bytes, tag } = value.value;
      return `${tag || "binary"}, ${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}`;
    }
    case "error":
      return `error: ${value.value.message.slice(0, room + 1).replaceAll(/\s+/g, " ")}`;
    case "generic":
      return summarizePlain(value.value, room);
    case "union":
      return summarize(value.value.value, room);
    case "noneType":
      return "none";
    case undefined:
      return "not set";
    default:
      return assertNever(value, "scalar");
  }
}

function summarizePlain(value: PlainValue, room: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, room + 1));
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${joinWithin(value, room, summarizePlain)}]`;
  return `{${joinWithin(Object.entries(value), room, ([key, each], left) => `${key}: ${summarizePlain(each, left)}`)}}`;
}

function joinWithin<Item>(items: readonly Item[], room: number, write: (item: Item, left: number) => string): string {
  let text = "";
  for (const [index, item] of items.entries()) {
    if (text.length > room) return `${text}, …`;
    text += (index > 0 ? ", " : "") + write(item, room - text.length);
  }
  return text;
}
