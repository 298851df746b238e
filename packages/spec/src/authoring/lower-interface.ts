/**
 * Variables: names, types, descriptions and defaults of inputs and outputs.
 *
 * Flyte's interface has no field for a default. A task's defaults are bound at the nodes that leave the input out, a
 * workflow's become the parameters of its launch plan.
 */
import { create } from "@bufbuild/protobuf";
import {
  type Parameter,
  type ParameterMap,
  ParameterMapSchema,
  ParameterSchema,
  type Variable,
  type VariableMap,
  VariableSchema,
} from "../gen/flyteidl/core/interface_pb.js";
import type { Literal } from "../gen/flyteidl/core/literals_pb.js";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "../gen/flyteidl/core/types_pb.js";
import { toLiteral } from "../literal.ts";
import { formatLiteralType, isOptionalType, parseLiteralType } from "../literal-type.ts";
import { type DocNode, type DocScalar, spanWithin } from "./document.ts";
import type { Findings } from "./findings.ts";
import { lowerLiteral, lowerStruct, withoutSuggestion } from "./lower-literal.ts";
import type { VariableDoc } from "./schema.ts";
import type { Named, Place } from "./shape.ts";
import type { Span } from "./source-text.ts";

export interface LoweredVariable {
  readonly name: string;
  readonly nameSpan: Span;
  /** Absent when its type is wrong, which was reported; the name is known all the same. */
  readonly variable?: Variable;
  readonly default?: { readonly literal: Literal; readonly node: DocNode };
  /** `false`: may be left out though it has no default. */
  readonly required?: boolean;
}

export type Variables = ReadonlyMap<string, LoweredVariable>;

/** Reads a section of inputs. */
export function lowerInputs(section: readonly Named<VariableDoc>[] | undefined, findings: Findings): Variables {
  const variables = new Map<string, LoweredVariable>();
  for (const { name, nameSpan, value: doc } of section ?? []) {
    checkVariableName(name, nameSpan, findings);
    const place = { what: name, head: nameSpan };
    const variable = lowerVariable(doc, place, findings);
    const type = variable?.type;
    const literal =
      doc.default && type
        ? lowerLiteral(doc.default, type, { ...place, what: `The default of ${name}` }, findings)
        : undefined;
    checkRequired(name, doc, type, findings);
    variables.set(name, {
      name,
      nameSpan,
      ...(variable ? { variable } : {}),
      ...(literal && doc.default ? { default: { literal, node: doc.default } } : {}),
      ...(doc.required ? { required: doc.required.value } : {}),
    });
  }
  return variables;
}

/** Reads a section of a task's outputs, which have no defaults. */
export function lowerOutputs(section: readonly Named<VariableDoc>[] | undefined, findings: Findings): Variables {
  const variables = lowerInputs(section, findings);
  for (const { name, value: doc } of section ?? []) {
    const extra = doc.default ?? doc.required?.node;
    if (!extra) continue;
    findings.add({
      code: "ConflictingKeys",
      message: `The output ${name} cannot have ${doc.default ? "a default" : "the key required"}: the task writes it`,
      span: extra,
      hints: [{ text: "Remove it" }],
    });
  }
  return variables;
}

/** Name → Variable, as the interface holds them; those without a type are left out. */
export function toVariableMap(variables: Variables): { variables: Record<string, Variable> } {
  return {
    variables: Object.fromEntries(
      [...variables.values()].flatMap(({ name, variable }) => (variable ? [[name, variable]] : [])),
    ),
  };
}

/** The parameters of a launch plan that adds nothing to its workflow. An optional input without a default gets none. */
export function toParameters(variables: Variables): ParameterMap {
  const parameters: Record<string, Parameter> = {};
  for (const { name, variable, default: given, required } of variables.values()) {
    if (!variable) continue;
    const isOptional = required !== true && isOptionalType(variable.type);
    const none = isOptional && variable.type ? noneOf(variable.type) : undefined;
    const value = given?.literal ?? none;
    parameters[name] = create(ParameterSchema, {
      var: variable,
      behavior: value ? { case: "default", value } : { case: "required", value: true },
    });
  }
  return create(ParameterMapSchema, { parameters });
}

/** The parameters of a workflow of which only the interface is known. */
export function toParameterMap(inputs: VariableMap | undefined): ParameterMap {
  const names = Object.entries(inputs?.variables ?? {});
  return toParameters(
    new Map(names.map(([name, variable]) => [name, { name, nameSpan: { start: 0, end: 0 }, variable }])),
  );
}

const typesThereAre =
  "Types are int, float, string, bool, datetime, duration, struct, file, dir, dataset, list[T], map[T], enum[a, b], A | B, T?";

/** Reads a type; undefined when it is wrong, which was reported with the place inside the text. */
export function lowerType(scalar: DocScalar, findings: Findings): LiteralType | undefined {
  const { type, problem } = parseLiteralType(scalar.text);
  if (type) return type;
  const part = scalar.text.slice(problem.offset, problem.offset + problem.length);
  const span = spanWithin(findings.source, scalar, part, problem.offset);
  findings.add({
    code: "UnknownType",
    message: withoutSuggestion(problem.message),
    span,
    data: { type: scalar.text },
    hints:
      problem.suggestions.length > 0
        ? problem.suggestions.map((each) => findings.replacing(span, each, `Did you mean ${each}?`))
        : [{ text: typesThereAre }],
  });
  return undefined;
}

/** Names become file names and parts of references, and upstream reads a promise's variable as one word. */
export function checkVariableName(name: string, span: Span, findings: Findings): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
  const better = name.replaceAll(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d|$)/, "_");
  findings.add({
    code: "InvalidName",
    message: `"${name}" cannot be the name of an input or output; use letters, digits and _`,
    span,
    hints: [findings.replacing(span, better, `Call it ${better}`)],
  });
}

function lowerVariable(doc: VariableDoc, place: Place, findings: Findings): Variable | undefined {
  const type = doc.type && lowerType(doc.type, findings);
  if (!type) return undefined;
  const description = doc.description?.text ?? "";
  if (!doc.schema) return create(VariableSchema, { type, description });
  if (type.type.case !== "simple" || type.type.value !== SimpleType.STRUCT) {
    findings.add({
      code: "ConflictingKeys",
      message: `Only a struct can have a schema; ${place.what} is ${formatLiteralType(type)}`,
      span: doc.schema,
    });
    return undefined;
  }
  const metadata = lowerStruct(doc.schema, { what: "schema", head: place.head }, findings);
  return metadata && create(VariableSchema, { type: create(LiteralTypeSchema, { ...type, metadata }), description });
}

function checkRequired(name: string, doc: VariableDoc, type: LiteralType | undefined, findings: Findings): void {
  if (!doc.required) return;
  if (doc.required.value && doc.default) {
    findings.add({
      code: "ConflictingKeys",
      message: `${name} has a default, so it is not required`,
      span: doc.required.node,
      hints: [{ text: "Remove required, or the default" }],
    });
  }
  if (!doc.required.value && !doc.default && type && !isOptionalType(type)) {
    const optional = `${formatLiteralType(type)}?`;
    findings.add({
      code: "ConflictingKeys",
      message: `${name} can only be left out if it has a default or an optional type`,
      span: doc.required.node,
      hints: [
        doc.type ? findings.replacing(doc.type, optional, `Make its type ${optional}`) : { text: "Add a default" },
      ],
    });
  }
}

function noneOf(type: LiteralType): Literal | undefined {
  return toLiteral(null, type).literal;
}
