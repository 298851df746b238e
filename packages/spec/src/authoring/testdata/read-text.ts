/** Reads authored text in tests: project flytesnacks, domain development, nothing registered unless said. */
import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { formatCanonical } from "../../canonical.ts";
import type { Diagnostic } from "../../diagnostic.ts";
import { type ReadEntity, readSpecs, type Target } from "../../specs.ts";
import { nothingRegistered, type Registered } from "../registered.ts";

export const target: Target = { project: "flytesnacks", domain: "development" };

export function readText(text: string, options: { registered?: Registered; target?: Target; name?: string } = {}) {
  const file = { name: options.name ?? "file.yaml", content: new TextEncoder().encode(text) };
  return readSpecs([file], options.target ?? target, options.registered ?? nothingRegistered);
}

/** `code line:col message`, as a table of expectations reads best. */
export function brief({ code, range, message }: Diagnostic): string {
  return `${code} ${range ? `${range.start.line}:${range.start.col}` : "-"} ${message}`;
}

/** The text after the first edit among the hints was made. */
export function applyFirstEdit(text: string, { hints }: Diagnostic): string {
  const edit = hints.find((hint) => hint.edit)?.edit;
  if (!edit || !("range" in edit)) return text;
  const offsetOf = ({ line, col }: { line: number; col: number }) =>
    text
      .split("\n")
      .slice(0, line - 1)
      .reduce((sum, each) => sum + each.length + 1, 0) +
    col -
    1;
  return text.slice(0, offsetOf(edit.range.start)) + edit.replacement + text.slice(offsetOf(edit.range.end));
}

/** An entity's spec as protobuf-JSON. */
export function specJson(entities: readonly ReadEntity[], kind: ReadEntity["kind"], name: string): JsonObject {
  const entity = entities.find((each) => each.kind === kind && each.id.name === name);
  if (!entity) throw new Error(`No ${kind} ${name} among ${entities.map((each) => each.id.name).join(", ")}`);
  const { kind: _kind, id: _id, ...spec } = formatCanonical(entity);
  return spec;
}

/** A part of JSON by path. */
export function partOf(json: JsonValue | undefined, ...path: (string | number)[]): JsonValue | undefined {
  let part: unknown = json;
  for (const step of path) part = typeof part === "object" && part !== null ? Reflect.get(part, step) : undefined;
  return part as JsonValue | undefined; // parts of JSON are JSON
}
