/**
 * Protobuf-JSON by hand of people: a plain value → JSON that `fromJson` takes, with every finding at its path instead of
 * the library's first exception. Field names in both spellings, enums by name or number, 64-bit numbers as they are.
 *
 * @see https://protobuf.dev/programming-guides/json/
 */
import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { type Diagnostic, diagnostic, type Path } from "./diagnostic.ts";
import { findNear, formatDidYouMean } from "./did-you-mean.ts";
import { durationForms, durationToNanos, parseDuration } from "./duration.ts";
import { decodeBase64, describeValue } from "./literal-scalar.ts";
import { assertNever } from "./never.ts";
import { isPlainArray, isPlainObject, type PlainObject, type PlainValue } from "./plain-json.ts";
import { parseTimestamp, timestampForms } from "./timestamp.ts";

/** Protobuf readers refuse messages nested deeper. */
const deepestMessage = 100;

/**
 * Reads an object as the JSON of a message; what is wrong is added to `found` and left out of the result. Types of fields
 * are checked, required ones are not: proto3 has none.
 *
 * @param at where the object stands in the document; paths use the document's own spelling of names
 */
export function readProtoJson(
  schema: DescMessage,
  value: PlainValue,
  at: Path,
  found: Diagnostic[],
  depth = 0,
): JsonObject {
  const json: JsonObject = {};
  if (depth > deepestMessage) {
    report(found, "DepthLimit", at, `Messages may nest at most ${deepestMessage} deep`);
    return json;
  }
  if (!isPlainObject(value)) {
    report(found, "WrongKind", at, `Expected an object (${schema.name}), not ${describeValue(value)}`);
    return json;
  }
  const spellings = new Map(
    schema.fields.flatMap((each) => [[each.name, each] as const, [each.jsonName, each] as const]),
  );
  const given = new Map<string, string>();
  for (const [key, member] of Object.entries(value)) {
    const field = spellings.get(key);
    if (!field) {
      reportUnknown(found, schema, key, at);
      continue;
    }
    // A null is a field left out, except where null is itself a value.
    if (member === null && !isValueMessage(field)) continue;
    const slot = field.oneof?.name ?? field.name;
    const before = given.get(slot);
    if (before === undefined) given.set(slot, key);
    else
      report(found, "ConflictingKeys", [...at, key], `"${before}" and "${key}" exclude each other; keep one of them`);
    const read = readField(field, member, [...at, key], found, depth);
    if (read !== undefined && before === undefined) json[field.jsonName] = read;
  }
  return json;
}

function isValueMessage(field: DescField): boolean {
  return field.fieldKind === "message" && field.message.typeName === "google.protobuf.Value";
}

function reportUnknown(found: Diagnostic[], schema: DescMessage, key: string, at: Path): void {
  const names = schema.fields.map((each) => (key.includes("_") ? each.name : each.jsonName));
  const suggestions = findNear(key, names);
  found.push(
    diagnostic({
      code: "UnknownKey",
      path: [...at, key],
      message: `${schema.name} has no field "${key}".${formatDidYouMean(suggestions)}`,
      data: { key, message: schema.typeName, suggestions },
      hints: suggestions.map((each) => ({ text: `Rename it to ${each}` })),
    }),
  );
}

function readField(
  field: DescField,
  value: PlainValue,
  at: Path,
  found: Diagnostic[],
  depth: number,
): JsonValue | undefined {
  switch (field.fieldKind) {
    case "scalar":
      return readScalar(field.scalar, value, at, found);
    case "enum":
      return readEnum(field.enum, value, at, found);
    case "message":
      return readMessage(field.message, value, at, found, depth + 1);
    case "list":
      if (!isPlainArray(value)) {
        return report(found, "WrongKind", at, `"${at.at(-1)}" is a list, not ${describeValue(value)}`);
      }
      return value.flatMap((each, index) => readItem(field, each, [...at, index], found, depth) ?? []);
    case "map": {
      if (!isPlainObject(value)) {
        return report(found, "WrongKind", at, `"${at.at(-1)}" is a map, not ${describeValue(value)}`);
      }
      const read = Object.entries(value).map(([key, each]) => {
        return [key, readItem(field, each, [...at, key], found, depth + 1)] as const;
      });
      return Object.fromEntries(read.flatMap(([key, each]) => (each === undefined ? [] : [[key, each]])));
    }
    default:
      return assertNever(field, "field");
  }
}

function readItem(
  field: DescField & { fieldKind: "list" | "map" },
  value: PlainValue,
  at: Path,
  found: Diagnostic[],
  depth: number,
): JsonValue | undefined {
  if (field.enum) return readEnum(field.enum, value, at, found);
  if (field.message) return readMessage(field.message, value, at, found, depth + 1);
  return readScalar(field.scalar, value, at, found);
}

function readMessage(
  schema: DescMessage,
  value: PlainValue,
  at: Path,
  found: Diagnostic[],
  depth: number,
): JsonValue | undefined {
  switch (schema.typeName) {
    case "google.protobuf.Duration": {
      const duration = typeof value === "string" ? parseDuration(value) : undefined;
      if (!duration) return report(found, "WrongKind", at, `Expected ${durationForms}, not ${describeValue(value)}`);
      return formatProtoDuration(durationToNanos(duration));
    }
    case "google.protobuf.Timestamp":
      if (typeof value === "string" && parseTimestamp(value)) return value.replace(" ", "T").toUpperCase();
      return report(found, "WrongKind", at, `Expected ${timestampForms}, not ${describeValue(value)}`);
    case "google.protobuf.Struct":
      if (isPlainObject(value)) return readJson(value, at, found, depth);
      return report(found, "WrongKind", at, `Expected an object, not ${describeValue(value)}`);
    case "google.protobuf.Value":
      return readJson(value, at, found, depth);
    case "google.protobuf.ListValue":
      if (isPlainArray(value)) return readJson(value, at, found, depth);
      return report(found, "WrongKind", at, `Expected a list, not ${describeValue(value)}`);
    default: {
      const wrapped = schema.file.name === "google/protobuf/wrappers" ? schema.fields[0] : undefined;
      if (wrapped?.fieldKind === "scalar") return readScalar(wrapped.scalar, value, at, found);
      return readProtoJson(schema, value, at, found, depth);
    }
  }
}

/** `3.5s`: protobuf-JSON knows seconds only. */
function formatProtoDuration(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const digits = size.toString().padStart(10, "0");
  const fraction = digits.slice(-9).replace(/0+$/, "");
  return `${nanos < 0n ? "-" : ""}${digits.slice(0, -9)}${fraction && `.${fraction}`}s`;
}

function readJson(value: PlainValue, at: Path, found: Diagnostic[], depth: number): JsonValue | undefined {
  if (depth > deepestMessage) return report(found, "DepthLimit", at, "The value is nested too deeply");
  if (isPlainArray(value)) {
    return value.flatMap((each, index) => [readJson(each, [...at, index], found, depth + 2) ?? null]);
  }
  if (isPlainObject(value)) {
    const members = Object.entries(value).map(([key, each]) => [
      key,
      readJson(each, [...at, key], found, depth + 3) ?? null,
    ]);
    return Object.fromEntries(members);
  }
  const number = typeof value === "bigint" ? Number(value) : value;
  const isExact = typeof value !== "bigint" || BigInt(Number(value)) === value;
  if (!isExact || (typeof number === "number" && !Number.isFinite(number))) {
    return report(
      found,
      "InvalidValue",
      at,
      `${value} cannot be kept in a struct, whose numbers are doubles; write it as text`,
    );
  }
  return number;
}

function readEnum(schema: DescEnum, value: PlainValue, at: Path, found: Diagnostic[]): JsonValue | undefined {
  if (typeof value === "bigint" || typeof value === "number") {
    const known = schema.values.find((each) => each.number === Number(value));
    if (known) return known.name;
  } else if (typeof value === "string" && schema.values.some((each) => each.name === value)) return value;
  const names = schema.values.map((each) => each.name);
  const capitals = typeof value === "string" ? value.toUpperCase() : "";
  const suggestions = names.includes(capitals) ? [capitals] : typeof value === "string" ? findNear(value, names) : [];
  found.push(
    diagnostic({
      code: "InvalidValue",
      path: at,
      message: `${describeValue(value)} is no ${schema.name} (${names.join(", ")}).${formatDidYouMean(suggestions)}`,
      data: { suggestions },
      hints: suggestions.map((each) => ({ text: `Write ${each}`, edit: { path: at, value: each } })),
    }),
  );
  return undefined;
}

const wholeNumbers = new Map<ScalarType, readonly [least: bigint, most: bigint]>([
  [ScalarType.INT32, [-(2n ** 31n), 2n ** 31n - 1n]],
  [ScalarType.SINT32, [-(2n ** 31n), 2n ** 31n - 1n]],
  [ScalarType.SFIXED32, [-(2n ** 31n), 2n ** 31n - 1n]],
  [ScalarType.UINT32, [0n, 2n ** 32n - 1n]],
  [ScalarType.FIXED32, [0n, 2n ** 32n - 1n]],
  [ScalarType.INT64, [-(2n ** 63n), 2n ** 63n - 1n]],
  [ScalarType.SINT64, [-(2n ** 63n), 2n ** 63n - 1n]],
  [ScalarType.SFIXED64, [-(2n ** 63n), 2n ** 63n - 1n]],
  [ScalarType.UINT64, [0n, 2n ** 64n - 1n]],
  [ScalarType.FIXED64, [0n, 2n ** 64n - 1n]],
]);

function readScalar(type: ScalarType, value: PlainValue, at: Path, found: Diagnostic[]): JsonValue | undefined {
  const range = wholeNumbers.get(type);
  if (range) return readWhole(range, value, at, found);
  switch (type) {
    case ScalarType.STRING: {
      if (typeof value === "string") return value;
      const remedy = value === null || typeof value === "object" ? "" : `; quote it: "${value}"`;
      return report(found, "WrongKind", at, `Expected text, not ${describeValue(value)}${remedy}`);
    }
    case ScalarType.BOOL:
      if (typeof value === "boolean") return value;
      return report(found, "WrongKind", at, `Expected true or false, not ${describeValue(value)}`);
    case ScalarType.BYTES:
      if (typeof value === "string" && decodeBase64(value)) return value;
      return report(found, "WrongKind", at, `Expected base64 text, not ${describeValue(value)}`);
    default:
      if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
      if (typeof value === "bigint") return Number(value);
      if (typeof value === "string" && /^(?:NaN|-?Infinity|[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(value))
        return value;
      return report(found, "WrongKind", at, `Expected a number, not ${describeValue(value)}`);
  }
}

function readWhole(
  [least, most]: readonly [bigint, bigint],
  value: PlainValue,
  at: Path,
  found: Diagnostic[],
): JsonValue | undefined {
  const isText = typeof value === "string" && /^-?\d{1,20}$/.test(value);
  const isWhole = typeof value === "bigint" || isText || (typeof value === "number" && Number.isSafeInteger(value));
  if (!isWhole) return report(found, "WrongKind", at, `Expected a whole number, not ${describeValue(value)}`);
  const whole = BigInt(value);
  if (whole >= least && whole <= most) return whole.toString();
  return report(found, "InvalidValue", at, `${whole} is out of range (${least} to ${most})`);
}

function report(found: Diagnostic[], code: string, path: Path, message: string): undefined {
  found.push(diagnostic({ code, path, message: message.charAt(0).toUpperCase() + message.slice(1) }));
}

/** The members of an object but some: for envelopes around a message. */
export function without(object: PlainObject, keys: readonly string[]): PlainObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
