/**
 * Specs in protobuf's binary form, as `pyflyte serialize` and `pyflyte package` write them: `admin.TaskSpec`,
 * `admin.WorkflowSpec` and `admin.LaunchPlan`.
 *
 * Protobuf says nothing about which message it is, and almost any bytes decode as something. So a message counts only if
 * it has its identifier, its identifier has the right resource type, no field is unknown at any depth, and it encodes to
 * the length it came in.
 */
import { type DescMessage, fromBinary, type Message, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { LaunchPlanSchema, LaunchPlanSpecSchema } from "./gen/flyteidl/admin/launch_plan_pb.js";
import { TaskSpecSchema } from "./gen/flyteidl/admin/task_pb.js";
import { WorkflowSpecSchema } from "./gen/flyteidl/admin/workflow_pb.js";
import { type Identifier, IdentifierSchema, ResourceType } from "./gen/flyteidl/core/identifier_pb.js";
import { TaskTemplateSchema } from "./gen/flyteidl/core/tasks_pb.js";
import { WorkflowTemplateSchema } from "./gen/flyteidl/core/workflow_pb.js";
import { describeResourceType, formatIdentifier } from "./identifier.ts";
import { resourceTypeOf, type SpecEntity } from "./spec-entity.ts";

type Attempt = (bytes: Uint8Array) => SpecEntity | undefined;

const attempts: Readonly<Record<SpecEntity["kind"], Attempt>> = {
  task: (bytes) => {
    const spec = decode(TaskSpecSchema, bytes);
    const id = spec?.template?.id;
    return spec && isIdOf("task", id) ? { kind: "task", id, spec } : undefined;
  },
  workflow: (bytes) => {
    const spec = decode(WorkflowSpecSchema, bytes);
    const id = spec?.template?.id;
    return spec && isIdOf("workflow", id) ? { kind: "workflow", id, spec } : undefined;
  },
  launchPlan: (bytes) => {
    const { id, spec } = decode(LaunchPlanSchema, bytes) ?? {};
    return spec && isIdOf("launchPlan", id) ? { kind: "launchPlan", id, spec } : undefined;
  },
};

/**
 * Decodes a spec strictly.
 *
 * @param hint what to try first
 * @returns the entity, or the rest of a sentence about the file: what it seems to be, and the remedy
 */
export function decodeSpec(
  bytes: Uint8Array,
  hint?: SpecEntity["kind"],
): { entity: SpecEntity; problem?: undefined } | { entity?: undefined; problem: string } {
  const kinds = ["task", "workflow", "launchPlan"] as const;
  for (const kind of hint ? [hint, ...kinds] : kinds) {
    const entity = attempts[kind](bytes);
    if (entity) return { entity };
  }
  return { problem: explain(bytes) };
}

function isIdOf(kind: SpecEntity["kind"], id: Identifier | undefined): id is Identifier {
  return id !== undefined && id.name !== "" && id.resourceType === resourceTypeOf[kind];
}

/** The message, if the bytes are wholly and plausibly that. */
function decode<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> | undefined {
  const message = decodeLoosely(schema, bytes);
  // Defaults written out, or numbers in longer form than needed, make a few bytes; another message makes many.
  const isPlausible = message && bytes.length - toBinary(schema, message).length <= 16 + bytes.length / 20;
  return isPlausible && !hasUnknown(reflect(schema, message)) ? message : undefined;
}

function decodeLoosely<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> | undefined {
  try {
    return fromBinary(schema, bytes);
  } catch {
    return undefined; // not this message, or cut off: explain() tells which
  }
}

function hasUnknown(message: ReflectMessage): boolean {
  if ((message.getUnknown() ?? []).length > 0) return true;
  return message.fields.some((field) => {
    if (!message.isSet(field)) return false;
    if (field.fieldKind === "message") return hasUnknown(message.get(field));
    if (field.fieldKind === "list" && field.listKind === "message") return anyUnknown(message.get(field));
    if (field.fieldKind === "map" && field.mapKind === "message") return anyUnknown(message.get(field).values());
    return false;
  });
}

function anyUnknown(items: Iterable<unknown>): boolean {
  for (const item of items) if (isReflectMessage(item) && hasUnknown(item)) return true;
  return false;
}

function explain(bytes: Uint8Array): string {
  const cut = findCut(bytes);
  const newer = cut ? undefined : findIdentifier(bytes)?.id;
  if (cut) {
    const whose = cut.id ? ` of ${describeResourceType(cut.id.resourceType)} ${formatIdentifier(cut.id)}` : "";
    return `is truncated protobuf${whose}: at least ${cut.missing} bytes are missing at its end. Make or upload it again`;
  }
  if (decode(LaunchPlanSpecSchema, bytes)?.workflowId?.name) {
    return "is a LaunchPlanSpec, which has no id of its own; give the LaunchPlan it belongs to";
  }
  for (const [schema, whole] of [
    [TaskTemplateSchema, "TaskSpec"],
    [WorkflowTemplateSchema, "WorkflowSpec"],
  ] as const) {
    const template: (Message & { id?: Identifier | undefined }) | undefined = decode(schema, bytes);
    if (template?.id?.name)
      return `is a bare ${schema.name} (${formatIdentifier(template.id)}); give the ${whole} around it`;
  }
  if (newer) {
    const what = `${describeResourceType(newer.resourceType)} ${formatIdentifier(newer)}`;
    return `names the ${what}, but has fields this program does not know; it is damaged, or made by a newer Flyte`;
  }
  return "is neither text nor an archive nor the protobuf of a task, workflow or launch plan";
}

/** The identifier at the place where a spec has it: field 1 of a LaunchPlan, field 1 of field 1 of the others. */
function findIdentifier(bytes: Uint8Array): { id: Identifier } | undefined {
  let inner = firstField(bytes)?.bytes;
  for (let depth = 0; depth < 2 && inner; depth++) {
    const id = decode(IdentifierSchema, inner);
    if (id && id.name !== "" && id.resourceType !== ResourceType.UNSPECIFIED) return { id };
    inner = firstField(inner)?.bytes;
  }
  return undefined;
}

/** Field 1 if it comes first and has a length; `missing` bytes of it are not there. */
function firstField(bytes: Uint8Array): { bytes: Uint8Array; missing: number } | undefined {
  try {
    const reader = new BinaryReader(bytes);
    const [number, type] = reader.tag();
    if (number !== 1 || type !== WireType.LengthDelimited) return undefined;
    const length = reader.uint32();
    const inner = bytes.subarray(reader.pos, reader.pos + length);
    return { bytes: inner, missing: length - inner.length };
  } catch {
    return undefined;
  }
}

/** Whether the bytes are a message that ends inside a field: how many bytes are missing at least, and whose it is. */
function findCut(bytes: Uint8Array): { id: Identifier | undefined; missing: number } | undefined {
  const reader = new BinaryReader(bytes);
  const id = findIdentifier(bytes)?.id;
  let last = 0;
  try {
    while (reader.pos < reader.len) {
      last = reader.pos;
      const [number, type] = reader.tag();
      if (type === WireType.LengthDelimited) {
        const length = reader.uint32();
        const missing = reader.pos + length - bytes.length;
        // Without an identifier any binary file may look like this; a spec's fields have the numbers 1 to 3.
        if (missing > 0) return (id || number === 1) && missing < 2 ** 30 ? { id, missing } : undefined;
        reader.pos += length;
      } else reader.skip(type, number);
    }
  } catch {
    return id && last > 0 ? { id, missing: 1 } : undefined;
  }
  return undefined;
}
