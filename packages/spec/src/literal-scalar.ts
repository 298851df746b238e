/**
 * Plain values → scalars of the simple types, enums, blobs and data sets: everything of literal-reader.ts that has no
 * literals inside.
 *
 * A fit is exact when the value is of the type's own form, and converted when it had to be read from text (`"5"` as an
 * int) or widened (an integer as a float). Unions prefer exact fits.
 */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { findNear, formatDidYouMean } from "./did-you-mean.ts";
import { durationForms, parseDuration } from "./duration.ts";
import {
  type Literal,
  LiteralSchema,
  type PrimitiveSchema,
  type ScalarSchema,
} from "./gen/flyteidl/core/literals_pb.js";
import {
  type BlobType,
  BlobType_BlobDimensionality,
  type SchemaType,
  SimpleType,
  type StructuredDatasetType,
} from "./gen/flyteidl/core/types_pb.js";
import { assertNever } from "./never.ts";
import { isPlainObject, type PlainValue } from "./plain-json.ts";
import { parseTimestamp, timestampForms } from "./timestamp.ts";

/** A value read as a type. */
export interface Fit {
  readonly literal: Literal;
  readonly isExact: boolean;
}

/** Why a value does not fit, in words; the remedy apart. */
export interface Misfit {
  readonly literal?: undefined;
  readonly message: string;
  readonly hint?: string;
  readonly suggestions?: readonly string[];
}

const leastInt = -(2n ** 63n);
const mostInt = 2n ** 63n - 1n;

/** Reads a value as a simple type other than struct (literal-reader.ts has that). */
export function readSimple(value: PlainValue, type: Exclude<SimpleType, SimpleType.STRUCT>): Fit | Misfit {
  switch (type) {
    case SimpleType.NONE:
      return value === null ? exact({ case: "noneType", value: {} }) : expected("null", value);
    case SimpleType.INTEGER:
      return readInteger(value);
    case SimpleType.FLOAT:
      return readFloat(value);
    case SimpleType.STRING:
      return readString(value);
    case SimpleType.BOOLEAN:
      return readBoolean(value);
    case SimpleType.DATETIME: {
      const datetime = typeof value === "string" ? parseTimestamp(value) : undefined;
      return datetime ? primitive({ case: "datetime", value: datetime }) : expected(timestampForms, value);
    }
    case SimpleType.DURATION: {
      const duration = typeof value === "string" ? parseDuration(value) : undefined;
      if (duration) return primitive({ case: "duration", value: duration }, value !== "0");
      const isNumber = typeof value === "number" || typeof value === "bigint";
      return { ...expected(durationForms, value), ...(isNumber && { hint: `Add a unit: "${value}s"` }) };
    }
    case SimpleType.BINARY:
      return readBinary(value);
    case SimpleType.ERROR:
      return readError(value);
    default:
      return assertNever(type, "simple type");
  }
}

function readInteger(value: PlainValue): Fit | Misfit {
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return primitive({ case: "integer", value: BigInt(value) });
    const hint = Number.isInteger(value) ? "Write the digits as text to keep them exact" : "Round it, or use a float";
    return { ...expected("a whole number", value), hint };
  }
  const isText = typeof value === "string";
  const whole = isText && /^[-+]?\d{1,40}$/.test(value) ? BigInt(value.replace(/^\+/, "")) : value;
  if (typeof whole !== "bigint") return expected("a whole number", value);
  if (whole < leastInt || whole > mostInt) {
    return { message: `${whole} does not fit an int, which has 64 bits (${leastInt} to ${mostInt})` };
  }
  return primitive({ case: "integer", value: whole }, !isText);
}

const floatText = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const unusualFloats: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "+inf": Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  "+infinity": Number.POSITIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};

function readFloat(value: PlainValue): Fit | Misfit {
  if (typeof value === "number") return primitive({ case: "floatValue", value });
  if (typeof value === "bigint") return readDecimal(String(value));
  if (typeof value === "string") {
    if (floatText.test(value)) return readDecimal(value);
    const unusual = Object.hasOwn(unusualFloats, value.toLowerCase()) ? unusualFloats[value.toLowerCase()] : undefined;
    if (unusual !== undefined) return primitive({ case: "floatValue", value: unusual }, false);
  }
  return expected("a number", value);
}

/** Digits beyond the range would become an infinity that nobody wrote. */
function readDecimal(text: string): Fit | Misfit {
  const value = Number(text);
  if (Number.isFinite(value)) return primitive({ case: "floatValue", value }, false);
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return { message: `${shown} does not fit a float`, hint: `Write ${value < 0 ? "-inf" : "inf"} if you mean it` };
}

function readString(value: PlainValue): Fit | Misfit {
  if (typeof value === "string") {
    if (!value.isWellFormed()) return { message: "The text has half a surrogate pair, which is no character" };
    return primitive({ case: "stringValue", value });
  }
  const isPlain = value !== null && typeof value !== "object";
  return { ...expected("text", value), ...(isPlain && { hint: `Quote it: "${value}"` }) };
}

function readBoolean(value: PlainValue): Fit | Misfit {
  if (typeof value === "boolean") return primitive({ case: "boolean", value });
  if (value === "true" || value === "false") return primitive({ case: "boolean", value: value === "true" }, false);
  return expected("true or false", value);
}

function readBinary(value: PlainValue): Fit | Misfit {
  const form = 'base64 text, or { base64: "…", tag: "…" }';
  const { base64, tag = "", ...others } = isPlainObject(value) ? value : { base64: value };
  if (typeof base64 !== "string" || typeof tag !== "string" || Object.keys(others).length > 0) {
    return expected(form, value);
  }
  const bytes = decodeBase64(base64);
  if (!bytes) return { message: `${describeValue(base64)} is not base64` };
  return exact({ case: "binary", value: { value: bytes, tag } }, isPlainObject(value));
}

/** Standard and URL-safe alphabets, padded or not; undefined for anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text) || text.replace(/=+$/, "").length % 4 === 1) return undefined;
  return base64Decode(text.replaceAll("-", "+").replaceAll("_", "/"));
}

function readError(value: PlainValue): Fit | Misfit {
  const { message, failedNodeId = "", ...others } = isPlainObject(value) ? value : { message: value };
  if (typeof message !== "string" || typeof failedNodeId !== "string" || Object.keys(others).length > 0) {
    return expected('a message, or { message: "…", failedNodeId: "…" }', value);
  }
  return exact({ case: "error", value: { message, failedNodeId } }, isPlainObject(value));
}

/** Reads one of an enum's values; near ones are suggested. */
export function readEnum(value: PlainValue, values: readonly string[]): Fit | Misfit {
  if (typeof value === "string") {
    if (values.includes(value)) return primitive({ case: "stringValue", value });
    const suggestions = findNear(value, values);
    const known = values.slice(0, 10).join(", ") + (values.length > 10 ? ", …" : "");
    return {
      message: `${describeValue(value)} is none of the enum's values (${known}).${formatDidYouMean(suggestions)}`,
      suggestions,
    };
  }
  return expected(`one of ${values.slice(0, 10).join(", ")}`, value);
}

/** Reads a URI, or `{ uri, format?, dimensionality? }`. The literal's type is the declared one, made more precise. */
export function readBlob(value: PlainValue, type: BlobType): Fit | Misfit {
  const declared = type.dimensionality === BlobType_BlobDimensionality.MULTIPART ? "multipart" : "single";
  const what = declared === "single" ? "a file" : "a directory";
  const located = isPlainObject(value) ? value : { uri: value };
  const { uri, format = type.format, dimensionality = declared, ...others } = located;
  if (typeof uri !== "string" || typeof format !== "string" || Object.keys(others).length > 0) {
    return expected(`the URI of ${what}, or { uri: "…", format: "…" }`, value);
  }
  if (dimensionality !== declared)
    return { message: `Expected ${what} (${declared}), not ${describeValue(dimensionality)}` };
  if (type.format !== "" && format !== "" && format !== type.format) {
    return { message: `Expected ${what} of format ${type.format}, not ${format}` };
  }
  if (uri === "") return { message: `The URI of ${what} is empty` };
  const metadata = { type: { format: format || type.format, dimensionality: type.dimensionality } };
  return exact({ case: "blob", value: { uri, metadata } }, isPlainObject(value) || looksLikeUri(uri));
}

/** Reads a URI, or `{ uri, format? }`. */
export function readDataset(value: PlainValue, type: StructuredDatasetType): Fit | Misfit {
  const { uri, format = type.format, ...others } = isPlainObject(value) ? value : { uri: value };
  if (typeof uri !== "string" || typeof format !== "string" || Object.keys(others).length > 0 || uri === "") {
    return expected('the URI of a dataset, or { uri: "…", format: "…" }', value);
  }
  if (type.format !== "" && format !== "" && format.toLowerCase() !== type.format.toLowerCase()) {
    return { message: `Expected a dataset of format ${type.format}, not ${format}` };
  }
  const metadata = { structuredDatasetType: { ...type, format: format || type.format } };
  return exact({ case: "structuredDataset", value: { uri, metadata } }, isPlainObject(value) || looksLikeUri(uri));
}

/** Reads the URI of a legacy schema, or `{ uri }`. */
export function readSchema(value: PlainValue, type: SchemaType): Fit | Misfit {
  const { uri, ...others } = isPlainObject(value) ? value : { uri: value };
  if (typeof uri !== "string" || Object.keys(others).length > 0 || uri === "") {
    return expected('the URI of a schema, or { uri: "…" }', value);
  }
  return exact({ case: "schema", value: { uri, type } }, isPlainObject(value) || looksLikeUri(uri));
}

function looksLikeUri(text: string): boolean {
  return /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|\/)/.test(text);
}

/** A literal of a scalar. */
export function scalarLiteral(scalar: NonNullable<MessageInitShape<typeof ScalarSchema>["value"]>): Literal {
  return create(LiteralSchema, { value: { case: "scalar", value: { value: scalar } } });
}

function exact(scalar: NonNullable<MessageInitShape<typeof ScalarSchema>["value"]>, isExact = true): Fit {
  return { literal: scalarLiteral(scalar), isExact };
}

function primitive(value: NonNullable<MessageInitShape<typeof PrimitiveSchema>["value"]>, isExact = true): Fit {
  return exact({ case: "primitive", value: { value } }, isExact);
}

/** The usual sentence: what was due and what came. */
export function expected(what: string, value: PlainValue | undefined): Misfit {
  return { message: `Expected ${what}, not ${describeValue(value)}` };
}

/** A value in a sentence, clipped: `the text "abc"`, `3`, `a list`. */
export function describeValue(value: PlainValue | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (value === null || typeof value !== "object") return String(value);
  return isPlainObject(value) ? "an object" : "a list";
}
