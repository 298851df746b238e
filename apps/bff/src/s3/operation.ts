/**
 * Which operation a request asks for: by method, level and the names in its query.
 *
 * A name that no operation here knows is refused. It would often be a part of S3 we lack (`?tagging`, `?acl`), and to
 * pass over it would make another request of this one, such as one that overwrites the object with its tags.
 */
import type { Call } from "./call.ts";
import { createBucket, getBucketLocation, headBucket, listBuckets } from "./operations/buckets.ts";
import { deleteObjects } from "./operations/delete-objects.ts";
import { deleteObject, getObject, headObject } from "./operations/get-object.ts";
import { listObjects, listObjectsV1 } from "./operations/list-objects.ts";
import { listParts, listUploads } from "./operations/list-uploads.ts";
import { abortUpload, completeUpload, copyPart, createUpload, uploadPart } from "./operations/multipart.ts";
import { copyObject, putObject } from "./operations/put-object.ts";
import { S3Problem } from "./s3-problem.ts";
import type { Target } from "./target.ts";

export interface Operation {
  /** `write`: the key itself; `each`: it looks at every key it writes. */
  readonly right: "read" | "write" | "each";
  readonly run: (call: Call) => Promise<void>;
  /** Its checksum headers are of the object it makes, and not of its payload. */
  readonly describesObject?: true;
}

interface Row extends Operation {
  readonly level: "service" | "bucket" | "object";
  readonly method: string;
  /** Names the query must have. */
  readonly names: readonly string[];
  /** Names it may have besides. */
  readonly options?: readonly string[];
  /** With or without x-amz-copy-source. */
  readonly copies?: true;
}

const listing = [
  "prefix",
  "delimiter",
  "max-keys",
  "continuation-token",
  "start-after",
  "encoding-type",
  "fetch-owner",
];
const listingV1 = ["prefix", "delimiter", "max-keys", "marker", "encoding-type"];
const listingUploads = ["prefix", "delimiter", "key-marker", "upload-id-marker", "max-uploads", "encoding-type"];
const listingParts = ["max-parts", "part-number-marker"];
const part = ["partNumber", "uploadId"];

const rows: readonly Row[] = [
  { level: "service", method: "GET", names: [], right: "read", run: listBuckets },
  { level: "bucket", method: "HEAD", names: [], right: "read", run: headBucket },
  { level: "bucket", method: "GET", names: ["location"], right: "read", run: getBucketLocation },
  { level: "bucket", method: "GET", names: ["list-type"], options: listing, right: "read", run: listObjects },
  { level: "bucket", method: "GET", names: ["uploads"], options: listingUploads, right: "read", run: listUploads },
  { level: "bucket", method: "GET", names: [], options: listingV1, right: "read", run: listObjectsV1 },
  { level: "bucket", method: "POST", names: ["delete"], right: "each", run: deleteObjects },
  { level: "bucket", method: "PUT", names: [], right: "each", run: createBucket },
  { level: "object", method: "GET", names: ["uploadId"], options: listingParts, right: "write", run: listParts },
  { level: "object", method: "GET", names: [], right: "read", run: getObject },
  { level: "object", method: "HEAD", names: [], right: "read", run: headObject },
  { level: "object", method: "PUT", names: part, copies: true, right: "write", run: copyPart },
  { level: "object", method: "PUT", names: part, right: "write", run: uploadPart },
  { level: "object", method: "PUT", names: [], copies: true, right: "write", run: copyObject },
  { level: "object", method: "PUT", names: [], right: "write", run: putObject },
  { level: "object", method: "POST", names: ["uploads"], right: "write", run: createUpload },
  {
    ...{ level: "object", method: "POST", names: ["uploadId"], right: "write", run: completeUpload },
    describesObject: true,
  },
  { level: "object", method: "DELETE", names: ["uploadId"], right: "write", run: abortUpload },
  { level: "object", method: "DELETE", names: [], right: "write", run: deleteObject },
];

/** @throws S3Problem NotImplemented or MethodNotAllowed */
export function findOperation(method: string, { bucket, key, query }: Target, isCopy: boolean): Operation {
  const level = key !== "" ? "object" : bucket !== "" ? "bucket" : "service";
  const names = query.map(([name]) => name).filter((name) => !isPassedOver(name));
  const sameMethod = rows.filter((row) => row.level === level && row.method === method);
  const found = sameMethod.find(
    (row) =>
      (row.copies === true) === isCopy &&
      row.names.every((name) => names.includes(name)) &&
      names.every((name) => row.names.includes(name) || row.options?.includes(name)),
  );
  if (found) return found;
  if (sameMethod.length > 0)
    throw new S3Problem(
      "NotImplemented",
      `${method} with ${names.join(", ") || "these headers"} is not supported here`,
    );
  throw new S3Problem("MethodNotAllowed", `${method} is not possible here`);
}

/** What signs or labels a request without changing what it asks for. */
const isPassedOver = (name: string): boolean => /^(x-id|x-amz-.*|response-.*|skein-content-md5)$/i.test(name);
