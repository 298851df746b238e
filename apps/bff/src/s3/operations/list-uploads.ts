/** ListMultipartUploads and ListParts: what is under way, and what has come of it. */
import { bucket } from "../../blobs/prefixes.ts";
import { answerXml, type Call, formatModified, quoted, readNumber, requireQuery } from "../call.ts";
import { compareKeys } from "../objects/listing.ts";
import { encodePath } from "../sigv4/canonical.ts";
import { queryValue } from "../target.ts";
import { MAX_PARTS, type UploadUnderWay } from "../uploads.ts";
import type { XmlElement } from "../xml-writer.ts";

const MAX_ON_PAGE = 1000;

export async function listParts(call: Call): Promise<void> {
  const { target, uploads } = call;
  const id = requireQuery(call, "uploadId");
  const max = numberOr(call, "max-parts", MAX_ON_PAGE, MAX_ON_PAGE);
  const marker = numberOr(call, "part-number-marker", 0, MAX_PARTS);
  const left = (await uploads.parts(id, target.key)).filter((part) => part.number > marker);
  const page = left.slice(0, max);
  answerXml(call, [
    "ListPartsResult",
    [
      ["Bucket", bucket],
      ["Key", target.key],
      ["UploadId", id],
      ["StorageClass", "STANDARD"],
      ["PartNumberMarker", marker],
      ["NextPartNumberMarker", page.at(-1)?.number ?? marker],
      ["MaxParts", max],
      ["IsTruncated", left.length > page.length],
      ...page.map(
        (part): XmlElement => [
          "Part",
          [
            ["PartNumber", part.number],
            ["LastModified", formatModified(part)],
            ["ETag", quoted(part.etag)],
            ["Size", part.sizeBytes],
          ],
        ],
      ),
    ],
  ]);
}

export async function listUploads(call: Call): Promise<void> {
  const asked = (name: string) => queryValue(call.target, name) ?? "";
  const isEncoded = asked("encoding-type") === "url";
  const encode = (text: string) => (isEncoded ? encodePath(text) : text);
  const [prefix, delimiter] = [asked("prefix"), asked("delimiter")];
  const [keyMarker, idMarker] = [asked("key-marker"), asked("upload-id-marker")];
  const max = numberOr(call, "max-uploads", MAX_ON_PAGE, MAX_ON_PAGE);

  const entries = fold(afterMarker(await call.uploads.underWay(), keyMarker, idMarker), prefix, delimiter);
  const left = entries.filter((entry) => typeof entry !== "string" || entry !== keyMarker);
  const page = left.slice(0, max);
  const last = page.at(-1);
  const isTruncated = left.length > page.length;
  const fields: (XmlElement | undefined)[] = [
    ["Bucket", bucket],
    ["KeyMarker", encode(keyMarker)],
    ["UploadIdMarker", idMarker],
    isTruncated && last ? ["NextKeyMarker", encode(typeof last === "string" ? last : last.key)] : undefined,
    isTruncated && last ? ["NextUploadIdMarker", typeof last === "string" ? "" : last.id] : undefined,
    ["Prefix", encode(prefix)],
    delimiter === "" ? undefined : ["Delimiter", encode(delimiter)],
    isEncoded ? ["EncodingType", "url"] : undefined,
    ["MaxUploads", max],
    ["IsTruncated", isTruncated],
    ...page.map((entry) => describe(entry, encode)),
  ];
  answerXml(call, ["ListMultipartUploadsResult", fields.filter((field) => field !== undefined)]);
}

/** What comes after a key, or of that key after an upload. */
function afterMarker(uploads: readonly UploadUnderWay[], key: string, id: string): UploadUnderWay[] {
  if (key === "") return [...uploads];
  const at = id === "" ? -1 : uploads.findIndex((each) => each.key === key && each.id === id);
  return uploads.filter((each, index) => compareKeys(each.key, key) > 0 || (at >= 0 && each.key === key && index > at));
}

/** Uploads, and in their place the prefixes that some of them are folded into. */
function fold(uploads: readonly UploadUnderWay[], prefix: string, delimiter: string): (UploadUnderWay | string)[] {
  const entries: (UploadUnderWay | string)[] = [];
  for (const upload of uploads) {
    if (!upload.key.startsWith(prefix)) continue;
    const end = delimiter === "" ? -1 : upload.key.indexOf(delimiter, prefix.length);
    const entry = end < 0 ? upload : upload.key.slice(0, end + delimiter.length);
    if (entry !== entries.at(-1)) entries.push(entry);
  }
  return entries;
}

function describe(entry: UploadUnderWay | string, encode: (text: string) => string): XmlElement {
  if (typeof entry === "string") return ["CommonPrefixes", [["Prefix", encode(entry)]]];
  return [
    "Upload",
    [
      ["Key", encode(entry.key)],
      ["UploadId", entry.id],
      ["StorageClass", "STANDARD"],
      ["Initiated", formatModified({ modifiedAtMs: entry.begunAtMs })],
    ],
  ];
}

function numberOr(call: Call, name: string, standard: number, highest: number): number {
  const isGiven = queryValue(call.target, name) !== undefined;
  return isGiven ? Math.min(readNumber(call, name, [0, 2 ** 31 - 1]), highest) : standard;
}
