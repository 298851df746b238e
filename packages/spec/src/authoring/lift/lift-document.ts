/**
 * Pieces and canonical specs → one text: a concise document for each version, then the canonical ones, each after a
 * comment that says what could not be said.
 */
import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { formatCanonical } from "../../canonical.ts";
import { describeResourceType } from "../../identifier.ts";
import type { SpecEntity } from "../../spec-entity.ts";
import type { Piece } from "./lift-entities.ts";
import { type Fields, fields, unlessEmpty, type Written } from "./lift-written.ts";
import { writeComment, writeYaml } from "./lift-yaml.ts";

/** An entity that the concise form cannot say. */
export interface Unsaid {
  readonly entity: SpecEntity;
  readonly reason: string;
  /** False: canonical JSON cannot say it either. */
  readonly isWritable: boolean;
}

/** One text; `describeUnsaid` is in it for each of `unsaid`. */
export function writeDocuments(pieces: readonly Piece[], unsaid: readonly Unsaid[]): string {
  const versions = [...new Set(pieces.map(({ id }) => id.version))];
  const concise = versions.map((version) => writeConcise(version, pieces));
  const canonical = unsaid.flatMap((each) => (each.isWritable ? [writeCanonical(each)] : []));
  const missing = unsaid.flatMap((each) => (each.isWritable ? [] : [writeComment(describeUnsaid(each))]));
  return missing.join("") + [...concise, ...canonical].join("---\n");
}

/** A sentence for people. */
export function describeUnsaid({ entity, reason, isWritable }: Unsaid): string {
  const what = `The ${describeResourceType(entity.id.resourceType)} ${entity.id.name}`;
  return isWritable ? `${what} is in canonical form: ${reason}` : `${what} cannot be written as text: ${reason}`;
}

const sections = ["tasks", "workflows", "launchPlans"] as const;

function writeConcise(version: string, pieces: readonly Piece[]): string {
  const section = (kind: Piece["kind"]) => {
    const own = pieces.filter((each) => each.kind === kind && each.id.version === version);
    return unlessEmpty(new Map(own.map(({ id, written }) => [id.name, written])));
  };
  const [tasks, workflows, launchPlans] = [section("task"), section("workflow"), section("launchPlan")];
  return writeYaml(fields({ version, tasks, workflows, launchPlans }), sections);
}

function writeCanonical(unsaid: Unsaid): string {
  return writeComment(describeUnsaid(unsaid)) + writeYaml(toFields(formatCanonical(unsaid.entity)));
}

function toFields(json: JsonObject): Fields {
  return new Map(Object.entries(json).map(([key, value]) => [key, toWritten(value)]));
}

function toWritten(json: JsonValue): Written {
  if (Array.isArray(json)) return json.map(toWritten);
  if (typeof json === "number") return Number.isSafeInteger(json) && !Object.is(json, -0) ? BigInt(json) : json;
  return typeof json === "object" && json !== null ? toFields(json) : json;
}
