/** Uploads in parts: create, send or copy a part, complete, abort. */
import { createReadStream } from "node:fs";
import { bucket } from "../../blobs/prefixes.ts";
import { PayloadCheck, readObjectDigests } from "../body/checksums.ts";
import { type Payload, readWhole } from "../body/payload.ts";
import { answer, answerXml, type Call, formatModified, quoted, readNumber, requireQuery, unhurried } from "../call.ts";
import { checkWrite } from "../objects/conditions.ts";
import { writePayload } from "../objects/fill.ts";
import { readObjectHeaders } from "../objects/object-headers.ts";
import { parseRange } from "../objects/range.ts";
import { S3Problem } from "../s3-problem.ts";
import { MAX_PARTS, type PartReference } from "../uploads.ts";
import { childText, parseXml } from "../xml-reader.ts";
import { copySource, requireUnchanged } from "./put-object.ts";

/** Ten thousand parts with their checksums. */
const MAX_BYTES = 4 * 1024 * 1024;

export async function createUpload(call: Call): Promise<void> {
  const { target, uploads, headers } = call;
  const id = await uploads.begin(target.key, readObjectHeaders(headers));
  answerXml(call, [
    "InitiateMultipartUploadResult",
    [
      ["Bucket", bucket],
      ["Key", target.key],
      ["UploadId", id],
    ],
  ]);
}

export async function uploadPart(call: Call): Promise<void> {
  const payload = call.payload();
  answer(call, 200, { etag: quoted(await putPart(call, payload)) });
}

export async function copyPart(call: Call): Promise<void> {
  const source = copySource(call);
  const range = parseRange(call.headers.get("x-amz-copy-source-range"), source.sizeBytes);
  const path = call.objects.blobs.pathOf(`s3://${bucket}/${source.key}`);
  const { start, end } = range ?? { start: 0, end: source.sizeBytes - 1 };
  const check = new PayloadCheck({ length: end - start + 1, digests: [] });
  async function* bytes(): AsyncIterable<Buffer> {
    for await (const piece of createReadStream(path, { ...range, highWaterMark: 1024 * 1024 })) {
      await check.update(piece);
      yield piece;
    }
    requireUnchanged(call, source);
  }
  const payload: Payload = { length: undefined, bytes: bytes(), finish: () => check.finish() };
  const md5 = await unhurried(call, () => putPart(call, payload));
  answerXml(call, [
    "CopyPartResult",
    [
      ["LastModified", formatModified(source)],
      ["ETag", quoted(md5)],
    ],
  ]);
}

function putPart(call: Call, payload: Payload): Promise<string> {
  const number = readNumber(call, "partNumber", [1, MAX_PARTS]);
  const id = requireQuery(call, "uploadId");
  return call.uploads.putPart(id, call.target.key, number, (path) => writePayload(path, payload));
}

export async function completeUpload(call: Call): Promise<void> {
  const { target, uploads, headers, request } = call;
  const parts = parseParts(await readWhole(call.payload(), MAX_BYTES));
  const id = requireQuery(call, "uploadId");
  const object = await unhurried(call, () =>
    uploads.complete(id, target.key, parts, {
      allow: (present) => checkWrite(headers, present?.etag),
      digests: readObjectDigests(headers),
    }),
  );
  answerXml(call, [
    "CompleteMultipartUploadResult",
    [
      ["Location", `http://${request.headers.host ?? ""}/${bucket}/${target.key}`],
      ["Bucket", bucket],
      ["Key", target.key],
      ["ETag", quoted(object.etag)],
    ],
  ]);
}

function parseParts(text: string): PartReference[] {
  const document = parseXml(text);
  const parts = document.children.filter(({ name }) => name === "Part");
  if (document.name !== "CompleteMultipartUpload" || parts.length > MAX_PARTS)
    throw new S3Problem("MalformedXML", `Give a CompleteMultipartUpload of at most ${MAX_PARTS} parts`);
  return parts.map((part) => {
    const [number, etag = ""] = [childText(part, "PartNumber") ?? "", childText(part, "ETag")];
    if (!/^\d{1,5}$/.test(number)) throw new S3Problem("MalformedXML", "A part has a number");
    return { number: Number(number), etag: etag.trim().replace(/^"(.*)"$/, "$1") };
  });
}

export async function abortUpload(call: Call): Promise<void> {
  await call.uploads.abandon(requireQuery(call, "uploadId"), call.target.key);
  answer(call, 204);
}
