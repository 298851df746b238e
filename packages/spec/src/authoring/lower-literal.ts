/**
 * Constants of a document, read by their declared type, and the texts that are no references.
 *
 * Where a string is due, a plain number or boolean counts as the text it was written as. `$${` is the text `${`; a
 * reference in a place that has none (a default, a launch input) is a mistake that says so.
 */
import { create, type JsonObject } from "@bufbuild/protobuf";
import { type Literal, LiteralSchema } from "../gen/flyteidl/core/literals_pb.js";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "../gen/flyteidl/core/types_pb.js";
import { toLiteral } from "../literal.ts";
import { formatLiteralType } from "../literal-type.ts";
import type { PlainValue } from "../plain-json.ts";
import { type DocNode, type DocScalar, isText, spanWithin } from "./document.ts";
import type { Findings } from "./findings.ts";
import { parseValueText } from "./reference.ts";
import type { Place } from "./shape.ts";

/** The literal of a constant, or undefined when it does not fit its type; then that was reported. */
export function lowerLiteral(node: DocNode, type: LiteralType, place: Place, findings: Findings): Literal | undefined {
  const errorsBefore = findings.errors;
  const plain = toTyped(node, type, findings);
  if (findings.errors > errorsBefore) return undefined;
  const { literal, findings: misfits = [] } = toLiteral(plain, type);
  for (const misfit of misfits) {
    const part = findPart(node, misfit.path);
    const span = part.end > part.start ? part : place.head;
    const where = misfit.path.length > 0 ? `${place.what}${formatPath(misfit.path)}` : place.what;
    findings.add({
      code: "MismatchingTypes",
      message: `${where}: ${withoutSuggestion(misfit.message)}`,
      span,
      data: { expected: formatLiteralType(type) },
      hints: [
        ...(misfit.hint ? [{ text: misfit.hint }] : []),
        ...misfit.suggestions.map((each) => findings.replacing(span, each, `Did you mean "${each}"?`)),
      ],
    });
  }
  return literal;
}

/** A map of JSON values as protobuf's Struct, for what is not Flyte's: pod specs, plugin settings, JSON Schemas. */
export function lowerStruct(node: DocNode, place: Place, findings: Findings): JsonObject | undefined {
  const literal = lowerLiteral(node, structType, place, findings);
  const scalar = literal?.value.case === "scalar" ? literal.value.value.value : undefined;
  return scalar?.case === "generic" ? scalar.value : undefined;
}

const structType = create(LiteralTypeSchema, { type: { case: "simple", value: SimpleType.STRUCT } });

/** The literal that is no value. */
export const noneLiteral: Literal = create(LiteralSchema, {
  value: { case: "scalar", value: { value: { case: "noneType", value: {} } } },
});

/** Reports a text that should be a constant and is, or holds, a reference. Returns the text otherwise. */
export function readConstantText(node: DocNode & { text: string }, findings: Findings): string | undefined {
  const parsed = parseValueText(node.text);
  if (parsed.kind === "text") return parsed.value;
  const part = parsed.kind === "reference" ? parsed.text : node.text;
  findings.add({
    code: "MisplacedReference",
    message: `A reference cannot stand here: ${part}`,
    span: node,
    hints: [{ text: `Write a constant; for the text \${ itself write $\${` }],
  });
  return undefined;
}

function toTyped(node: DocNode, type: LiteralType | undefined, findings: Findings): PlainValue {
  switch (node.kind) {
    case "list": {
      const element = type?.type.case === "collectionType" ? type.type.value : undefined;
      return node.items.map((item) => toTyped(item, element, findings));
    }
    case "map": {
      const member = type?.type.case === "mapValueType" ? type.type.value : undefined;
      return Object.fromEntries(node.entries.map((entry) => [entry.key, toTyped(entry.value, member, findings)]));
    }
    case "scalar":
      if (isText(node)) return readConstantText(node, findings) ?? null;
      return node.value !== null && (isTextType(type) || isBeyondFloat(node, type)) ? node.text : node.value;
  }
}

/** Whether digits became an infinity that nobody wrote: their text is refused, where the infinity would pass. */
function isBeyondFloat({ value, text }: DocScalar, type: LiteralType | undefined): boolean {
  const isFloat = type?.type.case === "simple" && type.type.value === SimpleType.FLOAT;
  return isFloat && typeof value === "number" && Math.abs(value) === Number.POSITIVE_INFINITY && /\d/.test(text);
}

/** Whether a value of the type is written as its own text. */
function isTextType(type: LiteralType | undefined): boolean {
  if (type?.type.case === "simple") return type.type.value === SimpleType.STRING;
  return type?.type.case === "enumType";
}

/** The part of a node that a path leads to, as far as it goes. */
function findPart(node: DocNode, path: readonly (string | number)[]): DocNode {
  let part = node;
  for (const step of path) {
    const next =
      part.kind === "list"
        ? part.items[Number(step)]
        : part.kind === "map"
          ? part.entries.find((entry) => entry.key === String(step))?.value
          : undefined;
    if (!next) break;
    part = next;
  }
  return part;
}

const formatPath = (path: readonly (string | number)[]) =>
  path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");

/** Where in a scalar a part of its text stands. */
export function partSpan(node: DocNode, part: string, offset: number, findings: Findings) {
  return node.kind === "scalar" ? spanWithin(findings.source, node, part, offset) : node;
}

/** A message without its "Did you mean": that is a hint here. */
export const withoutSuggestion = (message: string) => message.replace(/ Did you mean .*\?$/, "");
