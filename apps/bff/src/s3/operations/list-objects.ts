/** ListObjectsV2 and its elder: a page of keys and folded prefixes, and where to go on from. */
import { join } from "node:path";
import { bucket } from "../../blobs/prefixes.ts";
import { answerXml, type Call, formatModified, quoted, readNumber } from "../call.ts";
import { listKeys, type Place } from "../objects/listing.ts";
import type { StoredObject } from "../objects/objects.ts";
import { S3Problem } from "../s3-problem.ts";
import { encodePath } from "../sigv4/canonical.ts";
import { queryValue } from "../target.ts";
import type { XmlElement } from "../xml-writer.ts";

const MAX_KEYS = 1000;

export async function listObjects(call: Call): Promise<void> {
  const { target } = call;
  if (queryValue(target, "list-type") !== "2")
    throw new S3Problem("InvalidArgument", "list-type is 2, or left out for the first version of listing");
  const [token, startAfter] = [queryValue(target, "continuation-token"), queryValue(target, "start-after")];
  const page = await readPage(call, token === undefined ? placeOf(startAfter) : parseToken(token));
  const { places, isTruncated, encode, last } = page;
  answerPage(call, page, [
    ["KeyCount", places.length],
    ...(token === undefined ? [] : [["ContinuationToken", token] as const]),
    ...(startAfter === undefined ? [] : [["StartAfter", encode(startAfter)] as const]),
    ...(isTruncated && last ? [["NextContinuationToken", formatToken(last)] as const] : []),
  ]);
}

/** Goes on from a key, or from a folded prefix that is given back as it came. */
export async function listObjectsV1(call: Call): Promise<void> {
  const marker = queryValue(call.target, "marker") ?? "";
  const delimiter = queryValue(call.target, "delimiter") ?? "";
  const isPrefix = delimiter !== "" && marker.endsWith(delimiter);
  const page = await readPage(call, marker === "" ? undefined : { key: marker, isPrefix });
  const { isTruncated, encode, last } = page;
  answerPage(call, page, [
    ["Marker", encode(marker)],
    // S3 names it only where something is folded; elsewhere clients take the last key.
    ...(isTruncated && last && delimiter !== "" ? [["NextMarker", encode(last.key)] as const] : []),
  ]);
}

interface Page {
  readonly places: readonly Place[];
  readonly last: Place | undefined;
  readonly isTruncated: boolean;
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  readonly isEncoded: boolean;
  readonly encode: (text: string) => string;
}

async function readPage(call: Call, after: Place | undefined): Promise<Page> {
  const { target, objects } = call;
  const asked = (name: string) => queryValue(target, name);
  const isEncoded = asked("encoding-type") === "url";
  const maxKeys = asked("max-keys") === undefined ? MAX_KEYS : readNumber(call, "max-keys", [0, 2 ** 31 - 1]);
  const [prefix, delimiter] = [asked("prefix") ?? "", asked("delimiter") ?? ""];
  const places: Place[] = [];
  const limit = Math.min(maxKeys, MAX_KEYS);
  let isTruncated = false;
  if (limit > 0)
    for await (const place of listKeys(join(objects.blobs.root, bucket), { prefix, delimiter, after })) {
      isTruncated = places.length === limit;
      if (isTruncated) break;
      places.push(place);
    }
  const encode = (text: string) => (isEncoded ? encodePath(text) : text);
  return { places, last: places.at(-1), isTruncated, prefix, delimiter, maxKeys, isEncoded, encode };
}

function answerPage(call: Call, page: Page, own: readonly XmlElement[]): void {
  const { places, isTruncated, prefix, delimiter, maxKeys, isEncoded, encode } = page;
  const found = call.objects.findAll(places.filter((each) => !each.isPrefix).map((each) => each.key));
  const fields: (XmlElement | undefined)[] = [
    ["Name", bucket],
    ["Prefix", encode(prefix)],
    delimiter === "" ? undefined : ["Delimiter", encode(delimiter)],
    ["MaxKeys", maxKeys],
    ["IsTruncated", isTruncated],
    isEncoded ? ["EncodingType", "url"] : undefined,
    ...own,
    ...found.map((object): XmlElement => ["Contents", describe(object, encode(object.key))]),
    ...places
      .filter((each) => each.isPrefix)
      .map((each): XmlElement => ["CommonPrefixes", [["Prefix", encode(each.key)]]]),
  ];
  answerXml(call, ["ListBucketResult", fields.filter((field) => field !== undefined)]);
}

const describe = (object: StoredObject, key: string): readonly XmlElement[] => [
  ["Key", key],
  ["LastModified", formatModified(object)],
  ["ETag", quoted(object.etag)],
  ["Size", object.sizeBytes],
  ["StorageClass", "STANDARD"],
];

const placeOf = (key: string | undefined): Place | undefined => (key ? { key, isPrefix: false } : undefined);

/** Its first letter says which of the two it is. */
const formatToken = ({ key, isPrefix }: Place): string =>
  Buffer.from((isPrefix ? "p" : "k") + key).toString("base64url");

function parseToken(token: string): Place {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (!/^[pk]./s.test(text) || Buffer.from(text).toString("base64url") !== token)
    throw new S3Problem("InvalidArgument", "The continuation token is none of ours; begin the listing again");
  return { key: text.slice(1), isPrefix: text.startsWith("p") };
}
