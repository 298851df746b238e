/**
 * Checks one bound value against the type that is wanted: constants, lists and maps of them, and promises inside.
 */
import type { BindingData, Scalar } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType, OutputReference, UnionType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { assertNever } from "@skein/spec/never";
import type { Check, Read } from "./bindings.ts";
import { providerPlace } from "./declaration.ts";
import { defect } from "./findings.ts";
import { nearHints } from "./hints.ts";
import { maxNesting } from "./nesting.ts";
import { resolvePromise, showPromise } from "./promise.ts";
import { into, type Trail, toPath } from "./trail.ts";
import { checkType, misfit, type Outcome, reportMismatchingBinding } from "./type-check.ts";
import { joinTypes, listOf, mapOf, typeOfScalar } from "./type-of-literal.ts";

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
  const isShape = value.case !== "scalar" && value.case !== "promise";
  if (expected?.type.case === "unionType" && isShape) {
    return checkVariants(data, expected, expected.type.value, at, check, depth);
  }
  switch (value.case) {
    case "scalar":
      return checkScalar(data, value.value, expected, at, check);
    case "collection":
    case "map":
      return checkElements(data, expected, at, check, depth);
    case "promise":
      return checkPromise(data, value.value, expected, at, check);
    case "offloadedMetadata":
      // Literals may be stored elsewhere, bindings not: upstream takes this for a value of no type.
      reportMismatchingBinding(
        { what: "a value that is stored elsewhere", text: "*core.BindingData_OffloadedMetadata" },
        expected,
        at,
        check,
      );
      return misfit;
    case undefined:
      reportMismatchingBinding({ what: "nothing", text: "" }, expected, at, check);
      return misfit;
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
    reportMismatchingBinding({ what: isList ? "a list" : "a map", text: value.case }, expected, at, check);
    return misfit;
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

/** The most variants that are tried in one binding: lists of unions of lists may hold more than anybody waits for. */
const mostTrials = 100_000;

/** A list, a map or nothing for a union: each variant is tried by itself, and exactly one has to fit. */
function checkVariants(
  data: BindingData,
  expected: LiteralType,
  { variants }: UnionType,
  at: Trail,
  check: Check,
  depth: number,
): Outcome {
  const fitting: { variant: LiteralType; reads: readonly Read[] }[] = [];
  for (const variant of variants) {
    if (!mayTake(variant, data)) continue;
    if (++check.trials.count > mostTrials) break;
    const trial: Check = { ...check, report: () => {}, reads: [] };
    if (checkData(data, variant, at, trial, depth + 1).fits) fitting.push({ variant, reads: trial.reads });
    if (fitting.length === 2) break;
  }
  const [first, second] = fitting;
  if (first && !second && check.trials.count <= mostTrials) {
    for (const read of first.reads) check.reads.push(read);
    return { fits: true, type: expected };
  }
  const { types } = check.within.scope;
  const actual = wordsFor[data.value.case ?? "nothing"];
  const facts = {
    variable: check.variable,
    actual,
    actualText: data.value.case ?? "",
    expected: types.show(expected),
    expectedText: types.text(expected),
  };
  const what = `${check.variable} of ${check.consumer} is ${actual}`;
  if (check.trials.count > mostTrials) {
    const message = `${what} of so many parts for types of so many variants that it is not looked through`;
    check.report({ code: "TooManyVariants", facts: { limit: mostTrials }, nodeId: check.consumer, at, message });
  } else if (first && second) {
    const shown = [first, second].map(({ variant }) => types.show(variant));
    check.report({
      code: "AmbiguousBindingUnionValue",
      facts: { ...facts, variants: [types.text(first.variant), types.text(second.variant)] },
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

/** Whether it is worth a trial: lists only go where lists are taken, and nothing goes nowhere. */
function mayTake({ type }: LiteralType, { value }: BindingData): boolean {
  if (type.case === "unionType") return true;
  if (value.case === "collection") return type.case === "collectionType";
  return value.case === "map" && type.case === "mapValueType";
}

const wordsFor = {
  collection: "a list",
  map: "a map",
  offloadedMetadata: "a value that is stored elsewhere",
  scalar: "a constant",
  promise: "a promise",
  nothing: "nothing",
} as const satisfies Record<NonNullable<BindingData["value"]["case"]> | "nothing", string>;

function checkScalar(
  data: BindingData,
  scalar: Scalar,
  expected: LiteralType | undefined,
  at: Trail,
  check: Check,
): Outcome {
  const field = into(at, "scalar");
  const outcome = checkType({ type: typeOfScalar(scalar), data, at, field, reference: "" }, expected, check);
  if (!outcome.fits || !expected) return outcome;
  const primitive = scalar.value.case === "primitive" ? scalar.value.value.value : undefined;
  if (primitive?.case !== "stringValue") return outcome;
  const values = enumValues(outcome.type, expected, check);
  if (!values || check.within.scope.types.hasValue(values, primitive.value)) return outcome;
  const isPlain = expected.type.case === "enumType";
  check.report({
    code: "IllegalEnumValue",
    facts: { variable: check.variable, value: primitive.value, values },
    // Upstream does not look up enums inside unions.
    severity: isPlain ? "error" : defect(check.within.scope.mode),
    nodeId: check.consumer,
    at: field,
    message: `${check.variable} of ${check.consumer} is "${primitive.value}", which is none of ${listed(values)}`,
    hints: () => nearHints(primitive.value, values, toPath(into(field, "primitive", "stringValue"))),
  });
  return isPlain ? misfit : outcome;
}

const mostListed = 10;

function listed(values: readonly string[]): string {
  const left = values.length - mostListed;
  return left > 0 ? `${values.slice(0, mostListed).join(", ")} and ${left} more` : values.join(", ");
}

/** The values a string constant may have: those of the enum that takes it. */
function enumValues(
  actual: LiteralType | undefined,
  expected: LiteralType,
  { within }: Check,
): readonly string[] | undefined {
  if (expected.type.case === "enumType") return expected.type.value.values;
  if (expected.type.case !== "unionType" || !actual) return undefined;
  const taker = expected.type.value.variants.find((variant) => within.scope.types.castable(actual, variant));
  return taker?.type.case === "enumType" ? taker.type.value.values : undefined;
}

function checkPromise(
  data: BindingData,
  promise: OutputReference,
  expected: LiteralType | undefined,
  place: Trail,
  check: Check,
): Outcome {
  const at = into(place, "promise");
  const resolved = resolvePromise(promise, at, check);
  if (!resolved) return misfit;
  const { provider, variable, type, whole } = resolved;
  checkOrder(provider, at, check);
  const fitTo = (wanted: LiteralType | undefined) => {
    if (!type || !wanted) return { fits: true, type };
    const field = promise.var === "" ? at : into(at, "var");
    const declared = () => providerPlace(provider, variable, check.within);
    return checkType({ type, data, at: place, field, reference: showPromise(promise), declared }, wanted, check);
  };
  const outcome: Outcome = type ? fitTo(expected) : { fits: true };
  if (!outcome.fits) return misfit;
  check.reads.push({ provider, at });
  if (expected || check.expects !== "untyped" || !type || !whole || type === whole) return outcome;
  // Upstream takes the whole output's type for an untyped input, and then refuses the part that is bound to it.
  if (check.within.scope.mode === "strict") return outcome;
  return { fits: fitTo(whole).fits, type: whole };
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
