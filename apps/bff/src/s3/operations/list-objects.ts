/** ListObjectsV2: a page of keys and folded prefixes, and a token to go on from. */
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
  const { target, objects } = call;
  if (queryValue(target, "list-type") !== "2")
    throw new S3Problem("NotImplemented", "Only the second version of listing is supported: set list-type=2");
  const asked = (name: string) => queryValue(target, name);
  const isEncoded = asked("encoding-type") === "url";
  const encode = (text: string) => (isEncoded ? encodePath(text) : text);
  const maxKeys = asked("max-keys") === undefined ? MAX_KEYS : readNumber(call, "max-keys", [0, 2 ** 31 - 1]);
  const [prefix, delimiter] = [asked("prefix") ?? "", asked("delimiter") ?? ""];
  const [token, startAfter] = [asked("continuation-token"), asked("start-after")];
  const after = token === undefined ? startAfter : undefined;

  const request = { prefix, delimiter, after: token === undefined ? placeOf(after) : parseToken(token) };
  const page: Place[] = [];
  const limit = Math.min(maxKeys, MAX_KEYS);
  let isTruncated = false;
  if (limit > 0)
    for await (const place of listKeys(join(objects.blobs.root, bucket), request)) {
      isTruncated = page.length === limit;
      if (isTruncated) break;
      page.push(place);
    }
  const found = objects.findAll(page.filter((each) => !each.isPrefix).map((each) => each.key));
  const last = page.at(-1);

  const fields: (XmlElement | undefined)[] = [
    ["Name", bucket],
    ["Prefix", encode(prefix)],
    delimiter === "" ? undefined : ["Delimiter", encode(delimiter)],
    ["MaxKeys", maxKeys],
    ["KeyCount", page.length],
    ["IsTruncated", isTruncated],
    isEncoded ? ["EncodingType", "url"] : undefined,
    token === undefined ? undefined : ["ContinuationToken", token],
    startAfter === undefined ? undefined : ["StartAfter", encode(startAfter)],
    isTruncated && last ? ["NextContinuationToken", formatToken(last)] : undefined,
    ...found.map((object): XmlElement => ["Contents", describe(object, encode(object.key))]),
    ...page
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
