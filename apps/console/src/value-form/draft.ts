import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type LiteralType, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { fromLiteral, toLiteral } from "@skein/spec/literal";
import { formatPlainJson, isPlainArray, isPlainObject, type PlainValue, parsePlainJson } from "@skein/spec/plain-json";
import type { Zone } from "../flyte/time-format.ts";
import { readDatetime } from "./datetime.ts";

/**
 * What stands in a field of the launch form: text as typed, not yet a value.
 *
 * A draft is made from a literal (`toDraft`) or empty (`emptyDraft`), changed by its editor, and read by its type
 * (`readDraft`). Types without an editor of their own are JSON text, and any field can be switched to it.
 */
export type Draft =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "list"; readonly items: readonly Item[] }
  | { readonly kind: "map"; readonly entries: readonly Entry[] }
  | { readonly kind: "optional"; readonly given: boolean; readonly inner: Draft }
  | { readonly kind: "json"; readonly text: string };

export interface Item {
  /** Keeps a row's identity while others come and go. */
  readonly key: number;
  readonly draft: Draft;
}

export interface Entry extends Item {
  readonly name: string;
}

/** One thing that is wrong in a field. */
export interface Finding {
  /** Keys and indices inside the value; empty for the whole of it. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string | undefined;
}

export type Reading =
  | { readonly literal: Literal; readonly findings?: undefined }
  /** Nothing is given: the field is left out of the launch. */
  | { readonly literal?: undefined; readonly findings?: undefined }
  | { readonly literal?: undefined; readonly findings: readonly Finding[] };

let lastKey = 0;

export function newItem(draft: Draft): Item {
  lastKey += 1;
  return { key: lastKey, draft };
}

/** The variant beside none, of a type whose value may be left out (`T?`). */
export function optionalInner({ type }: LiteralType): LiteralType | undefined {
  if (type.case !== "unionType" || type.value.variants.length !== 2) return undefined;
  const others = type.value.variants.filter((each) => !isNone(each));
  return others.length === 1 ? others[0] : undefined;
}

function isNone({ type }: LiteralType): boolean {
  return type.case === "simple" && type.value === SimpleType.NONE;
}

/** A field with nothing in it. */
export function emptyDraft(type: LiteralType): Draft {
  const { type: kind } = type;
  switch (kind.case) {
    case "simple":
      if (kind.value === SimpleType.BOOLEAN) return { kind: "flag", value: false };
      return hasTextEditor(kind.value) ? { kind: "text", text: "" } : { kind: "json", text: "" };
    case "enumType":
    case "blob":
    case "schema":
    case "structuredDatasetType":
      return { kind: "text", text: "" };
    case "collectionType":
      return { kind: "list", items: [] };
    case "mapValueType":
      return { kind: "map", entries: [] };
    case "unionType": {
      const inner = optionalInner(type);
      return inner ? { kind: "optional", given: false, inner: emptyDraft(inner) } : { kind: "json", text: "" };
    }
    case undefined:
      return { kind: "json", text: "" };
  }
}

function hasTextEditor(type: SimpleType): boolean {
  switch (type) {
    case SimpleType.INTEGER:
    case SimpleType.FLOAT:
    case SimpleType.STRING:
    case SimpleType.DATETIME:
    case SimpleType.DURATION:
      return true;
    case SimpleType.NONE:
    case SimpleType.BOOLEAN:
    case SimpleType.BINARY:
    case SimpleType.ERROR:
    case SimpleType.STRUCT:
      return false;
  }
}

/** A field that holds this literal. */
export function toDraft(type: LiteralType, literal: Literal | undefined): Draft {
  return literal ? draftOf(type, fromLiteral(literal)) : emptyDraft(type);
}

function draftOf(type: LiteralType, value: PlainValue): Draft {
  const empty = emptyDraft(type);
  const json: Draft = { kind: "json", text: formatPlainJson(value, 2) };
  switch (empty.kind) {
    case "flag":
      return typeof value === "boolean" ? { kind: "flag", value } : json;
    case "text": {
      const text = textOf(type, value);
      return text === undefined ? json : { kind: "text", text };
    }
    case "list": {
      const inner = type.type.case === "collectionType" ? type.type.value : undefined;
      if (!inner || !isPlainArray(value)) return json;
      return { kind: "list", items: value.map((each) => newItem(draftOf(inner, each))) };
    }
    case "map": {
      const inner = type.type.case === "mapValueType" ? type.type.value : undefined;
      if (!inner || !isPlainObject(value)) return json;
      const entries = Object.entries(value).map(([name, each]) => ({ name, ...newItem(draftOf(inner, each)) }));
      return { kind: "map", entries };
    }
    case "optional": {
      const inner = optionalInner(type);
      if (value === null || !inner) return empty;
      return { kind: "optional", given: true, inner: draftOf(inner, value) };
    }
    case "json":
      return json;
  }
}

/** How a value of a text field is written there; undefined when text would lose something of it. */
function textOf({ type }: LiteralType, value: PlainValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return formatPlainJson(value).replaceAll('"', "");
  if (!isPlainObject(value) || typeof value.uri !== "string") return undefined;
  const format = type.case === "blob" || type.case === "structuredDatasetType" ? type.value.format : "";
  const { uri, format: given = format, dimensionality, ...others } = value;
  const isSame = given === format && (dimensionality === undefined || type.case === "blob");
  return isSame && Object.keys(others).length === 0 ? uri : undefined;
}

/** Whether nothing was put in. */
export function isBlank(draft: Draft): boolean {
  switch (draft.kind) {
    case "text":
    case "json":
      return draft.text.trim() === "";
    case "optional":
      return !draft.given;
    case "flag":
    case "list":
    case "map":
      return false;
  }
}

/** Where and when a draft is read: words such as "yesterday 9:00" depend on it. */
export interface ReadingContext {
  readonly now: number;
  readonly zone: Zone;
}

/** What a draft says under its type, or everything in it that does not fit. */
export function readDraft(type: LiteralType, draft: Draft, context: ReadingContext): Reading {
  const findings: Finding[] = [];
  const value = plainOf(type, draft, context, [], findings);
  if (findings.length > 0) return { findings };
  if (value === undefined) return {};
  const read = toLiteral(value, type);
  return read.literal ? { literal: read.literal } : { findings: read.findings };
}

function plainOf(
  type: LiteralType,
  draft: Draft,
  context: ReadingContext,
  path: Finding["path"],
  findings: Finding[],
): PlainValue | undefined {
  switch (draft.kind) {
    case "flag":
      return draft.value;
    case "text":
      return plainText(type, draft.text, context);
    case "json": {
      if (draft.text.trim() === "") return undefined;
      const { value, problem } = parsePlainJson(draft.text);
      if (problem) findings.push({ path, message: problem.message });
      return value;
    }
    case "optional": {
      const inner = optionalInner(type);
      return draft.given && inner ? plainOf(inner, draft.inner, context, path, findings) : null;
    }
    case "list": {
      const inner = type.type.case === "collectionType" ? type.type.value : undefined;
      if (!inner) return undefined;
      return draft.items.map((item, at) => plainOf(inner, item.draft, context, [...path, at], findings) ?? null);
    }
    case "map": {
      const inner = type.type.case === "mapValueType" ? type.type.value : undefined;
      if (!inner) return undefined;
      const members: [string, PlainValue][] = [];
      const seen = new Set<string>();
      for (const { name, draft: value } of draft.entries) {
        if (seen.has(name)) findings.push({ path: [...path, name], message: `The key “${name}” is there twice` });
        seen.add(name);
        members.push([name, plainOf(inner, value, context, [...path, name], findings) ?? null]);
      }
      return Object.fromEntries(members);
    }
  }
}

function plainText({ type }: LiteralType, text: string, { now, zone }: ReadingContext): PlainValue {
  if (type.case !== "simple" || type.value === SimpleType.STRING) return text;
  const trimmed = text.trim();
  if (type.value === SimpleType.DATETIME) return readDatetime(trimmed, now, zone) ?? trimmed;
  return trimmed;
}
