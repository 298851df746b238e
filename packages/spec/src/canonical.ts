/**
 * Canonical documents: the protobuf-JSON of `flyteidl.admin.TaskSpec`, `WorkflowSpec` or `LaunchPlan`, tagged by `kind`
 * (or `@type`) and `id`.
 *
 *     kind: TaskSpec
 *     id: { project: flytesnacks, domain: development, name: split, version: v1 }   # or "flytesnacks:development:split:v1"
 *     template: { type: container, … }        # or all of it under `spec:`, as in a create request
 *
 * Documents come as plain values; positions in a text are the reader's business, which maps the `path` of a diagnostic.
 */
import {
  create,
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonObject,
  type MessageShape,
  toJson,
} from "@bufbuild/protobuf";
import { type Diagnostic, diagnostic, type Path } from "./diagnostic.ts";
import { findNear, formatDidYouMean } from "./did-you-mean.ts";
import { canonicalBytes } from "./digest.ts";
import { LaunchPlanSpecSchema } from "./gen/flyteidl/admin/launch_plan_pb.js";
import { TaskSpecSchema } from "./gen/flyteidl/admin/task_pb.js";
import { WorkflowSpecSchema } from "./gen/flyteidl/admin/workflow_pb.js";
import { type Identifier, IdentifierSchema, ResourceType } from "./gen/flyteidl/core/identifier_pb.js";
import { describeResourceType, formatResourceType } from "./identifier.ts";
import { describeValue } from "./literal-scalar.ts";
import { assertNever } from "./never.ts";
import { isPlainObject, type PlainObject, type PlainValue } from "./plain-json.ts";
import { readProtoJson, without } from "./proto-json.ts";
import { resourceTypeOf, type SpecEntity } from "./spec-entity.ts";

const kinds: Readonly<Record<string, SpecEntity["kind"]>> = {
  task: "task",
  taskspec: "task",
  workflow: "workflow",
  workflowspec: "workflow",
  launchplan: "launchPlan",
  launchplanspec: "launchPlan",
};
const kindNames = ["TaskSpec", "WorkflowSpec", "LaunchPlan"];
const idParts = ["project", "domain", "name", "version"] as const;

/** Whether a document is tagged as canonical, rightly or not. */
export function isCanonicalDocument(value: PlainValue | undefined): value is PlainObject {
  return isPlainObject(value) && (Object.hasOwn(value, "kind") || Object.hasOwn(value, "@type"));
}

/**
 * Reads one document. All that is wrong is reported; an entity comes only without errors. Its id may lack project, domain
 * or version, which the one who registers fills in.
 */
export function readCanonical(document: PlainValue): { entity?: SpecEntity; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  if (!isPlainObject(document)) {
    const message = `A canonical document is an object with kind and id, not ${describeValue(document)}`;
    return { diagnostics: [diagnostic({ code: "WrongKind", message })] };
  }
  const kind = readKind(document, diagnostics);
  if (!kind) return { diagnostics };
  const hasSpec = isPlainObject(document.spec) && !Object.hasOwn(document, "template");
  const envelope = hasSpec ? ["kind", "@type", "id", "spec"] : ["kind", "@type", "id"];
  if (hasSpec) reportStrays(without(document, [...envelope, "closure"]), diagnostics);
  const body = hasSpec && document.spec !== undefined ? document.spec : without(document, envelope);
  const entity = readEntity(kind, document.id, body, hasSpec ? ["spec"] : [], diagnostics);
  return entity && diagnostics.length === 0 ? { entity, diagnostics } : { diagnostics };
}

function readKind(document: PlainObject, found: Diagnostic[]): SpecEntity["kind"] | undefined {
  const key = Object.hasOwn(document, "kind") ? "kind" : "@type";
  const given = document[key];
  if (given === undefined) {
    const message = `The document does not say what it is; add kind: ${kindNames.join(", ")}`;
    found.push(diagnostic({ code: "ValueRequired", message }));
    return undefined;
  }
  const bare = typeof given === "string" ? given.replace(/^.*\//, "").replace(/^flyteidl\.(?:admin|core)\./, "") : "";
  const word = bare.toLowerCase().replaceAll(/[-_ ]/g, "");
  if (Object.hasOwn(kinds, word)) return kinds[word];
  const suggestions = findNear(bare, kindNames);
  const asked = suggestions.length > 0 ? formatDidYouMean(suggestions) : ` Write one of ${kindNames.join(", ")}`;
  const message = `${describeValue(given)} is not a kind of document that can be registered.${asked}`;
  const hints = suggestions.map((each) => ({ text: `Write ${each}`, edit: { path: [key], value: each } }));
  found.push(
    diagnostic({ code: "InvalidValue", path: [key], message: capital(message), data: { suggestions }, hints }),
  );
  return undefined;
}

function reportStrays(strays: PlainObject, found: Diagnostic[]): void {
  for (const key of Object.keys(strays)) {
    const message = `"${key}" does not belong beside "spec"; move it into spec, or remove it`;
    found.push(diagnostic({ code: "UnknownKey", path: [key], message }));
  }
}

function readEntity(
  kind: SpecEntity["kind"],
  givenId: PlainValue | undefined,
  body: PlainValue,
  at: Path,
  found: Diagnostic[],
): SpecEntity | undefined {
  const outer = givenId === undefined || givenId === null ? undefined : readId(givenId, found);
  switch (kind) {
    case "task": {
      const spec = readAs(TaskSpecSchema, body, at, found);
      const template = requireTemplate(spec?.template, "TaskSpec", at, found);
      if (!spec || !template) return undefined;
      template.id = settleId(kind, outer, template.id, at, found);
      return { kind, id: template.id, spec };
    }
    case "workflow": {
      const spec = readAs(WorkflowSpecSchema, body, at, found);
      const template = requireTemplate(spec?.template, "WorkflowSpec", at, found);
      if (!spec || !template) return undefined;
      template.id = settleId(kind, outer, template.id, at, found);
      return { kind, id: template.id, spec };
    }
    case "launchPlan": {
      const spec = readAs(LaunchPlanSpecSchema, body, at, found);
      return spec && { kind, id: settleId(kind, outer, undefined, at, found), spec };
    }
    default:
      return assertNever(kind, "kind of entity");
  }
}

function requireTemplate<Template>(
  template: Template | undefined,
  what: string,
  at: Path,
  found: Diagnostic[],
): Template | undefined {
  if (!template && found.length === 0) {
    found.push(
      diagnostic({ code: "ValueRequired", path: at, message: `${what} has no template; add template: { … }` }),
    );
  }
  return template;
}

/** Undefined, with findings, where the value is not the JSON of the message. */
function readAs<Desc extends DescMessage>(
  schema: Desc,
  value: PlainValue,
  at: Path,
  found: Diagnostic[],
): MessageShape<Desc> | undefined {
  const before = found.length;
  const json = readProtoJson(schema, value, at, found);
  if (found.length > before) return undefined;
  try {
    return fromJson(schema, json);
  } catch (reason) {
    // Whatever the library knows and we do not; it names the field.
    const words = reason instanceof Error ? reason.message : String(reason);
    found.push(diagnostic({ code: "InvalidValue", path: at, message: capital(words) }));
    return undefined;
  }
}

function readId(value: PlainValue, found: Diagnostic[]): Identifier | undefined {
  if (typeof value !== "string") return readAs(IdentifierSchema, value, ["id"], found);
  const [project = "", domain = "", ...rest] = value.split(":");
  if (rest.length === 2) {
    const [name = "", version = ""] = rest;
    return create(IdentifierSchema, { project, domain, name, version });
  }
  if (!value.includes(":")) return create(IdentifierSchema, { name: value });
  const message = `"${value}" is not an identifier; write project:domain:name:version, or only the name`;
  found.push(diagnostic({ code: "InvalidValue", path: ["id"], message }));
  return undefined;
}

function settleId(
  kind: SpecEntity["kind"],
  outer: Identifier | undefined,
  inner: Identifier | undefined,
  at: Path,
  found: Diagnostic[],
): Identifier {
  const resourceType = resourceTypeOf[kind];
  const id = create(IdentifierSchema, { resourceType, org: outer?.org || (inner?.org ?? "") });
  for (const part of idParts) {
    id[part] = outer?.[part] || (inner?.[part] ?? "");
    if (!outer?.[part] || !inner?.[part] || outer[part] === inner[part]) continue;
    const message = `id and template.id name different ${part}s ("${outer[part]}", "${inner[part]}"); leave one of them out`;
    found.push(diagnostic({ code: "ConflictingKeys", path: ["id"], message }));
  }
  for (const [given, path] of [[outer, ["id"]] as const, [inner, [...at, "template", "id"]] as const]) {
    const type = given?.resourceType ?? ResourceType.UNSPECIFIED;
    if (type === ResourceType.UNSPECIFIED || type === resourceType) continue;
    const message = `The id of a ${describeResourceType(resourceType)} has resource type ${formatResourceType(resourceType)}, not ${formatResourceType(type)}`;
    found.push(diagnostic({ code: "InvalidValue", path, message }));
  }
  if (id.name === "" && found.length === 0) {
    const message = `The ${describeResourceType(resourceType)} has no id; add id: { project, domain, name, version }`;
    found.push(diagnostic({ code: "ValueRequired", path: outer ? ["id"] : [], message }));
  }
  return id;
}

/**
 * The canonical document of an entity, as JSON that `readCanonical` gives back. Keys come in a stable order: fields in
 * the proto's, members of maps sorted.
 *
 * @throws Error where JSON cannot say it: a NaN inside a struct, a timestamp beyond the year 9999
 */
export function formatCanonical(entity: SpecEntity): JsonObject {
  const id = toObject(IdentifierSchema, entity.id);
  switch (entity.kind) {
    case "task":
      return { kind: "TaskSpec", id, ...toObject(TaskSpecSchema, entity.spec) };
    case "workflow":
      return { kind: "WorkflowSpec", id, ...toObject(WorkflowSpecSchema, entity.spec) };
    case "launchPlan":
      return { kind: "LaunchPlan", id, spec: toObject(LaunchPlanSpecSchema, entity.spec) };
    default:
      return assertNever(entity, "entity");
  }
}

function toObject<Desc extends DescMessage>(schema: Desc, message: MessageShape<Desc>): JsonObject {
  const sorted = fromBinary(schema, canonicalBytes(schema, message)); // reading sorted bytes fills maps in order
  const json = toJson(schema, sorted);
  return typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
