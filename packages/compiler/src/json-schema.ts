/**
 * JSON schemas in the metadata of struct types (dataclasses, pydantic models): are two equal, does one cover the other.
 *
 * "Covers" asks whether everything that is valid under the upstream schema has what the downstream one names: its
 * properties with fitting types, its required names, its items and enum values. Keywords that say nothing about the
 * shape (title, description, additionalProperties, formats) are not looked at, as upstream drops them from its verdict.
 */
import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { maxNesting } from "./nesting.ts";

/** Whether both are the same JSON; the order of keys does not count, that of list elements does. */
export function schemaEqual(a: JsonValue, b: JsonValue): boolean {
  return equal(a, b, 0);
}

/** Whether a value described by `up` can be read as one described by `down`. */
export function schemaCovers(up: JsonObject, down: JsonObject): boolean {
  const comparison = { depth: 0, known: new Map(), budget: { left: mostCompared } };
  return covers({ root: up, node: up }, { root: down, node: down }, comparison);
}

/** The most pairs that are compared; schemas too large for that cover each other only if they are equal. */
const mostCompared = 200_000;

/** A schema and the document its `$ref`s are resolved in. */
interface Schema {
  readonly root: JsonObject;
  readonly node: JsonValue;
}

/** What is known of pairs; one still being compared is taken to fit, so that schemas which refer to themselves end. */
interface Comparison {
  readonly depth: number;
  readonly known: Map<JsonObject, Map<JsonObject, boolean>>;
  readonly budget: { left: number };
}

function covers(upSchema: Schema, downSchema: Schema, at: Comparison): boolean {
  if (at.depth > maxNesting || at.budget.left-- <= 0) return false;
  const up = resolve(upSchema);
  const down = resolve(downSchema);
  if (up === undefined || down === undefined) return false;
  // As schemas, `true` takes everything and `false` nothing.
  if (typeof up === "boolean" || typeof down === "boolean") return up === false || down === true;

  const answer = at.known.get(up)?.get(down);
  if (answer !== undefined) return answer;
  const answers = at.known.get(up) ?? new Map<JsonObject, boolean>();
  at.known.set(up, answers.set(down, true));

  const deeper = { ...at, depth: at.depth + 1 };
  const fit = (upNode: JsonValue, downNode: JsonValue) =>
    covers({ root: upSchema.root, node: upNode }, { root: downSchema.root, node: downNode }, deeper);
  const result = schemaFits(up, down, fit);
  answers.set(down, result);
  return result;
}

type Fit = (up: JsonValue, down: JsonValue) => boolean;

function schemaFits(up: JsonObject, down: JsonObject, fit: Fit): boolean {
  const upChoices = choices(up);
  if (upChoices) return upChoices.every((choice) => fit(choice, down));
  const downChoices = choices(down);
  if (downChoices) return downChoices.some((choice) => fit(up, choice));

  if (!wellFormed(up) || !wellFormed(down)) return false;
  if (!typesFit(up, down) || !enumFits(up, down)) return false;

  const given = record(up.properties);
  for (const [name, wanted] of Object.entries(record(down.properties))) {
    const property = Object.hasOwn(given, name) ? given[name] : undefined;
    if (property === undefined || !fit(property, wanted)) return false;
  }
  const required = new Set(list(up.required));
  if (!list(down.required).every((name) => required.has(name))) return false;

  if (down.items === undefined) return true;
  return up.items !== undefined && itemsFit(up.items, down.items, fit);
}

/** `items` is one schema for all elements or, in older drafts, a list of schemas by position. */
function itemsFit(up: JsonValue, down: JsonValue, fit: Fit): boolean {
  if (!Array.isArray(up) && !Array.isArray(down)) return fit(up, down);
  if (!Array.isArray(up) || !Array.isArray(down) || up.length !== down.length) return false;
  return up.every((each, index) => fit(each, down[index] ?? true));
}

/** Follows `$ref` within the document. Undefined when it leads nowhere or is no schema: such a schema covers nothing. */
function resolve({ root, node }: Schema): JsonObject | boolean | undefined {
  let current: JsonValue | undefined = node;
  for (let hops = 0; hops <= maxNesting; hops++) {
    if (typeof current === "boolean") return current;
    if (!isObject(current)) return undefined;
    const ref: JsonValue | undefined = current.$ref;
    if (ref === undefined) return current;
    if (typeof ref !== "string" || !ref.startsWith("#")) return undefined;
    current = ref
      .slice(1)
      .split("/")
      .filter((part) => part !== "")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<JsonValue | undefined>(
        (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
        root,
      );
  }
  return undefined;
}

function choices(schema: JsonObject): JsonValue[] | undefined {
  const choice = schema.anyOf ?? schema.oneOf;
  return Array.isArray(choice) ? choice : undefined;
}

function wellFormed(schema: JsonObject): boolean {
  const { type, properties, required } = schema;
  const typeOk = type === undefined || typeof type === "string" || (Array.isArray(type) && type.every(isString));
  const requiredOk = required === undefined || (Array.isArray(required) && required.every(isString));
  return typeOk && requiredOk && (properties === undefined || isObject(properties));
}

function typesFit(up: JsonObject, down: JsonObject): boolean {
  const wanted = new Set(names(down.type));
  if (wanted.size === 0) return true;
  const given = names(up.type);
  return given.length > 0 && given.every((name) => wanted.has(name));
}

function enumFits(up: JsonObject, down: JsonObject): boolean {
  const wanted = values(down);
  if (!wanted) return true;
  const given = values(up);
  if (!given) return false;
  const plain = new Set<JsonValue>(wanted.filter((each) => typeof each !== "object"));
  const objects = wanted.filter((each) => typeof each === "object");
  // Objects among the values are rare; plain ones may be many.
  if (objects.length * given.length > mostCompared) return false;
  return given.every((value) => plain.has(value) || objects.some((each) => schemaEqual(each, value)));
}

function values(schema: JsonObject): JsonValue[] | undefined {
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

function names(type: JsonValue | undefined): string[] {
  return (Array.isArray(type) ? type : [type]).filter(isString);
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function record(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isString(value: JsonValue | undefined): value is string {
  return typeof value === "string";
}

function equal(a: JsonValue, b: JsonValue, depth: number): boolean {
  if (a === b) return true;
  if (depth > maxNesting) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((each, index) => equal(each, b[index] ?? null, depth + 1));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null, depth + 1));
}
