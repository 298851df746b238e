/** Reading a pod spec, which is JSON of Kubernetes' own shape (core/v1 PodSpec). */
import type { JsonValue } from "@bufbuild/protobuf";

export type Json = JsonValue | undefined;

export function fieldOf(value: Json, name: string): Json {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function itemsOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: Json): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

export function textsOf(value: Json): string[] {
  return itemsOf(value).map(textOf);
}

export function numberOf(value: Json): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function entriesOf(value: Json): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** Whether it says something: `false`, `[]` and `{}` do not. */
export function isSaid(value: Json): boolean {
  if (value === undefined || value === null || value === false || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

function isObject(value: Json): value is { [name: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
