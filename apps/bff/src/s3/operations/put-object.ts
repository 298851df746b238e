/** PutObject and CopyObject. */
import { constants } from "node:fs";
import { copyFile } from "node:fs/promises";
import { bucket } from "../../blobs/prefixes.ts";
import { answer, answerXml, type Call, formatModified, noSuchKey, quoted, unhurried } from "../call.ts";
import { checkCopy, checkWrite } from "../objects/conditions.ts";
import { writePayload } from "../objects/fill.ts";
import { readObjectHeaders } from "../objects/object-headers.ts";
import type { StoredObject } from "../objects/objects.ts";
import { S3Problem } from "../s3-problem.ts";

export async function putObject(call: Call): Promise<void> {
  const { target, headers, objects } = call;
  if (target.key.endsWith("/")) return putDirectory(call);
  // Looked at before gigabytes come, and again when the object becomes visible.
  checkWrite(headers, objects.find(target.key)?.etag);
  const payload = call.payload();
  const object = await objects.put(
    target.key,
    readObjectHeaders(headers),
    (path) => writePayload(path, payload),
    (present) => checkWrite(headers, present?.etag),
  );
  answer(call, 200, { etag: quoted(object.etag) });
}

/**
 * Some clients mark a directory by an empty object with a slash at its end. Here directories come and go with their
 * objects, so there is nothing to store.
 */
async function putDirectory(call: Call): Promise<void> {
  const payload = call.payload();
  for await (const piece of payload.bytes)
    if (piece.length > 0)
      throw new S3Problem("InvalidArgument", "A key that ends in a slash marks a directory and holds no bytes");
  answer(call, 200, { etag: quoted(await payload.finish()) });
}

export async function copyObject(call: Call): Promise<void> {
  const { target, headers, objects } = call;
  const source = copySource(call);
  const replaces = headers.get("x-amz-metadata-directive") === "REPLACE";
  const copied = await unhurried(call, () =>
    objects.put(
      target.key,
      replaces ? readObjectHeaders(headers) : source.headers,
      async (path) => {
        await copyFile(objects.blobs.pathOf(`s3://${bucket}/${source.key}`), path, constants.COPYFILE_FICLONE);
        requireUnchanged(call, source);
        return source.etag;
      },
      (present) => checkWrite(headers, present?.etag),
    ),
  );
  answerXml(call, [
    "CopyObjectResult",
    [
      ["LastModified", formatModified(copied)],
      ["ETag", quoted(copied.etag)],
    ],
  ]);
}

/** The object that x-amz-copy-source names. @throws S3Problem */
export function copySource({ headers, objects }: Call): StoredObject {
  const text = headers.get("x-amz-copy-source") ?? "";
  const [, name, key = ""] = /^\/?([^/?]+)\/([^?]*)$/.exec(decode(text)) ?? [];
  if (name === undefined || key === "")
    throw new S3Problem("InvalidArgument", `x-amz-copy-source is ${text}; give <bucket>/<key>, percent-encoded`);
  if (name !== bucket) throw new S3Problem("NoSuchBucket", `There is no bucket ${name}; the one there is is ${bucket}`);
  const found = objects.find(key);
  if (!found) throw noSuchKey(key);
  checkCopy(headers, found);
  return found;
}

/** What was read while somebody replaced it is neither the old nor the new. @throws S3Problem OperationAborted */
export function requireUnchanged({ objects }: Call, source: StoredObject): void {
  if (objects.find(source.key)?.etag !== source.etag)
    throw new S3Problem("OperationAborted", `${source.key} was replaced while it was copied; copy it again`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new S3Problem("InvalidArgument", "x-amz-copy-source cannot be decoded", { cause });
  }
}
