/**
 * Checks the type of what is bound against the type that is wanted, once both are known.
 */
import { create } from "@bufbuild/protobuf";
import type { BindingData } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type LiteralType, LiteralTypeSchema } from "@skein/spec/gen/flyteidl/core/types_pb";
import { misfitHints } from "./binding-hints.ts";
import type { Check } from "./bindings.ts";
import { dimensionalityDiffers } from "./castable.ts";
import type { TypeFacts } from "./codes.ts";
import { consumerPlace } from "./declaration.ts";
import { defect, type Finding } from "./findings.ts";
import { type Trail, toPath } from "./trail.ts";
import type { TypeMemo } from "./type-memo.ts";

/** Whether the value fits and, where it can be told, its type. */
export interface Outcome {
  readonly fits: boolean;
  readonly type?: LiteralType | undefined;
}

/** What does not fit. */
export const misfit: Outcome = { fits: false };

/** A value of which the type is known, or should be. */
export interface TypedValue {
  readonly type: LiteralType | undefined;
  readonly data: BindingData;
  /** Of the data. */
  readonly at: Trail;
  /** Of the field that decides its type. */
  readonly field: Trail;
  /** As a promise is written; empty for a constant. */
  readonly reference: string;
  /** Where its type is declared. */
  readonly declared?: () => NonNullable<Finding<"MismatchingTypes">["related"]>;
}

/** Whether the value fits; what is wrong is reported. */
export function checkType(value: TypedValue, expected: LiteralType | undefined, check: Check): Outcome {
  const { type: actual, field, reference, data, at, declared } = value;
  const { consumer, variable, report, within } = check;
  const { types, mode } = within.scope;
  if (!actual) {
    const message = `${variable} of ${consumer} is bound to a value whose type cannot be told`;
    report({ code: "UnrecognizedValue", facts: { value: variable }, nodeId: consumer, at: field, message });
    return misfit;
  }
  if (!expected) return { fits: true, type: actual };
  const related = () => [...(declared?.() ?? []), ...consumerPlace(consumer, variable, within)];
  if (!types.castable(actual, expected)) {
    const facts = typeFacts(actual, expected, types);
    const reason = types.explainMismatch(actual, expected);
    const given = reference === "" ? "the value given" : reference;
    report({
      code: "MismatchingTypes",
      facts: { variable, reason, ...facts },
      nodeId: consumer,
      at: field,
      message: `${variable} of ${consumer} wants ${facts.expected}, but ${given} is ${facts.actual}: ${reason}`,
      hints: () => misfitHints({ data, path: toPath(at), reference, actual, expected, types }),
      related: related(),
    });
    return misfit;
  }
  if (dimensionalityDiffers(actual, expected)) {
    const facts = { variable, actual: types.show(actual), expected: types.show(expected) };
    report({
      code: "BlobDimensionality",
      facts,
      severity: defect(mode),
      nodeId: consumer,
      at: field,
      message: `${variable} of ${consumer} wants ${facts.expected}, but gets ${facts.actual}`,
      related: related(),
    });
  }
  return { fits: true, type: actual };
}

function typeFacts(actual: LiteralType, expected: LiteralType, types: TypeMemo): TypeFacts {
  return {
    actual: types.show(actual),
    expected: types.show(expected),
    actualText: types.text(actual),
    expectedText: types.text(expected),
  };
}

/** Reports a list, a map or nothing where another type is wanted. */
export function reportMismatchingBinding(
  actual: { readonly what: string; readonly text: string },
  expected: LiteralType | undefined,
  at: Trail,
  { report, variable, consumer, within }: Check,
): void {
  const { types } = within.scope;
  const wanted = expected ? types.show(expected) : "a value";
  const expectedText = types.text(expected ?? create(LiteralTypeSchema));
  report({
    code: "MismatchingBindings",
    facts: { variable, actual: actual.what, actualText: actual.text, expected: wanted, expectedText },
    nodeId: consumer,
    at,
    message: `${variable} of ${consumer} wants ${wanted}, but is bound to ${actual.what}`,
    related: consumerPlace(consumer, variable, within),
  });
}
