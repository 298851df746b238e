/**
 * What a raw container finds at its input path: one entry per variable, and the whole map (execution.md §6.1).
 *
 * A plan only, so that it can be read and tested without a disk; write-inputs.ts carries it out.
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { formatGoDuration } from "@skein/spec/duration";
import {
  type Literal,
  type LiteralMap,
  LiteralMapSchema,
  type Primitive,
  type Scalar,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import { DataLoadingConfig_LiteralMapFormat } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { BlobType_BlobDimensionality } from "@skein/spec/gen/flyteidl/core/types_pb";
import { fromLiteral } from "@skein/spec/literal";
import { assertNever } from "@skein/spec/never";
import { formatPlainJson, type PlainObject, type PlainValue } from "@skein/spec/plain-json";
import { Problem } from "@skein/spec/problem";
import { formatTimestamp } from "@skein/spec/timestamp";
import { formatPlainFloat } from "../go-text.ts";

/** Inputs that cannot be laid out; the attempt fails with code InputDownloadFailed. */
export class InputDownloadFailed extends Problem {
  readonly kind = "precondition";
}

/** One entry below the input path. */
export type InputFile =
  | { readonly kind: "bytes"; readonly path: readonly string[]; readonly bytes: Uint8Array }
  /** The bytes of one object. */
  | { readonly kind: "object"; readonly path: readonly string[]; readonly uri: string }
  /** All objects below a prefix, as a directory. */
  | { readonly kind: "tree"; readonly path: readonly string[]; readonly uri: string };

/**
 * @param inputPath where the container sees the files: blobs in the aggregate files point there
 * @throws InputDownloadFailed for a value that no file can hold, or a variable that is no file name
 */
export function planInputFiles(
  inputs: LiteralMap,
  inputPath: string,
  format: DataLoadingConfig_LiteralMapFormat,
): readonly InputFile[] {
  const files: InputFile[] = [];
  const local = create(LiteralMapSchema);
  for (const [name, literal] of Object.entries(inputs.literals)) {
    files.push(...filesOf(literal, [toFileName(name, name)], name));
    local.literals[name] = toLocal(literal, `${inputPath}/${name}`);
  }
  files.push({ kind: "bytes", path: ["inputs.pb"], bytes: toBinary(LiteralMapSchema, local) });
  const native: PlainObject = Object.fromEntries(
    Object.entries(local.literals).map(([name, literal]) => [name, toNative(literal)]),
  );
  switch (format) {
    case DataLoadingConfig_LiteralMapFormat.JSON:
      files.push(textFile(["inputs.json"], formatPlainJson(native)));
      break;
    case DataLoadingConfig_LiteralMapFormat.YAML:
      files.push(textFile(["inputs.yaml"], formatYaml(native)));
      break;
    case DataLoadingConfig_LiteralMapFormat.PROTO:
      break;
    default:
      assertNever(format, "literal map format");
  }
  return files;
}

function filesOf(literal: Literal, path: readonly string[], name: string): InputFile[] {
  const { value } = literal;
  switch (value.case) {
    case "scalar":
      return scalarFiles(value.value, path, name);
    case "collection":
      if (!holdsBlob(literal)) return [textFile(path, formatPlainJson(toNative(literal)))];
      return value.value.literals.flatMap((each, at) => filesOf(each, [...path, String(at)], name));
    case "map":
      if (!holdsBlob(literal)) return [textFile(path, formatPlainJson(toNative(literal)))];
      return Object.entries(value.value.literals).flatMap(([key, each]) =>
        filesOf(each, [...path, toFileName(key, name)], name),
      );
    case "offloadedMetadata":
      throw new InputDownloadFailed(
        `The input ${name} was stored apart, and nothing is at ${value.value.uri} any more; run again what made it`,
      );
    case undefined:
      return [textFile(path, "null")];
    default:
      return assertNever(value, "literal");
  }
}

function scalarFiles({ value }: Scalar, path: readonly string[], name: string): InputFile[] {
  switch (value.case) {
    case "primitive":
      return [textFile(path, primitiveText(value.value))];
    case "blob": {
      const isTree = value.value.metadata?.type?.dimensionality === BlobType_BlobDimensionality.MULTIPART;
      return [{ kind: isTree ? "tree" : "object", path, uri: value.value.uri }];
    }
    case "schema":
      return [{ kind: "tree", path, uri: value.value.uri }];
    case "binary":
      return [{ kind: "bytes", path, bytes: value.value.value }];
    case "error":
      return [textFile(path, value.value.message)];
    case "generic":
      return [textFile(path, JSON.stringify(value.value))];
    case "union":
      return value.value.value ? filesOf(value.value.value, path, name) : [textFile(path, "null")];
    case "noneType":
    case undefined:
      return [textFile(path, "null")];
    case "structuredDataset":
      throw new InputDownloadFailed(
        `The input ${name} is a structured dataset, which a raw container cannot read; pass it as a file or directory`,
      );
    default:
      return assertNever(value, "scalar");
  }
}

/** The file of one primitive: no newline at its end. */
function primitiveText({ value }: Primitive): string {
  switch (value.case) {
    case "integer":
    case "boolean":
      return String(value.value);
    case "floatValue":
      return formatPlainFloat(value.value);
    case "stringValue":
      return value.value;
    case "datetime":
      return formatTimestamp(value.value);
    case "duration":
      return formatGoDuration(value.value);
    case undefined:
      return "null";
    default:
      return assertNever(value, "primitive");
  }
}

function holdsBlob(literal: Literal): boolean {
  const { value } = literal;
  if (value.case === "collection") return value.value.literals.some(holdsBlob);
  if (value.case === "map") return Object.values(value.value.literals).some(holdsBlob);
  if (value.case !== "scalar") return false;
  const scalar = value.value.value;
  if (scalar.case === "union") return scalar.value.value !== undefined && holdsBlob(scalar.value.value);
  return scalar.case === "blob" || scalar.case === "schema";
}

/** The same literal with blobs where the container sees them. */
function toLocal(literal: Literal, path: string): Literal {
  const { value } = literal;
  const as = (next: Literal["value"]): Literal => ({ ...literal, value: next });
  if (value.case === "collection") {
    const literals = value.value.literals.map((each, at) => toLocal(each, `${path}/${at}`));
    return as({ case: "collection", value: { ...value.value, literals } });
  }
  if (value.case === "map") {
    const entries = Object.entries(value.value.literals).map(([key, each]) => [key, toLocal(each, `${path}/${key}`)]);
    return as({ case: "map", value: { ...value.value, literals: Object.fromEntries(entries) } });
  }
  if (value.case !== "scalar") return literal;
  const scalar = value.value.value;
  const asScalar = (next: Scalar["value"]) => as({ case: "scalar", value: { ...value.value, value: next } });
  if (scalar.case === "blob") return asScalar({ case: "blob", value: { ...scalar.value, uri: path } });
  if (scalar.case === "schema") return asScalar({ case: "schema", value: { ...scalar.value, uri: path } });
  if (scalar.case === "union" && scalar.value.value)
    return asScalar({ case: "union", value: { ...scalar.value, value: toLocal(scalar.value.value, path) } });
  return literal;
}

/** As fromLiteral, but a blob is its path, an error its message and bytes are base64: what a script expects. */
function toNative(literal: Literal): PlainValue {
  const { value } = literal;
  if (value.case === "collection") return value.value.literals.map(toNative);
  if (value.case === "map")
    return Object.fromEntries(Object.entries(value.value.literals).map(([key, each]) => [key, toNative(each)]));
  if (value.case !== "scalar") return fromLiteral(literal);
  const scalar = value.value.value;
  switch (scalar.case) {
    case "blob":
    case "schema":
      return scalar.value.uri;
    case "binary":
      return Buffer.from(scalar.value.value).toString("base64");
    case "error":
      return scalar.value.message;
    case "union":
      return scalar.value.value ? toNative(scalar.value.value) : null;
    case "primitive":
    case "generic":
    case "structuredDataset":
    case "noneType":
    case undefined:
      return fromLiteral(literal);
    default:
      return assertNever(scalar, "scalar");
  }
}

/** One line per variable; the values are JSON, which YAML 1.2 contains. */
function formatYaml(native: PlainObject): string {
  const lines = Object.entries(native).map(([name, value]) => `${JSON.stringify(name)}: ${formatPlainJson(value)}\n`);
  return lines.length === 0 ? "{}\n" : lines.join("");
}

function textFile(path: readonly string[], text: string): InputFile {
  return { kind: "bytes", path, bytes: new TextEncoder().encode(text) };
}

function toFileName(part: string, name: string): string {
  if (part !== "" && part !== "." && part !== ".." && !/[/\0]/.test(part) && Buffer.byteLength(part) <= 255)
    return part;
  throw new InputDownloadFailed(`The input ${name} cannot be a file: "${part}" is no file name; rename it`);
}
