/** The first thing about an entity that did not come back from the text, in words. */
import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { formatCanonical } from "../../canonical.ts";
import type { SpecEntity } from "../../spec-entity.ts";

type Path = readonly (string | number)[];

/** @param again what the text reads as; it is known to be another */
export function describeDifference(entity: SpecEntity, again: SpecEntity): string {
  const [wanted, got] = [toJson(entity), toJson(again)];
  if (!wanted || !got) return "it holds a value that JSON cannot hold";
  const path = findDifference(wanted, got, []);
  if (!path) return "it has fields that are not known here";
  const place = formatPlace(wanted, path);
  const [left, right] = [partOf(wanted, path), partOf(got, path)];
  if (right === undefined) return `${place} has no place in the concise form`;
  if (left === undefined) return `${place} is not set, and the concise form always sets it`;
  return `${place} is ${shorten(left)} and would be read back as ${shorten(right)}`;
}

/** Undefined for what JSON cannot say: a NaN inside a struct, a moment beyond the year 9999. */
export function toJson(entity: SpecEntity): JsonObject | undefined {
  try {
    return formatCanonical(entity);
  } catch {
    return undefined;
  }
}

function findDifference(left: JsonValue | undefined, right: JsonValue | undefined, at: Path): Path | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    const longer = left.length >= right.length ? left : right;
    return first(longer.keys(), (index) => findDifference(left[index], right[index], [...at, index]));
  }
  if (isObject(left) && isObject(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return first(keys, (key) => findDifference(left[key], right[key], [...at, key]));
  }
  return Object.is(left, right) ? undefined : at;
}

function first<T>(keys: Iterable<T>, find: (key: T) => Path | undefined): Path | undefined {
  for (const key of keys) {
    const found = find(key);
    if (found) return found;
  }
  return undefined;
}

/** `node words: metadata.config`: the innermost node on the way, and what of it. */
function formatPlace(root: JsonValue, path: Path): string {
  let node = "";
  let from = 0;
  for (const [index, step] of path.entries()) {
    const isNode = step === "failureNode" || step === "thenNode" || step === "elseNode";
    const end = isNode ? index + 1 : path[index - 1] === "nodes" && typeof step === "number" ? index + 1 : 0;
    const id = end > 0 ? partOf(root, [...path.slice(0, end), "id"]) : undefined;
    if (typeof id !== "string") continue;
    node = `node ${id}: `;
    from = end;
  }
  const [head, ...rest] = path.slice(from === path.length ? 0 : from);
  const steps = rest.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
  return `${node}${head ?? ""}${steps.join("")}`;
}

function partOf(root: JsonValue, path: Path): JsonValue | undefined {
  let part: JsonValue | undefined = root;
  for (const step of path) {
    part = Array.isArray(part) ? part[Number(step)] : isObject(part) ? part[step] : undefined;
  }
  return part;
}

function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shorten(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
