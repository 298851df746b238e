/** The messages that lie behind URIs: a node's inputs.pb and outputs.pb, an attempt's error.pb. */
import { type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import type { Uri } from "@skein/engine/run";
import { type ErrorDocument, ErrorDocumentSchema } from "@skein/spec/gen/flyteidl/core/errors_pb";
import {
  type Literal,
  type LiteralMap,
  LiteralMapSchema,
  LiteralSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import { Problem } from "@skein/spec/problem";
import type { Blobs } from "./blobs.ts";

export class MalformedBlob extends Problem {
  readonly kind = "precondition";
}

/**
 * @returns undefined when nothing is stored there (a task without outputs writes no file)
 * @throws MalformedBlob when the bytes are not a core.LiteralMap
 * @throws BlobTooLarge when there are more than `maxBytes`
 */
export function readLiteralMap(blobs: Blobs, uri: Uri, maxBytes?: number): Promise<LiteralMap | undefined> {
  return readMessage(blobs, uri, LiteralMapSchema, maxBytes);
}

/** As readLiteralMap, for a literal that was stored apart because of its size. */
export function readLiteral(blobs: Blobs, uri: Uri): Promise<Literal | undefined> {
  return readMessage(blobs, uri, LiteralSchema);
}

export function writeLiteralMap(blobs: Blobs, uri: Uri, map: LiteralMap): Promise<void> {
  return blobs.write(uri, toBinary(LiteralMapSchema, map));
}

/** As readLiteralMap, for the error.pb that the SDK writes into the output prefix. */
export function readErrorDocument(blobs: Blobs, uri: Uri): Promise<ErrorDocument | undefined> {
  return readMessage(blobs, uri, ErrorDocumentSchema);
}

export function writeErrorDocument(blobs: Blobs, uri: Uri, document: ErrorDocument): Promise<void> {
  return blobs.write(uri, toBinary(ErrorDocumentSchema, document));
}

async function readMessage<Schema extends DescMessage>(
  blobs: Blobs,
  uri: Uri,
  schema: Schema,
  maxBytes?: number,
): Promise<MessageShape<Schema> | undefined> {
  const bytes = await blobs.read(uri, maxBytes);
  if (!bytes) return undefined;
  try {
    return fromBinary(schema, bytes);
  } catch (cause) {
    throw new MalformedBlob(`${uri} does not hold a ${schema.typeName}; was it written by another program?`, { cause });
  }
}
