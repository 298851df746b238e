/**
 * Whether a value of one type may flow into a variable of another: upstream's AreTypesCastable, rule by rule.
 *
 * The rule is picked by the receiving type's kind. There is no numeric widening, blobs compare by format only, and a
 * value fits a union only if exactly one variant takes it. Why a pair does not fit, in words: mismatch.ts. The type of
 * a literal: type-of-literal.ts. JSON schemas of structs: json-schema.ts.
 *
 * @see flytepropeller/pkg/compiler/validators/typing.go
 */
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type LiteralType,
  type SchemaType,
  type SchemaType_SchemaColumn_SchemaColumnType,
  SimpleType,
  type StructuredDatasetType,
} from "@skein/spec/gen/flyteidl/core/types_pb";
import { assertNever } from "@skein/spec/never";
import { schemaCovers, schemaEqual } from "./json-schema.ts";
import { mismatchText } from "./mismatch.ts";
import { maxNesting } from "./nesting.ts";
import { typeText } from "./proto-text.ts";
import { typeOfLiteral } from "./type-of-literal.ts";

/** Whether a value of type `up` may be given where `down` is declared. */
export function castable(up: LiteralType, down: LiteralType): boolean {
  return casts(up, down, { depth: 0, known: new Map(), budget: { left: mostCompared } });
}

/** The most pairs that are compared for one answer: of unions too large for that only equal ones fit. */
const mostCompared = 2_000_000;

/** Why `up` does not fit `down`: the first inner difference, such as "element type: int is not float". */
export function explainMismatch(up: LiteralType, down: LiteralType): string {
  return mismatchText(up, down, castable);
}

/** The type of a literal as upstream infers it; undefined when it cannot be told (nothing set, unknown kind). */
export function literalType(literal: Literal): LiteralType | undefined {
  return typeOfLiteral(literal);
}

/**
 * Whether upstream lets a variable of this type stay unbound: a union with a variant whose simple type reads as NONE.
 *
 * An unset enum reads as 0 = NONE, so upstream also takes any union with a list, map, blob, schema, dataset, enum or
 * union variant for optional. `isOptionalType` (@skein/spec/literal-type) is the rule that was meant.
 */
export function isOptional(type: LiteralType): boolean {
  if (type.type.case !== "unionType") return false;
  return type.type.value.variants.some(
    (variant) => variant.type.case !== "simple" || variant.type.value === SimpleType.NONE,
  );
}

/** Whether both hold files of different dimensionality (file against directory), directly or inside lists and maps. */
export function dimensionalityDiffers(up: LiteralType, down: LiteralType): boolean {
  let [left, right] = [up, down];
  for (let depth = 0; depth < maxNesting; depth++) {
    if (left.type.case === "blob" && right.type.case === "blob") {
      return left.type.value.dimensionality !== right.type.value.dimensionality;
    }
    if (
      !(left.type.case === "collectionType" && right.type.case === "collectionType") &&
      !(left.type.case === "mapValueType" && right.type.case === "mapValueType")
    ) {
      return false;
    }
    [left, right] = [left.type.value, right.type.value];
  }
  return false;
}

/** Depth bounds recursion; `known` keeps nested unions from being compared again and again. */
interface Comparison {
  readonly depth: number;
  readonly known: Map<LiteralType, Map<LiteralType, boolean>>;
  readonly budget: { left: number };
}

/** The comparison at the top level and between union variants: a union of one variant stands for that variant. */
function casts(up: LiteralType, down: LiteralType, at: Comparison): boolean {
  if (up.type.case !== "unionType" && down.type.case !== "unionType") return fits(up, down, at);
  const answer = at.known.get(up)?.get(down);
  if (answer !== undefined) return answer;
  const [only, ...others] = up.type.case === "unionType" ? up.type.value.variants : [];
  const result =
    (only !== undefined && others.length === 0 && at.depth < maxNesting && casts(only, down, deeper(at))) ||
    fits(up, down, at);
  const answers = at.known.get(up) ?? new Map<LiteralType, boolean>();
  at.known.set(up, answers.set(down, result));
  return result;
}

/** The comparison inside lists, maps and columns, by the kind of `down`. */
function fits(up: LiteralType, down: LiteralType, at: Comparison): boolean {
  if (at.depth > maxNesting || at.budget.left-- <= 0) return false;
  const { type } = down;
  switch (type.case) {
    case "collectionType":
      return up.type.case === "collectionType" && elementFits(up.type.value, type.value, at);
    case "mapValueType":
      return up.type.case === "mapValueType" && elementFits(up.type.value, type.value, at);
    case "blob":
      return up.type.case === "blob" && formatsFit(up.type.value.format, type.value.format);
    case "schema":
      return schemaFits(up, type.value);
    case "structuredDatasetType":
      return datasetFits(up, type.value, at);
    case "unionType":
      return unionFits(up, down, type.value.variants, at);
    case "enumType":
      if (isSimple(up, SimpleType.STRING)) return true;
      return tagFits(up, down) && up.type.case === "enumType" && equalLists(up.type.value.values, type.value.values);
    case "simple":
      if (type.value === SimpleType.NONE) return isNone(up);
      if (type.value === SimpleType.STRING && up.type.case === "enumType") return true;
      if (!tagFits(up, down) || !isSimple(up, type.value)) return false;
      return type.value !== SimpleType.STRUCT || structFits(up, down);
    case undefined:
      return tagFits(up, down) && up.type.case === undefined;
    default:
      return assertNever(type, "literal type");
  }
}

/** An empty list or map literal has elements of type none and fits any element type. */
function elementFits(up: LiteralType, down: LiteralType, at: Comparison): boolean {
  return isNone(up) || fits(up, down, deeper(at));
}

const largeUnion = 10_000;

function unionFits(up: LiteralType, down: LiteralType, variants: readonly LiteralType[], at: Comparison): boolean {
  const inner = deeper(at);
  if (up.type.case === "unionType") {
    const isLarge = up.type.value.variants.length * variants.length > largeUnion;
    // Every type fits itself as a variant of a union.
    if (isLarge && typeText(up) === typeText(down)) return true;
    return up.type.value.variants.every((upVariant) => variants.some((variant) => casts(upVariant, variant, inner)));
  }
  // A value that two variants take is ambiguous and fits neither.
  let takers = 0;
  for (const variant of variants) if (casts(up, variant, inner)) takers++;
  return takers === 1 && down.type.case === "unionType";
}

function schemaFits(up: LiteralType, down: SchemaType): boolean {
  if (up.type.case === "schema") {
    return covers(up.type.value.columns, down.columns, (a, b) => a.type === b.type);
  }
  if (up.type.case !== "structuredDatasetType" || !isParquet(up.type.value.format)) return false;
  return covers(up.type.value.columns, down.columns, (a, b) => columnIs(a.literalType, b.type));
}

function datasetFits(up: LiteralType, down: StructuredDatasetType, at: Comparison): boolean {
  if (isNone(up)) return true;
  if (up.type.case === "schema") {
    if (!isParquet(down.format)) return false;
    return covers(up.type.value.columns, down.columns, (a, b) => columnIs(b.literalType, a.type));
  }
  if (up.type.case !== "structuredDatasetType") return false;
  const { format, columns } = up.type.value;
  if (!formatsFit(format.toLowerCase(), down.format.toLowerCase())) return false;
  return covers(columns, down.columns, (a, b) =>
    a.literalType && b.literalType ? fits(a.literalType, b.literalType, deeper(at)) : a.literalType === b.literalType,
  );
}

/** Whether every column wanted is there with a matching type. No columns on either side: not declared, anything goes. */
function covers<Up extends { name: string }, Down extends { name: string }>(
  up: readonly Up[],
  down: readonly Down[],
  match: (up: Up, down: Down) => boolean,
): boolean {
  if (up.length === 0 || down.length === 0) return true;
  // Last one wins on a repeated name, as in upstream's maps.
  const given = new Map(up.map((column) => [column.name, column]));
  const wanted = new Map(down.map((column) => [column.name, column]));
  for (const [name, column] of wanted) {
    const source = given.get(name);
    if (!source || !match(source, column)) return false;
  }
  return true;
}

/** A dataset's column against a schema's, whose enum lists six simple types in its own order. */
function columnIs(type: LiteralType | undefined, column: SchemaType_SchemaColumn_SchemaColumnType): boolean {
  const simple = schemaColumnTypes[column];
  return type !== undefined && simple !== undefined && isSimple(type, simple);
}

const schemaColumnTypes: readonly SimpleType[] = [
  SimpleType.INTEGER,
  SimpleType.FLOAT,
  SimpleType.STRING,
  SimpleType.BOOLEAN,
  SimpleType.DATETIME,
  SimpleType.DURATION,
];

function structFits(up: LiteralType, down: LiteralType): boolean {
  if (!up.metadata || !down.metadata) return true;
  return schemaEqual(up.metadata, down.metadata) || schemaCovers(up.metadata, down.metadata);
}

/** A tagged value only fits the same tag; an untagged one fits any. */
function tagFits(up: LiteralType, down: LiteralType): boolean {
  const tag = up.structure?.tag ?? "";
  return tag === "" || tag === down.structure?.tag;
}

function formatsFit(up: string, down: string): boolean {
  return up === "" || down === "" || up === down;
}

function isParquet(format: string): boolean {
  return format === "" || format.toLowerCase() === "parquet";
}

function isNone(type: LiteralType): boolean {
  return isSimple(type, SimpleType.NONE);
}

function isSimple(type: LiteralType, simple: SimpleType): boolean {
  return type.type.case === "simple" && type.type.value === simple;
}

function equalLists(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function deeper({ depth, known, budget }: Comparison): Comparison {
  return { depth: depth + 1, known, budget };
}
