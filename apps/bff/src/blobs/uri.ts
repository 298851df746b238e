/**
 * `s3://<bucket>/<key>` ↔ the place of an object in the tree. Keys come from users' documents and from containers, so
 * what could leave the tree, or could not be a file name, is refused here and nowhere else.
 */
import { join, relative, sep } from "node:path";
import type { Uri } from "@skein/engine/run";
import { Problem } from "@skein/spec/problem";

export class InvalidBlobUri extends Problem {
  readonly kind = "invalid";
}

/** What S3 allows as a bucket name, so that the endpoint serves every bucket there can be. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const MAX_KEY_BYTES = 1024;
/** The longest name of a directory entry that common file systems take. */
const MAX_SEGMENT_BYTES = 255;

export interface BlobAddress {
  readonly bucket: string;
  /** Without a slash at either end; empty for the bucket itself. */
  readonly key: string;
}

/**
 * Reads a URI of an object or of a prefix (a slash at its end is allowed).
 *
 * @throws InvalidBlobUri when the scheme, the bucket or any part of the key is not acceptable
 */
export function parseBlobUri(uri: Uri): BlobAddress {
  const match = /^s3:\/\/([^/]*)(?:\/(.*))?$/s.exec(uri);
  if (!match) throw new InvalidBlobUri(`${uri} is not a URI of the blob store; it must begin with s3://<bucket>/`);
  const [, bucket = "", path = ""] = match;
  if (!BUCKET.test(bucket) || bucket.includes(".."))
    throw new InvalidBlobUri(`${uri} names the bucket "${bucket}"; use 3 to 63 of a-z, 0-9, "-" and "."`);
  const key = path.endsWith("/") ? path.slice(0, -1) : path;
  const trouble = key === "" ? undefined : troubleOf(key);
  if (trouble) throw new InvalidBlobUri(`${uri} cannot be stored: its key ${trouble}`);
  return { bucket, key };
}

function troubleOf(key: string): string | undefined {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`;
  if (key.includes("\0")) return "holds a NUL character";
  for (const segment of key.split("/")) {
    if (segment === "") return "has an empty part";
    if (segment === "." || segment === "..") return `has the part "${segment}"`;
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) return `has a part longer than ${MAX_SEGMENT_BYTES} bytes`;
  }
  return undefined;
}

/** The place of an object or prefix below the root of the tree. */
export function toBlobPath(root: string, uri: Uri): string {
  const { bucket, key } = parseBlobUri(uri);
  return join(root, bucket, ...key.split("/"));
}

/** The URI of a place below the root of the tree. */
export function toBlobUri(root: string, path: string): Uri {
  return `s3://${relative(root, path).split(sep).join("/")}`;
}

/** A key below a prefix. */
export function joinUri(prefix: Uri, ...parts: readonly string[]): Uri {
  return [prefix.replace(/\/$/, ""), ...parts].join("/");
}
