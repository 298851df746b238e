/**
 * Retries, timeouts, interruptible and caching, which tasks and nodes share; durations; descriptions.
 */
import { create } from "@bufbuild/protobuf";
import type { Duration } from "@bufbuild/protobuf/wkt";
import { durationForms, durationToNanos, parseDuration } from "../duration.ts";
import { type DescriptionEntity, DescriptionEntitySchema } from "../gen/flyteidl/admin/description_entity_pb.js";
import { type TaskMetadata, TaskMetadataSchema, type TaskTemplate } from "../gen/flyteidl/core/tasks_pb.js";
import { type NodeMetadata, NodeMetadataSchema } from "../gen/flyteidl/core/workflow_pb.js";
import type { DocScalar } from "./document.ts";
import type { Findings } from "./findings.ts";
import type { NodeDoc, TaskDoc } from "./schema.ts";
import type { Place } from "./shape.ts";

/** A length of time above zero; Go's form or ISO 8601. */
export function lowerDuration(scalar: DocScalar, place: Place, findings: Findings): Duration | undefined {
  const duration = parseDuration(scalar.text);
  if (duration && durationToNanos(duration) > 0n) return duration;
  const bare = typeof scalar.value === "bigint" && scalar.value > 0n;
  findings.add({
    code: "InvalidValue",
    message: duration
      ? `${place.what} must be longer than nothing`
      : `${place.what} must be ${durationForms}; this is ${scalar.text}`,
    span: scalar,
    hints: bare ? [findings.replacing(scalar, `${scalar.text}s`, `Add the unit: ${scalar.text}s`)] : [],
  });
  return undefined;
}

/** What a task says of its retries, time and caching. */
export function lowerTaskMetadata(doc: TaskDoc, findings: Findings): TaskMetadata {
  const timeout = doc.timeout && lowerDuration(doc.timeout, { what: "timeout", head: doc.head }, findings);
  const { cache } = doc;
  return create(TaskMetadataSchema, {
    discoverable: cache !== undefined && !cache.off,
    discoveryVersion: cache?.version?.text ?? "",
    cacheSerializable: cache?.serializable?.value ?? false,
    cacheIgnoreInputVars: (cache?.ignore ?? []).map((each) => each.text),
    retries: { retries: doc.retries?.value ?? 0 },
    ...(timeout ? { timeout } : {}),
    ...(doc.interruptible ? { interruptibleValue: { case: "interruptible", value: doc.interruptible.value } } : {}),
  });
}

/**
 * What a node says of the same; what it leaves out is the task's. Of that the timeout is written at the node all the
 * same, as flytekit does: what runs a node looks for it nowhere else.
 *
 * @param task the one the node runs
 */
export function lowerNodeMetadata(doc: NodeDoc, findings: Findings, task?: TaskTemplate): NodeMetadata {
  const own = doc.timeout && lowerDuration(doc.timeout, { what: "timeout", head: doc.head }, findings);
  const timeout = own ?? task?.metadata?.timeout;
  const { cache } = doc;
  return create(NodeMetadataSchema, {
    name: doc.name?.text ?? "",
    ...(doc.retries ? { retries: { retries: doc.retries.value } } : {}),
    ...(timeout ? { timeout } : {}),
    ...(doc.interruptible ? { interruptibleValue: { case: "interruptible", value: doc.interruptible.value } } : {}),
    ...(cache ? { cacheableValue: { case: "cacheable", value: !cache.off } } : {}),
    ...(cache?.version ? { cacheVersionValue: { case: "cacheVersion", value: cache.version.text } } : {}),
    ...(cache?.serializable
      ? { cacheSerializableValue: { case: "cacheSerializable", value: cache.serializable.value } }
      : {}),
  });
}

/** A description: its first line is the short one, all of it the long one where there is more. */
export function lowerDescription(text: DocScalar | undefined): { description?: DescriptionEntity } {
  const whole = text?.text.trim() ?? "";
  if (whole === "") return {};
  const short = whole.split("\n", 1)[0]?.trimEnd() ?? "";
  return {
    description: create(DescriptionEntitySchema, {
      shortDescription: short,
      ...(whole === short ? {} : { longDescription: { content: { case: "value", value: whole } } }),
    }),
  };
}
