/**
 * Outputs a raw container left as files → a LiteralMap (execution.md §6.2).
 *
 * Simple values are plain text; collections, maps and unions are JSON text by the declared type, with blobs inside given
 * as paths below the output path. Files and directories are stored below the attempt's raw output prefix. A link that
 * leads out of the output directory is refused: it would read the host's files.
 */
import { constants } from "node:fs";
import { lstat, open, readdir, realpath } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { create } from "@bufbuild/protobuf";
import type { VariableMap } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type Literal, type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { BlobType_BlobDimensionality, type LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { Problem } from "@skein/spec/problem";
import type { Blobs } from "../../blobs/blobs.ts";
import { joinUri } from "../../blobs/uri.ts";
import { literalFromText, OutputUploadFailed } from "./output-text.ts";

/** The outputs together are more than is kept; permanent. */
export class OutputSizeExceeded extends Problem {
  readonly kind = "tooLarge";
}

export interface OutputPlace {
  /** Where the files are on this machine. */
  readonly directory: string;
  /** Where the container saw them, for messages and for paths inside JSON. */
  readonly outputPath: string;
  readonly rawOutputPrefix: string;
  readonly blobs: Blobs;
  readonly maxBytes: number;
}

const ERROR_FILE = "_ERROR";
const MAX_ERROR_BYTES = 1024 * 1024;

/**
 * @throws OutputUploadFailed when an output is missing, cannot be read as its type, or the container left `_ERROR`
 * @throws OutputSizeExceeded when a value is larger than the limit
 */
export async function readOutputs(declared: VariableMap, place: OutputPlace): Promise<LiteralMap> {
  await refuseIfErrorFile(place);
  const outputs = create(LiteralMapSchema);
  for (const [name, variable] of Object.entries(declared.variables)) {
    if (!variable.type) throw new OutputUploadFailed(`The output ${name} has no type; declare one`);
    outputs.literals[name] = await readOutput(name, variable.type, place);
  }
  return outputs;
}

/**
 * Stores the nodes that the container asks for, if it does.
 *
 * @returns whether it does
 * @throws OutputUploadFailed when it is no file, or leads out of the output directory
 */
export async function storeFutures(file: string, uri: string, place: OutputPlace): Promise<boolean> {
  try {
    await lstat(join(place.directory, file));
  } catch (reason) {
    if (reason instanceof Error && "code" in reason && reason.code === "ENOENT") return false;
    throw reason;
  }
  await place.blobs.write(uri, await readWhole(file, place, place.maxBytes));
  return true;
}

async function refuseIfErrorFile(place: OutputPlace): Promise<void> {
  const found = await lstat(join(place.directory, ERROR_FILE)).catch(() => undefined);
  if (!found) return;
  if (!found.isFile() || found.size > MAX_ERROR_BYTES)
    throw new OutputUploadFailed(`${place.outputPath}/${ERROR_FILE} must be a file of at most 1 MiB`);
  const text = (await readWhole(ERROR_FILE, place, MAX_ERROR_BYTES)).toString("utf8");
  throw new OutputUploadFailed(`User Error: ${text}`);
}

async function readOutput(name: string, type: LiteralType, place: OutputPlace): Promise<Literal> {
  const file = await findFile(name, place);
  if (type.type.case === "blob") {
    const stored = await storeBlob(file, type.type.value.dimensionality, name, place);
    return literalFromText(new TextEncoder().encode(stored), type, name);
  }
  const literal = literalFromText(await readWhole(file, place, place.maxBytes), type, name);
  await storeBlobsInside(literal, name, place);
  return literal;
}

/** `<var>`, else the one `<var>.*` there is. */
async function findFile(name: string, { directory, outputPath }: OutputPlace): Promise<string> {
  const entries = await readdir(directory).catch((): string[] => []);
  if (entries.includes(name)) return name;
  const [match, ...others] = entries.filter((entry) => entry.startsWith(`${name}.`)).sort();
  if (match !== undefined && others.length === 0) return match;
  throw new OutputUploadFailed(
    match === undefined
      ? `The container wrote no output ${name}; it must write the file ${outputPath}/${name}`
      : `The output ${name} is ambiguous: the container wrote ${[match, ...others].join(" and ")}; write ${outputPath}/${name}`,
  );
}

async function readWhole(file: string, place: OutputPlace, maxBytes: number): Promise<Buffer> {
  const path = await resolveInside(file, place);
  const found = await lstat(path);
  if (!found.isFile()) throw new OutputUploadFailed(`${place.outputPath}/${file} is not a file, but must be one`);
  if (found.size > maxBytes)
    throw new OutputSizeExceeded(
      `${place.outputPath}/${file} has ${found.size} bytes, more than the ${maxBytes} an output may have; declare a file instead`,
    );
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Replaces paths of blobs inside a literal by the URIs under which they are stored. */
async function storeBlobsInside(literal: Literal, name: string, place: OutputPlace): Promise<void> {
  const { value } = literal;
  if (value.case === "collection") for (const each of value.value.literals) await storeBlobsInside(each, name, place);
  if (value.case === "map")
    for (const each of Object.values(value.value.literals)) await storeBlobsInside(each, name, place);
  if (value.case !== "scalar") return;
  const scalar = value.value.value;
  if (scalar.case === "union" && scalar.value.value) await storeBlobsInside(scalar.value.value, name, place);
  if (scalar.case !== "blob" || /^[a-z][a-z0-9+.-]*:\/\//i.test(scalar.value.uri)) return;
  const path = isAbsolute(scalar.value.uri) ? relative(place.outputPath, scalar.value.uri) : scalar.value.uri;
  const { dimensionality } = scalar.value.metadata?.type ?? {};
  scalar.value.uri = await storeBlob(path, dimensionality ?? BlobType_BlobDimensionality.SINGLE, name, place);
}

/** Stores a file or a directory with its tree; resolves to its URI. */
async function storeBlob(
  file: string,
  dimensionality: BlobType_BlobDimensionality,
  name: string,
  place: OutputPlace,
): Promise<string> {
  const path = await resolveInside(file, place);
  const uri = joinUri(place.rawOutputPrefix, relative(await realpath(place.directory), path));
  const found = await lstat(path);
  const wantsTree = dimensionality === BlobType_BlobDimensionality.MULTIPART;
  if (wantsTree !== found.isDirectory() || !(found.isDirectory() || found.isFile()))
    throw new OutputUploadFailed(
      `The output ${name} is declared as a ${wantsTree ? "directory" : "file"}, but ${place.outputPath}/${file} is ${wantsTree ? "none" : "not one"}`,
    );
  if (!wantsTree) {
    await store(uri, path, place);
    return uri;
  }
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const inner = relative(path, join(entry.parentPath, entry.name));
    const source = await resolveInside(join(file, inner), place);
    if (!(await lstat(source)).isFile())
      throw new OutputUploadFailed(`${place.outputPath}/${file}/${inner} is neither a file nor a directory`);
    await store(joinUri(uri, inner), source, place);
  }
  return uri;
}

async function store(uri: string, path: string, { blobs }: OutputPlace): Promise<void> {
  try {
    await blobs.importFile(uri, path);
  } catch (cause) {
    throw cause instanceof Problem ? new OutputUploadFailed(cause.message, { cause }) : cause;
  }
}

/** The real path of an entry; links are followed as long as they stay below the output directory. */
async function resolveInside(file: string, { directory, outputPath }: OutputPlace): Promise<string> {
  const root = await realpath(directory);
  const path = await realpath(join(directory, file)).catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "EACCES") throw cause;
    throw new OutputUploadFailed(`${outputPath}/${file} is not there; give a path below ${outputPath}`, { cause });
  });
  const inner = relative(root, path);
  if (inner.startsWith("..") || isAbsolute(inner) || inner === "")
    throw new OutputUploadFailed(
      `${outputPath}/${file} leads out of ${outputPath}; copy the file instead of linking it`,
    );
  return path;
}
