/**
 * `with`, `over` and outputs → bindings: constants by their declared type, references as promises, at any depth.
 *
 * @see flyteidl/core/literals.proto BindingData
 */
import { create } from "@bufbuild/protobuf";
import {
  type Binding,
  type BindingData,
  BindingDataSchema,
  BindingSchema,
  type Literal,
} from "../gen/flyteidl/core/literals_pb.js";
import { type LiteralType, SimpleType } from "../gen/flyteidl/core/types_pb.js";
import { formatLiteralType, isOptionalType } from "../literal-type.ts";
import { assertNever } from "../never.ts";
import { type DocList, type DocMap, type DocNode, type DocScalar, isText, shorten, spanWithin } from "./document.ts";
import { lowerLiteral, noneLiteral } from "./lower-literal.ts";
import { parseValueText, type Reference } from "./reference.ts";
import type { Named, Place } from "./shape.ts";
import { type Followed, followReference, type WorkflowContext } from "./workflow-context.ts";

type Path = readonly (string | number)[];

/** What an input takes; without a type when it is declared wrongly, which was reported there. */
export type InputTypes = ReadonlyMap<string, LiteralType | undefined>;

/** Binds what is given. Unknown names are reported; missing ones are the compiler's to find. */
export function lowerBindings(
  given: readonly Named<DocNode>[],
  inputs: InputTypes,
  owner: string,
  context: WorkflowContext,
  path: Path,
): Binding[] {
  const bindings: Binding[] = [];
  for (const { name, nameSpan, value } of given) {
    const { findings } = context;
    if (!inputs.has(name)) {
      const near = findings.didYouMean(name, inputs.keys(), nameSpan);
      const known = [...inputs.keys()].slice(0, 20).join(", ");
      findings.add({
        code: "VariableNameNotFound",
        message: `${owner} has no input "${name}"`,
        span: nameSpan,
        data: { variable: name, candidates: [...inputs.keys()].slice(0, 200) },
        hints: near.length > 0 ? near : [{ text: known === "" ? "It has no inputs" : `It has ${known}` }],
      });
      continue;
    }
    const at = [...path, bindings.length];
    context.map.set(at, nameSpan);
    const place = { what: name, head: nameSpan };
    const binding = isErrorReference(value, name, context)
      ? bindError(value, inputs.get(name), context)
      : lowerBindingData(value, inputs.get(name), place, context, [...at, "binding"]);
    if (binding) bindings.push(create(BindingSchema, { var: name, binding }));
  }
  return bindings;
}

/** Bindings for the inputs that are not bound and have a default. */
export function bindDefaults(bound: readonly Binding[], defaults: ReadonlyMap<string, Literal>): Binding[] {
  const names = new Set(bound.map((each) => each.var));
  return [...defaults].flatMap(([name, literal]) =>
    names.has(name) ? [] : [create(BindingSchema, { var: name, binding: toBindingData(literal) })],
  );
}

/** A value as binding data; undefined when something in it is wrong, which was reported. */
export function lowerBindingData(
  node: DocNode,
  type: LiteralType | undefined,
  place: Place,
  context: WorkflowContext,
  path: Path,
): BindingData | undefined {
  context.map.set(path, node.end > node.start ? node : place.head);
  if (node.kind === "scalar" && isText(node)) {
    const reference = readReference(node, context);
    if (reference === "wrong") return undefined;
    if (reference) {
      const followed = followReference(reference, node, context);
      return followed && promiseOf(followed, node, context, path);
    }
  }
  if (!holdsReference(node)) {
    const literal = type && lowerLiteral(node, type, place, context.findings);
    return literal && toBindingData(literal);
  }
  return node.kind === "scalar" ? undefined : lowerHolder(node, type, place, context, path);
}

/** A list or map with references in it. */
function lowerHolder(
  node: DocList | DocMap,
  declared: LiteralType | undefined,
  place: Place,
  context: WorkflowContext,
  path: Path,
): BindingData | undefined {
  const wanted = node.kind === "list" ? "collectionType" : "mapValueType";
  const type = declared && pickVariant(declared, wanted);
  if (declared && type?.type.case !== "collectionType" && type?.type.case !== "mapValueType") {
    const isStruct = declared.type.case === "simple" && declared.type.value === SimpleType.STRUCT;
    context.findings.add({
      code: isStruct ? "MisplacedReference" : "MismatchingTypes",
      message: isStruct
        ? `${place.what} is a struct, and a struct cannot hold references`
        : `${place.what} must be ${formatLiteralType(declared)}; this is a ${node.kind} with references`,
      span: node,
      data: { expected: formatLiteralType(declared) },
      hints: isStruct ? [{ text: "Let a task make the struct, and refer to its output" }] : [],
    });
    return undefined;
  }
  const inner = type?.type.case === wanted ? type.type.value : undefined;
  if (node.kind === "list") {
    const bindings = node.items.map((item, index) => {
      const at = [...path, "collection", "bindings", index];
      return lowerBindingData(item, inner, { what: `${place.what}[${index}]`, head: item }, context, at);
    });
    const whole = bindings.flatMap((each) => each ?? []);
    if (whole.length < bindings.length) return undefined;
    return create(BindingDataSchema, { value: { case: "collection", value: { bindings: whole } } });
  }
  const members: [string, BindingData][] = [];
  for (const { key, keySpan, value } of node.entries) {
    const at = [...path, "map", "bindings", key];
    const member = lowerBindingData(value, inner, { what: `${place.what}.${key}`, head: keySpan }, context, at);
    if (member) members.push([key, member]);
  }
  if (members.length < node.entries.length) return undefined;
  return create(BindingDataSchema, { value: { case: "map", value: { bindings: Object.fromEntries(members) } } });
}

/** Of a union, the one variant that is a list (or map); any other type is itself. */
export function pickVariant(type: LiteralType, wanted: "collectionType" | "mapValueType"): LiteralType | undefined {
  if (type.type.case !== "unionType") return type;
  const fitting = type.type.value.variants.filter((each) => each.type.case === wanted);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The reference a scalar is; undefined when it is plain text, "wrong" when it is a mistake that was reported. */
export function readReference(scalar: DocScalar, context: WorkflowContext): Reference | "wrong" | undefined {
  const parsed = parseValueText(scalar.text);
  const { findings } = context;
  switch (parsed.kind) {
    case "text":
      return undefined;
    case "reference":
      return parsed;
    case "malformed":
      findings.add({
        code: "InvalidReference",
        message: parsed.message,
        span: spanWithin(
          findings.source,
          scalar,
          scalar.text.slice(parsed.offset, parsed.offset + parsed.length),
          parsed.offset,
        ),
        hints: [{ text: `A reference is \${node.output} or \${inputs.name}; for the text \${ itself write $\${` }],
      });
      return "wrong";
    case "partial":
      findings.add({
        code: "PartialReference",
        message: `A reference must be the whole value; ${JSON.stringify(shorten(scalar.text))} holds ${parsed.part} and more`,
        span: spanWithin(findings.source, scalar, parsed.part, parsed.offset),
        hints: [
          { text: "Let a task put the text together, and refer to its output" },
          { text: `For the text \${ itself write $\${` },
        ],
      });
      return "wrong";
    default:
      return assertNever(parsed, "value text");
  }
}

/** A promise for what a reference leads to. */
export function promiseOf(followed: Followed, node: DocScalar, context: WorkflowContext, path: Path): BindingData {
  for (const part of ["nodeId", "var"]) context.map.set([...path, "promise", part], node);
  const attrPath = followed.attributes.map(({ value, offset, length }, index) => {
    const span = spanWithin(context.findings.source, node, node.text.slice(offset, offset + length), offset);
    context.map.set([...path, "promise", "attrPath", index], span);
    return typeof value === "number"
      ? ({ value: { case: "intValue", value } } as const)
      : ({ value: { case: "stringValue", value } } as const);
  });
  return create(BindingDataSchema, {
    value: { case: "promise", value: { nodeId: followed.nodeId, var: followed.variable, attrPath } },
  });
}

function holdsReference(node: DocNode): boolean {
  switch (node.kind) {
    case "scalar":
      return isText(node) && parseValueText(node.text).kind !== "text";
    case "list":
      return node.items.some(holdsReference);
    case "map":
      return node.entries.some((entry) => holdsReference(entry.value));
  }
}

/** `err: ${error}` in onFailure; the engine puts the error in the place of the none it lowers to. */
function isErrorReference(value: DocNode, name: string, context: WorkflowContext): value is DocScalar {
  if (!context.isFailureNode || name !== "err" || value.kind !== "scalar") return false;
  const parsed = parseValueText(value.text);
  return parsed.kind === "reference" && parsed.node === "error" && parsed.variable === "";
}

function bindError(value: DocScalar, type: LiteralType | undefined, context: WorkflowContext): BindingData | undefined {
  if (!type || isOptionalType(type)) return toBindingData(noneLiteral);
  context.findings.add({
    code: "MismatchingTypes",
    message: `The input err must be error?; it is ${formatLiteralType(type)}`,
    span: value,
    data: { expected: "error?", actual: formatLiteralType(type) },
    hints: [{ text: "Declare err: error? in the task" }],
  });
  return undefined;
}

/** A constant as binding data; lists and maps become lists and maps of bindings, as SDKs write them. */
export function toBindingData({ value }: Literal): BindingData {
  switch (value.case) {
    case "scalar":
      return create(BindingDataSchema, { value: { case: "scalar", value: value.value } });
    case "collection":
      return create(BindingDataSchema, {
        value: { case: "collection", value: { bindings: value.value.literals.map(toBindingData) } },
      });
    case "map": {
      const members = Object.entries(value.value.literals).map(([key, each]) => [key, toBindingData(each)]);
      return create(BindingDataSchema, { value: { case: "map", value: { bindings: Object.fromEntries(members) } } });
    }
    case "offloadedMetadata":
      return create(BindingDataSchema, { value: { case: "offloadedMetadata", value: value.value } });
    case undefined:
      return create(BindingDataSchema);
    default:
      return assertNever(value, "literal");
  }
}
