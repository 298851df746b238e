/** GetObject and HeadObject: ranges, conditions, labels; a large object is streamed. */
import { closeSync } from "node:fs";
import { answer, type Call, noSuchKey, quoted } from "../call.ts";
import { checkRead } from "../objects/conditions.ts";
import { readOverrides } from "../objects/object-headers.ts";
import type { StoredObject } from "../objects/objects.ts";
import { type ByteRange, parseRange } from "../objects/range.ts";
import { sendFile } from "../objects/send-file.ts";

export async function getObject(call: Call): Promise<void> {
  const { target, objects, response } = call;
  const opened = target.key.endsWith("/") ? undefined : objects.open(target.key);
  if (!opened) throw noSuchKey(target.key);
  const { object, file } = opened;
  let range: ByteRange | undefined;
  try {
    checkRead(call.headers, object);
    range = parseRange(call.headers.get("range"), object.sizeBytes);
    writeHead(call, object, range);
  } catch (reason) {
    closeSync(file);
    throw reason;
  }
  // No further than the announced length: a log grows while it is sent.
  const { start, end } = range ?? { start: 0, end: object.sizeBytes - 1 };
  if (end < start) {
    closeSync(file);
    response.end();
  } else await sendFile(file, { start, end }, response);
}

export async function headObject(call: Call): Promise<void> {
  const { target, objects } = call;
  const object = target.key.endsWith("/") ? undefined : objects.find(target.key);
  if (!object) throw noSuchKey(target.key);
  checkRead(call.headers, object);
  writeHead(call, object, parseRange(call.headers.get("range"), object.sizeBytes));
  call.response.end();
}

function writeHead({ response, target }: Call, object: StoredObject, range: ByteRange | undefined): void {
  const { sizeBytes } = object;
  response.writeHead(range ? 206 : 200, {
    "content-type": "binary/octet-stream",
    ...object.headers,
    ...readOverrides(target.query),
    "content-length": range ? range.end - range.start + 1 : sizeBytes,
    ...(range && { "content-range": `bytes ${range.start}-${range.end}/${sizeBytes}` }),
    "accept-ranges": "bytes",
    etag: quoted(object.etag),
    "last-modified": new Date(object.modifiedAtMs).toUTCString(),
  });
}

export async function deleteObject(call: Call): Promise<void> {
  // Of a directory there is nothing to delete: it ends with its last object.
  if (!call.target.key.endsWith("/")) call.objects.remove(call.target.key);
  answer(call, 204);
}
