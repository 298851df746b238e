/**
 * Why one type does not fit another, in words: the first inner difference rather than two long types.
 */
import { type LiteralType, SimpleType, type StructuredDatasetType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { formatLiteralType } from "@skein/spec/literal-type";
import { maxNesting } from "./nesting.ts";

type Castable = (up: LiteralType, down: LiteralType) => boolean;

/**
 * The difference, led by the way to it: `element type: int is not float`, `column price missing`.
 *
 * @param castable the rule that said no; passed in because it offers this explanation itself
 */
export function mismatchText(up: LiteralType, down: LiteralType, castable: Castable): string {
  const steps: string[] = [];
  let [left, right] = [up, down];
  for (let depth = 0; depth < maxNesting; depth++) {
    const inner = innerPair(left, right);
    if (!inner || castable(inner.up, inner.down)) break;
    steps.push(inner.step);
    [left, right] = [inner.up, inner.down];
  }
  return [...steps, difference(left, right, castable)].join(": ");
}

/** The parts that have to fit for the whole to fit, where there is one such pair. */
function innerPair(
  up: LiteralType,
  down: LiteralType,
): { step: string; up: LiteralType; down: LiteralType } | undefined {
  if (up.type.case === "collectionType" && down.type.case === "collectionType") {
    return { step: "element type", up: up.type.value, down: down.type.value };
  }
  if (up.type.case === "mapValueType" && down.type.case === "mapValueType") {
    return { step: "value type", up: up.type.value, down: down.type.value };
  }
  return undefined;
}

function difference(up: LiteralType, down: LiteralType, castable: Castable): string {
  const [actual, expected] = [formatLiteralType(up), formatLiteralType(down)];
  const tags = tagDifference(up, down);
  if (down.type.case === "unionType") {
    const variants = down.type.value.variants;
    if (up.type.case === "unionType") {
      const odd = up.type.value.variants.find((each) => !variants.some((variant) => castable(each, variant)));
      return `${odd ? formatLiteralType(odd) : actual} is none of ${expected}`;
    }
    const takers = variants.filter((variant) => castable(up, variant)).map((variant) => formatLiteralType(variant));
    if (takers.length > 1) return `${actual} is ambiguous: both ${takers.slice(0, 2).join(" and ")} would take it`;
    return `${actual} is none of ${expected}`;
  }
  if (up.type.case === "blob" && down.type.case === "blob") {
    return `format ${up.type.value.format || "any"} is not ${down.type.value.format || "any"}`;
  }
  if (up.type.case === "structuredDatasetType" && down.type.case === "structuredDatasetType") {
    return datasetDifference(up.type.value, down.type.value, castable) ?? `${actual} is not ${expected}`;
  }
  if (up.type.case === "enumType" && down.type.case === "enumType" && !tags) {
    return `${actual} is not ${expected}: the values must be the same, in the same order`;
  }
  if (isStruct(up) && isStruct(down) && !tags) {
    return "the fields the struct needs are not all there with the same types (its JSON schemas differ)";
  }
  return tags ?? `${actual} is not ${expected}`;
}

function datasetDifference(up: StructuredDatasetType, down: StructuredDatasetType, castable: Castable) {
  if (up.format && down.format && up.format.toLowerCase() !== down.format.toLowerCase()) {
    return `format ${up.format} is not ${down.format}`;
  }
  const given = new Map(up.columns.map((column) => [column.name, column.literalType]));
  for (const { name, literalType } of down.columns) {
    if (!given.has(name)) return `column ${name} missing`;
    const source = given.get(name);
    if (source && literalType && !castable(source, literalType)) {
      return `column ${name}: ${formatLiteralType(source)} is not ${formatLiteralType(literalType)}`;
    }
  }
  return undefined;
}

function tagDifference(up: LiteralType, down: LiteralType): string | undefined {
  const tag = up.structure?.tag ?? "";
  const wanted = down.structure?.tag ?? "";
  if (tag === "" || tag === wanted || up.type.case !== down.type.case) return undefined;
  return `${formatLiteralType(up)} tagged "${tag}" is not ${wanted ? `tagged "${wanted}"` : "untagged"}`;
}

function isStruct({ type }: LiteralType): boolean {
  return type.case === "simple" && type.value === SimpleType.STRUCT;
}
