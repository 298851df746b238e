/**
 * Checks one bound value against the type that is wanted: constants, lists and maps of them, and promises inside.
 */
import { create } from "@bufbuild/protobuf";
import type { BindingData, Scalar } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type LiteralType,
  LiteralTypeSchema,
  type OutputReference,
  type UnionType,
} from "@skein/spec/gen/flyteidl/core/types_pb";
import { formatLiteralType } from "@skein/spec/literal-type";
import { assertNever } from "@skein/spec/never";
import type { Check } from "./bindings.ts";
import { castable, dimensionalityDiffers, explainMismatch } from "./castable.ts";
import type { TypeFacts } from "./codes.ts";
import { defect } from "./findings.ts";
import { typeHints } from "./hints.ts";
import { maxNesting } from "./nesting.ts";
import { resolvePromise, showPromise } from "./promise.ts";
import { typeText } from "./proto-text.ts";
import { into, type Trail } from "./trail.ts";
import { joinTypes, listOf, mapOf, typeOfScalar } from "./type-of-literal.ts";

/** Whether the value fits and, where it can be told, its type. */
export interface Outcome {
  readonly fits: boolean;
  readonly type?: LiteralType | undefined;
}

const misfit: Outcome = { fits: false };

/** Checks a value; what is wrong is reported, what is read is added to `check.reads`. */
export function checkData(
  data: BindingData,
  expected: LiteralType | undefined,
  at: Trail,
  check: Check,
  depth = 0,
): Outcome {
  if (depth > maxNesting) {
    const message = `${check.variable} of ${check.consumer} nests deeper than ${maxNesting} levels`;
    check.report({ code: "NestingTooDeep", facts: { limit: maxNesting }, nodeId: check.consumer, at, message });
    return misfit;
  }
  const { value } = data;
  const isShape = value.case === "collection" || value.case === "map" || value.case === undefined;
  if (expected?.type.case === "unionType" && isShape) {
    return checkVariants(data, expected, expected.type.value, at, check, depth);
  }
  switch (value.case) {
    case "scalar":
      return checkScalar(value.value, expected, into(at, "scalar"), check);
    case "collection":
    case "map":
      return checkElements(data, expected, at, check, depth);
    case "promise":
      return checkPromise(value.value, expected, into(at, "promise"), check);
    case "offloadedMetadata":
      return checkType(value.value.inferredType, expected, into(at, "offloadedMetadata"), "", check);
    case undefined:
      return mismatchingBinding("nothing", "", expected, at, check);
    default:
      return assertNever(value, "binding data");
  }
}

function checkElements(
  { value }: BindingData,
  expected: LiteralType | undefined,
  at: Trail,
  check: Check,
  depth: number,
): Outcome {
  if (value.case !== "collection" && value.case !== "map") return misfit;
  const isList = value.case === "collection";
  const kind = isList ? "collectionType" : "mapValueType";
  if (expected && expected.type.case !== kind) {
    return mismatchingBinding(isList ? "a list" : "a map", isList ? "collection" : "map", expected, at, check);
  }
  if (!expected && check.expects === "untyped" && check.within.scope.mode !== "strict") {
    check.report({
      code: "UntypedLiteral",
      facts: { variable: check.variable },
      severity: "warning",
      nodeId: check.consumer,
      at,
      message: `${check.variable} of ${check.consumer} is bound to a ${isList ? "list" : "map"} constant; Flyte 1.16 refuses those here`,
    });
  }
  const element = expected?.type.case === kind ? expected.type.value : undefined;
  const entries: [string | number, BindingData][] = isList
    ? value.value.bindings.map((each, index) => [index, each])
    : Object.entries(value.value.bindings);
  const types: LiteralType[] = [];
  let fits = true;
  for (const [key, each] of entries) {
    const outcome = checkData(each, element, into(at, value.case, "bindings", key), check, depth + 1);
    fits &&= outcome.fits;
    if (outcome.type) types.push(outcome.type);
  }
  if (!fits) return misfit;
  if (expected) return { fits, type: expected };
  if (types.length < entries.length) return { fits };
  const joined = joinTypes(types);
  return { fits, type: isList ? listOf(joined) : mapOf(joined) };
}

/** A list, a map or nothing for a union: each variant is tried by itself, and exactly one has to fit. */
function checkVariants(
  data: BindingData,
  expected: LiteralType,
  { variants }: UnionType,
  at: Trail,
  check: Check,
  depth: number,
): Outcome {
  const fitting = variants.flatMap((variant) => {
    const trial: Check = { ...check, report: () => {}, reads: [] };
    return checkData(data, variant, at, trial, depth + 1).fits ? [{ variant, reads: trial.reads }] : [];
  });
  const [first, second] = fitting;
  if (first && !second) {
    check.reads.push(...first.reads);
    return { fits: true, type: expected };
  }
  const actual = data.value.case === undefined ? "nothing" : data.value.case === "map" ? "a map" : "a list";
  const facts = {
    variable: check.variable,
    actual,
    actualText: data.value.case ?? "",
    expected: formatLiteralType(expected),
    expectedText: typeText(expected),
  };
  const what = `${check.variable} of ${check.consumer} is ${actual}`;
  if (first && second) {
    const shown = [first, second].map(({ variant }) => formatLiteralType(variant));
    check.report({
      code: "AmbiguousBindingUnionValue",
      facts: { ...facts, variants: [typeText(first.variant), typeText(second.variant)] },
      nodeId: check.consumer,
      at,
      message: `${what} that both ${shown.join(" and ")} would take`,
    });
  } else {
    const message = `${what} that no variant of ${facts.expected} takes`;
    check.report({ code: "IncompatibleBindingUnionValue", facts, nodeId: check.consumer, at, message });
  }
  return misfit;
}

function checkScalar(scalar: Scalar, expected: LiteralType | undefined, at: Trail, check: Check): Outcome {
  const outcome = checkType(typeOfScalar(scalar), expected, at, "", check);
  if (!outcome.fits || !expected) return outcome;
  const primitive = scalar.value.case === "primitive" ? scalar.value.value.value : undefined;
  if (primitive?.case !== "stringValue") return outcome;
  const values = enumValues(outcome.type, expected);
  if (!values || values.includes(primitive.value)) return outcome;
  const isPlain = expected.type.case === "enumType";
  check.report({
    code: "IllegalEnumValue",
    facts: { variable: check.variable, value: primitive.value, values },
    // Upstream does not look up enums inside unions.
    severity: isPlain ? "error" : defect(check.within.scope.mode),
    nodeId: check.consumer,
    at,
    message: `${check.variable} of ${check.consumer} is "${primitive.value}", which is none of ${values.join(", ")}`,
  });
  return isPlain ? misfit : outcome;
}

/** The values a string constant may have: those of the enum that takes it. */
function enumValues(actual: LiteralType | undefined, expected: LiteralType): readonly string[] | undefined {
  if (expected.type.case === "enumType") return expected.type.value.values;
  if (expected.type.case !== "unionType" || !actual) return undefined;
  const taker = expected.type.value.variants.find((variant) => castable(actual, variant));
  return taker?.type.case === "enumType" ? taker.type.value.values : undefined;
}

function checkPromise(promise: OutputReference, expected: LiteralType | undefined, at: Trail, check: Check): Outcome {
  const resolved = resolvePromise(promise, at, check);
  if (!resolved) return misfit;
  const { provider, type, whole } = resolved;
  checkOrder(provider, at, check);
  const reference = showPromise(promise);
  const field = promise.var === "" ? at : into(at, "var");
  const outcome: Outcome = type ? checkType(type, expected, field, reference, check) : { fits: true };
  if (!outcome.fits) return misfit;
  check.reads.push({ provider, at });
  if (expected || check.expects !== "untyped" || !type || !whole || type === whole) return outcome;
  // Upstream takes the whole output's type for an untyped input, and then refuses the part that is bound to it.
  if (check.within.scope.mode === "strict") return outcome;
  return { fits: checkType(type, whole, field, reference, check).fits, type: whole };
}

/** Upstream binds branches and approvals while it walks the list; what they read must stand earlier in it. */
function checkOrder(provider: string, at: Trail, { within, position, report, consumer }: Check): void {
  const found = within.nodes.get(provider);
  if (position === undefined || !found || found.slot.position < position || within.scope.mode === "strict") return;
  report({
    code: "NodeOrder",
    facts: { reference: provider },
    severity: "warning",
    nodeId: consumer,
    at,
    message: `${consumer} reads ${provider}, which comes later in the list; Flyte 1.16 refuses that order here`,
    hints: [{ text: `Move ${provider} before ${consumer}` }],
  });
}

/** Whether a type that is known, or should be, fits. */
function checkType(
  actual: LiteralType | undefined,
  expected: LiteralType | undefined,
  at: Trail,
  reference: string,
  check: Check,
): Outcome {
  const { consumer, variable, report } = check;
  if (!actual) {
    const message = `${variable} of ${consumer} is bound to a value whose type cannot be told`;
    report({ code: "UnrecognizedValue", facts: { value: variable }, nodeId: consumer, at, message });
    return misfit;
  }
  if (!expected) return { fits: true, type: actual };
  if (!castable(actual, expected)) {
    const reason = explainMismatch(actual, expected);
    const given = reference === "" ? "the value given" : reference;
    report({
      code: "MismatchingTypes",
      facts: { variable, reason, ...typeFacts(actual, expected) },
      nodeId: consumer,
      at,
      message: `${variable} of ${consumer} wants ${formatLiteralType(expected)}, but ${given} is ${formatLiteralType(actual)}: ${reason}`,
      hints: () => typeHints(actual, expected, reference),
    });
    return misfit;
  }
  if (dimensionalityDiffers(actual, expected)) {
    report({
      code: "BlobDimensionality",
      facts: { variable, actual: formatLiteralType(actual), expected: formatLiteralType(expected) },
      severity: defect(check.within.scope.mode),
      nodeId: consumer,
      at,
      message: `${variable} of ${consumer} wants ${formatLiteralType(expected)}, but gets ${formatLiteralType(actual)}`,
    });
  }
  return { fits: true, type: actual };
}

function typeFacts(actual: LiteralType, expected: LiteralType): TypeFacts {
  return {
    actual: formatLiteralType(actual),
    expected: formatLiteralType(expected),
    actualText: typeText(actual),
    expectedText: typeText(expected),
  };
}

function mismatchingBinding(
  what: string,
  actualText: string,
  expected: LiteralType | undefined,
  at: Trail,
  check: Check,
): Outcome {
  const type = expected ?? create(LiteralTypeSchema);
  const wanted = expected ? formatLiteralType(expected) : "a value";
  check.report({
    code: "MismatchingBindings",
    facts: { variable: check.variable, actual: what, actualText, expected: wanted, expectedText: typeText(type) },
    nodeId: check.consumer,
    at,
    message: `${check.variable} of ${check.consumer} wants ${wanted}, but is bound to ${what}`,
  });
  return misfit;
}
