/**
 * Variables in a container's command and args, as upstream's plugin machinery replaces them (execution.md §5.1).
 *
 * Each element is rendered by itself. Names are read without regard to case, with blanks inside the braces and `.` or
 * `$` before the name. Replacements stand as they are: a `$` in a path means nothing.
 */
import type { AttemptPaths } from "@skein/engine/command";
import type { TaskKey } from "@skein/engine/run";
import type { Literal, LiteralMap, Primitive, Scalar } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { assertNever } from "@skein/spec/never";
import { Problem } from "@skein/spec/problem";
import { formatTimestamp } from "@skein/spec/timestamp";
import { joinUri } from "../blobs/uri.ts";
import { formatGoFloat, formatGoMsgpack } from "./go-text.ts";

/** A command that cannot be made: permanent, because the task and its inputs stay what they are. */
export class TemplateRefused extends Problem {
  readonly kind = "invalid";
}

export interface TemplateValues {
  readonly key: TaskKey;
  readonly paths: AttemptPaths;
  readonly inputs: LiteralMap;
}

const INPUT = /\{\{\s*[.$]Inputs\.([^}\s]+)\s*\}\}/gi;

/** @throws TemplateRefused when it names an input that is not there, or one that has no text form */
export function renderTemplate(text: string, { key, paths, inputs }: TemplateValues): string {
  const checkpoints = joinUri(paths.rawOutputPrefix, "_flytecheckpoints");
  const values: Readonly<Record<string, string>> = {
    Input: joinUri(paths.inputPrefix, "inputs.pb"),
    OutputPrefix: paths.outputPrefix,
    InputPrefix: paths.inputPrefix,
    RawOutputDataPrefix: paths.rawOutputPrefix,
    PrevCheckpointPrefix: paths.previousCheckpoint ?? '""',
    CheckpointOutputPrefix: checkpoints,
    PerRetryUniqueKey: toUniqueKey(paths.taskName),
    TaskTemplatePath: joinUri(paths.inputPrefix, "task.pb"),
    Namespace: `${key.project}-${key.domain}`,
  };
  let rendered = text;
  for (const [name, value] of Object.entries(values)) rendered = rendered.replace(variable(name), () => value);
  if (Object.keys(inputs.literals).length === 0) return rendered;
  return rendered.replace(INPUT, (_, name: string) => {
    const literal = inputs.literals[name];
    if (!literal) {
      const known = Object.keys(inputs.literals).sort().join(", ");
      throw new TemplateRefused(`"${text}" names the input ${name}, which the task does not have; it has ${known}`);
    }
    return toText(literal, name);
  });
}

/** Whether `task.pb` has to be there for this command. */
export function namesTaskTemplate(texts: readonly string[]): boolean {
  return texts.some((text) => variable("TaskTemplatePath").test(text));
}

/** Whether the values of inputs are needed for this command. */
export function namesInputs(texts: readonly string[]): boolean {
  return texts.some((text) => text.search(INPUT) >= 0);
}

function variable(name: string): RegExp {
  return new RegExp(`\\{\\{\\s*[.$]${name}\\s*\\}\\}`, "gi");
}

function toUniqueKey(taskName: string): string {
  return taskName.replace(/^[^a-zA-Z_]+/, "a").replace(/[^a-zA-Z0-9_]+/g, "_");
}

function toText(literal: Literal, name: string): string {
  const { value } = literal;
  switch (value.case) {
    case "scalar":
      return scalarText(value.value, name);
    case "collection":
      return `[${value.value.literals.map((each) => toText(each, name)).join(",")}]`;
    case "map":
    case "offloadedMetadata":
    case undefined:
      return refuse(name, value.case ?? "nothing");
    default:
      return assertNever(value, "literal");
  }
}

function scalarText({ value }: Scalar, name: string): string {
  switch (value.case) {
    case "primitive":
      return primitiveText(value.value, name);
    case "blob":
    case "schema":
      return value.value.uri;
    case "binary":
      if (value.value.tag !== "msgpack") return refuse(name, `binary "${value.value.tag}"`);
      return formatGoMsgpack(value.value.value);
    case "noneType":
    case "error":
    case "generic":
    case "structuredDataset":
    case "union":
    case undefined:
      return refuse(name, value.case ?? "nothing");
    default:
      return assertNever(value, "scalar");
  }
}

function primitiveText({ value }: Primitive, name: string): string {
  switch (value.case) {
    case "integer":
    case "boolean":
      return String(value.value);
    case "floatValue":
      return formatGoFloat(value.value);
    case "stringValue":
      return value.value;
    case "datetime":
      return formatTimestamp(value.value);
    case "duration": {
      // Go prints the message, not the time: seconds:60
      const { seconds, nanos } = value.value;
      return [seconds ? `seconds:${seconds}` : "", nanos ? `nanos:${nanos}` : ""].filter(Boolean).join(" ");
    }
    case undefined:
      return refuse(name, "nothing");
    default:
      return assertNever(value, "primitive");
  }
}

function refuse(name: string, kind: string): never {
  throw new TemplateRefused(
    `The input ${name} cannot stand in a command: a value of kind ${kind} has no text form; read it from its file`,
  );
}
