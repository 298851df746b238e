/** The payload of a request, unwrapped and followed by its checks, in the form its signature says it has. */
import type { IncomingMessage } from "node:http";
import { S3Problem } from "../s3-problem.ts";
import type { SigningContext } from "../sigv4/verify.ts";
import { type ChunkedFormat, dechunk } from "./aws-chunked.ts";
import { type ExpectedDigest, PayloadCheck, readDigest, trailerAlgorithm } from "./checksums.ts";

export interface Payload {
  /** Bytes announced; undefined when none were. */
  readonly length: number | undefined;
  /** To be read once, to its end. */
  readonly bytes: AsyncIterable<Buffer>;
  /** The MD5 in hex, after all bytes were read. @throws S3Problem when the payload is not what was announced */
  finish(): Promise<string>;
}

const streamed: Readonly<Record<string, { readonly isSigned: boolean; readonly hasTrailer: boolean }>> = {
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": { isSigned: true, hasTrailer: false },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": { isSigned: true, hasTrailer: true },
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": { isSigned: false, hasTrailer: true },
};

/**
 * @param kind  `x-amz-content-sha256` or what a signed URL says in its place
 * @param also  digests that something else than a header asks for
 * @throws S3Problem when what is announced cannot be read
 */
export function openPayload(
  request: IncomingMessage,
  headers: ReadonlyMap<string, string>,
  kind: string,
  signing: SigningContext,
  also: readonly ExpectedDigest[] = [],
): Payload {
  const format = streamed[kind];
  const digests = [...headers].flatMap(([name, value]) => readDigest(name, value) ?? []).concat(also);
  if (!format && kind !== "UNSIGNED-PAYLOAD") digests.push(signedDigest(kind));
  const length = readLength(headers.get(format ? "x-amz-decoded-content-length" : "content-length"));
  if (format && length === undefined)
    throw new S3Problem("InvalidRequest", "A streamed payload needs the header x-amz-decoded-content-length");
  const trailers = (headers.get("x-amz-trailer") ?? "").split(",").flatMap((name) => trailerAlgorithm(name) ?? []);
  const check = new PayloadCheck({ length, digests }, trailers);
  const chunked = format && { signing: format.isSigned ? signing : undefined, hasTrailer: format.hasTrailer };
  return { length, bytes: follow(request, chunked, check), finish: () => check.finish() };
}

/** A whole small payload, such as a document of XML. @throws S3Problem when it is larger than `maxBytes` */
export async function readWhole(payload: Payload, maxBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of payload.bytes) {
    length += piece.length;
    if (length > maxBytes)
      throw new S3Problem("EntityTooLarge", `This kind of request may have at most ${maxBytes} bytes`);
    pieces.push(piece);
  }
  await payload.finish();
  return Buffer.concat(pieces).toString("utf8");
}

async function* follow(
  request: IncomingMessage,
  chunked: ChunkedFormat | undefined,
  check: PayloadCheck,
): AsyncIterable<Buffer> {
  const onTrailer = (name: string, value: string) => {
    const digest = readDigest(name, value);
    if (digest) check.expect(digest);
  };
  let isWhole = false;
  try {
    for await (const piece of chunked ? dechunk(request, chunked, onTrailer) : request) {
      await check.update(piece);
      yield piece;
    }
    isWhole = true;
  } finally {
    if (!isWhole) check.giveUp();
  }
}

function signedDigest(kind: string): ExpectedDigest {
  if (!/^[0-9a-f]{64}$/.test(kind))
    throw new S3Problem("InvalidArgument", `x-amz-content-sha256 is ${kind}, which says nothing known of the payload`);
  return { algorithm: "sha256", value: Buffer.from(kind, "hex"), code: "XAmzContentSHA256Mismatch" };
}

function readLength(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const length = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(length)) throw new S3Problem("InvalidArgument", `"${text}" is not a length`);
  return length;
}
