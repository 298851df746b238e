/** Which URIs are looked into: those of this server's own bucket, and nothing else, wherever it may lead. */
import type { Uri } from "@skein/engine/run";
import { Problem } from "@skein/spec/problem";
import { bucket } from "../../blobs/prefixes.ts";
import { InvalidBlobUri, parseBlobUri } from "../../blobs/uri.ts";

class OutsideStore extends Problem {
  readonly kind = "invalid";
}

export class NothingStored extends Problem {
  readonly kind = "notFound";

  constructor(uri: Uri, options?: ErrorOptions) {
    super(`Nothing is stored at ${uri}; it was never written, or has been removed`, options);
  }
}

/**
 * The key of an object or a folder of this server's store.
 *
 * @throws OutsideStore, InvalidBlobUri (a key that could lead out of the tree)
 */
export function requireOwnKey(uri: Uri): string {
  const found = uri.startsWith("s3://") ? parseBlobUri(uri) : undefined;
  if (found === undefined || found.bucket !== bucket)
    throw new OutsideStore(
      `${uri} is not in this server's store, so it is not read; what is there begins with s3://${bucket}/`,
    );
  if (found.key === "") throw new InvalidBlobUri(`${uri} names no object; name one below it`);
  return found.key;
}
