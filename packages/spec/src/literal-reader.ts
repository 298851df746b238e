/**
 * Plain values → literals, guided by the type: lists, maps, structs and unions, and one finding per thing that does not
 * fit, each with its path inside the value. Leaves are read in literal-scalar.ts.
 *
 * How a union's variant is picked: of the variants the value fits exactly, else of those it can be converted to, the most
 * specific kind (`kindOrder`), and of equal kinds the first in the type. So `5` is an int in `float | int`, and
 * `"2026-01-31T12:00:00Z"` a datetime in `string | datetime`.
 */
import { create, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import { type Literal, LiteralSchema } from "./gen/flyteidl/core/literals_pb.js";
import { type LiteralType, SimpleType } from "./gen/flyteidl/core/types_pb.js";
import {
  decodeBase64,
  describeValue,
  expected,
  type Fit,
  type Misfit,
  readBlob,
  readDataset,
  readEnum,
  readSchema,
  readSimple,
  scalarLiteral,
} from "./literal-scalar.ts";
import { formatLiteralType } from "./literal-type.ts";
import { assertNever } from "./never.ts";
import { isPlainArray, isPlainObject, type PlainObject, type PlainValue } from "./plain-json.ts";

/** One thing in a value that does not fit its type. */
export interface LiteralFinding {
  /** Keys and indices from the value to what is wrong. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The remedy, where one is known. */
  readonly hint?: string;
  /** What could stand there instead, such as an enum's near values. */
  readonly suggestions: readonly string[];
}

/**
 * How deep the messages of one literal may nest. Protobuf readers (ours, Python's) refuse messages deeper than 100;
 * the rest is left to what is wrapped around a literal.
 */
export const deepestLiteral = 88;

type Found = LiteralFinding[];
type At = readonly (string | number)[];

/** Reads `value` as `type`; undefined when it does not fit, with at least one finding added. `room` is the depth left. */
export function readLiteral(
  value: PlainValue | undefined,
  type: LiteralType,
  at: At,
  room: number,
  found: Found,
): Fit | undefined {
  if (value === undefined) return refuse({ message: `A value is missing (${formatLiteralType(type)})` }, at, found);
  if (room < 3) return refuse({ message: "The value is nested too deeply for a literal" }, at, found);
  const { type: kind } = type;
  switch (kind.case) {
    case "simple":
      if (kind.value === SimpleType.STRUCT) return readStruct(value, at, room, found);
      return settle(isKnownSimple(kind.value) ? readSimple(value, kind.value) : notKnown, at, found);
    case "enumType":
      return settle(readEnum(value, kind.value.values), at, found);
    case "blob":
      return settle(readBlob(value, kind.value), at, found);
    case "structuredDatasetType":
      return settle(readDataset(value, kind.value), at, found);
    case "schema":
      return settle(readSchema(value, kind.value), at, found);
    case "collectionType":
      return readList(value, kind.value, at, room, found);
    case "mapValueType":
      return readMap(value, kind.value, at, room, found);
    case "unionType":
      return readUnion(value, type, kind.value.variants, at, room, found);
    case undefined:
      return refuse(notKnown, at, found);
    default:
      return assertNever(kind, "literal type");
  }
}

const notKnown: Misfit = { message: "The type is not set, or newer than this program, so no value can be read for it" };

function isKnownSimple(type: SimpleType): type is Exclude<SimpleType, SimpleType.STRUCT> {
  return Object.hasOwn(simpleOrder, type);
}

function readList(value: PlainValue, element: LiteralType, at: At, room: number, found: Found): Fit | undefined {
  if (!isPlainArray(value)) {
    const misfit = expected("a list", value);
    return refuse(isPlainObject(value) ? misfit : { ...misfit, hint: "Put it in brackets: [ … ]" }, at, found);
  }
  const fits = value.map((each, index) => readLiteral(each, element, [...at, index], room - 2, found));
  const literals = fits.flatMap((fit) => (fit ? [fit.literal] : []));
  if (literals.length < fits.length) return undefined;
  const isExact = fits.every((fit) => fit?.isExact);
  return { literal: create(LiteralSchema, { value: { case: "collection", value: { literals } } }), isExact };
}

function readMap(value: PlainValue, member: LiteralType, at: At, room: number, found: Found): Fit | undefined {
  if (!isPlainObject(value)) return refuse(expected("a map from names to values", value), at, found);
  const fits = Object.entries(value).map(([key, each]) => {
    if (!key.isWellFormed()) refuse({ message: "The key has half a surrogate pair" }, [...at, key], found);
    return [key, readLiteral(each, member, [...at, key], room - 3, found)] as const;
  });
  const literals = fits.flatMap(([key, fit]) => (fit ? [[key, fit.literal] as const] : []));
  if (literals.length < fits.length) return undefined;
  const isExact = fits.every(([, fit]) => fit?.isExact);
  // fromEntries defines even a key called __proto__, which an assignment would not.
  const map = { literals: Object.fromEntries(literals) };
  return { literal: create(LiteralSchema, { value: { case: "map", value: map } }), isExact };
}

function readStruct(value: PlainValue, at: At, room: number, found: Found): Fit | undefined {
  if (!isPlainObject(value)) return refuse(expected("an object", value), at, found);
  const { base64, tag, ...others } = value;
  if (tag === "msgpack" && typeof base64 === "string" && Object.keys(others).length === 0) {
    const bytes = decodeBase64(base64); // how fromLiteral writes a struct that flytekit packed
    if (bytes) return { literal: scalarLiteral({ case: "binary", value: { value: bytes, tag } }), isExact: true };
  }
  const object = readJsonObject(value, at, room - 2, found);
  return object && { literal: scalarLiteral({ case: "generic", value: object }), isExact: true };
}

function readJsonObject(value: PlainObject, at: At, room: number, found: Found): JsonObject | undefined {
  const before = found.length;
  const members = Object.entries(value).map(([key, each]) => [key, readJson(each, [...at, key], room - 3, found)]);
  return found.length === before ? Object.fromEntries(members) : undefined;
}

/** google.protobuf.Struct holds JSON, all its numbers doubles. */
function readJson(value: PlainValue, at: At, room: number, found: Found): JsonValue {
  if (room < 0) refuse({ message: "The value is nested too deeply for a literal" }, at, found);
  else if (isPlainArray(value)) return value.map((each, index) => readJson(each, [...at, index], room - 2, found));
  else if (isPlainObject(value)) return readJsonObject(value, at, room, found) ?? null;
  else if (typeof value === "bigint") {
    if (BigInt(Number(value)) === value) return Number(value);
    refuse(
      { message: `${value} cannot be kept exactly in a struct, whose numbers are doubles`, hint: "Write it as text" },
      at,
      found,
    );
  } else if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    refuse({ message: `A struct cannot hold ${value}`, hint: "Write it as text, or leave it out" }, at, found);
  } else if (typeof value === "string" && !value.isWellFormed()) {
    refuse({ message: "The text has half a surrogate pair, which is no character" }, at, found);
  } else return value;
  return null;
}

function readUnion(
  value: PlainValue,
  type: LiteralType,
  variants: readonly LiteralType[],
  at: At,
  room: number,
  found: Found,
): Fit | undefined {
  const tried = variants.map((variant) => {
    const findings: LiteralFinding[] = [];
    return { variant, findings, fit: readLiteral(value, variant, at, room - 3, findings) };
  });
  let best: { variant: LiteralType; fit: Fit; rank: number } | undefined;
  for (const { variant, fit } of tried) {
    if (!fit) continue;
    const rank = kindOrder(variant) + (fit.isExact ? 0 : 1000);
    if (!best || rank < best.rank) best = { variant, fit, rank };
  }
  if (best) return { literal: wrapInUnion(best.fit.literal, best.variant), isExact: best.fit.isExact };
  // Where only one variant could have been meant, what is wrong inside it says more than "fits none".
  const meant = tried.filter(({ variant }) => kindOrder(variant) !== simpleOrder[SimpleType.NONE]);
  const entered = meant.filter(({ findings }) => findings.every(({ path }) => path.length > at.length));
  const [only] = meant.length === 1 ? meant : entered.length === 1 ? entered : [];
  if (only) found.push(...only.findings);
  else {
    const suggestions = tried.flatMap(({ findings }) => findings.flatMap((each) => each.suggestions)).slice(0, 3);
    refuse({ message: `${describeValue(value)} fits none of ${formatLiteralType(type)}`, suggestions }, at, found);
  }
  return undefined;
}

/** A union's literal: the value and the variant it was chosen as. */
export function wrapInUnion(value: Literal, variant: LiteralType): Literal {
  return scalarLiteral({ case: "union", value: { value, type: variant } });
}

const simpleOrder = {
  [SimpleType.NONE]: 0,
  [SimpleType.BOOLEAN]: 1,
  [SimpleType.INTEGER]: 2,
  [SimpleType.FLOAT]: 3,
  [SimpleType.DATETIME]: 5,
  [SimpleType.DURATION]: 6,
  [SimpleType.BINARY]: 10,
  [SimpleType.STRUCT]: 13,
  [SimpleType.ERROR]: 14,
  [SimpleType.STRING]: 15,
} as const satisfies Record<SimpleType, number>;

/** The more values a kind takes in, the later it comes; text goes last, since it takes every text. */
function kindOrder({ type }: LiteralType): number {
  switch (type.case) {
    case "simple":
      return simpleOrder[type.value] ?? 99;
    case "enumType":
      return 4;
    case "structuredDatasetType":
      return 7;
    case "schema":
      return 8;
    case "blob":
      return 9;
    case "collectionType":
      return 11;
    case "mapValueType":
      return 12;
    case "unionType":
      return Math.min(99, ...type.value.variants.map(kindOrder));
    case undefined:
      return 99;
    default:
      return assertNever(type, "literal type");
  }
}

function settle(result: Fit | Misfit, at: At, found: Found): Fit | undefined {
  return result.literal ? result : refuse(result, at, found);
}

function refuse({ message, hint, suggestions = [] }: Misfit, at: At, found: Found): undefined {
  found.push({ path: at, message: sentence(message), suggestions, ...(hint !== undefined && { hint }) });
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
