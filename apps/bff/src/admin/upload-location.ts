/** Where an upload goes, and for how long it may (admin-api.md §5.1): the same content always to the same place. */
import type { Duration } from "@bufbuild/protobuf/wkt";
import type { CreateUploadLocationRequest } from "@skein/spec/gen/flyteidl/service/dataproxy_pb";
import { Problem } from "@skein/spec/problem";
import { bucket } from "../blobs/prefixes.ts";
import { parseBlobUri } from "../blobs/uri.ts";
import { InvalidRequest, requireText } from "./request-checks.ts";

class UploadExists extends Problem {
  readonly kind = "conflict";
}

const MAX_SECONDS = 3600;

export interface UploadLocation {
  readonly key: string;
  readonly nativeUrl: string;
  /** The only content that is taken; undefined takes any. */
  readonly md5: Uint8Array | undefined;
}

/**
 * @param findEtag of the object at a key; undefined when none is there
 * @param makeName for a file that has none
 * @throws InvalidRequest, InvalidBlobUri, UploadExists
 */
export function planUpload(
  request: CreateUploadLocationRequest,
  findEtag: (key: string) => string | undefined,
  makeName: () => string,
): UploadLocation {
  const { project, domain, org, filename, filenameRoot, contentMd5 } = request;
  requireText(project, "project");
  requireText(domain, "domain");
  if (contentMd5.length === 0 && filenameRoot === "")
    throw new InvalidRequest("content_md5 or filename_root is a required parameter");
  if (contentMd5.length !== 0 && contentMd5.length !== 16)
    throw new InvalidRequest(`content_md5 has ${contentMd5.length} bytes; an MD5 has 16`);
  const folder = filenameRoot || toBase32(contentMd5);
  const key = keyBelow({ project, domain, org }, folder, filename || makeName());
  const nativeUrl = `s3://${bucket}/${key}`;
  parseBlobUri(nativeUrl);
  if (filename !== "" && filenameRoot !== "") refuseOther(nativeUrl, findEtag(key), contentMd5);
  return { key, nativeUrl, md5: contentMd5.length === 0 ? undefined : contentMd5 };
}

/** The key of a file by its content: where clients upload it, and where what was dropped on the console is stored. */
export const contentKey = (scope: { project: string; domain: string }, md5: Uint8Array, filename: string): string =>
  keyBelow({ ...scope, org: "" }, toBase32(md5), filename);

const keyBelow = (
  { org, project, domain }: { org: string; project: string; domain: string },
  folder: string,
  filename: string,
): string => [...(org ? [org] : []), project, domain, folder, filename].join("/");

/** A place that was named in full is not written over by something else. */
function refuseOther(nativeUrl: string, present: string | undefined, md5: Uint8Array): void {
  if (present === undefined) return;
  if (md5.length === 0)
    throw new UploadExists(
      `file already exists at location [${nativeUrl}], specify a matching hash if you wish to rewrite`,
    );
  if (present !== Buffer.from(md5).toString("hex"))
    throw new UploadExists(
      `file already exists at location [${nativeUrl}], but hashes do not match, specify a matching hash if you wish to rewrite`,
    );
}

/** Whole seconds a signed URL holds; an hour when nothing is asked. @throws InvalidRequest */
export function readExpiry(asked: Duration | undefined): number {
  if (asked === undefined) return MAX_SECONDS;
  const seconds = Number(asked.seconds) + asked.nanos / 1e9;
  if (!(seconds > 0)) throw new InvalidRequest(`expiresIn [${seconds}s] is invalid`);
  if (seconds > MAX_SECONDS)
    throw new InvalidRequest(`expiresIn [${seconds}s] cannot exceed max allowed expiration [${MAX_SECONDS}s]`);
  return Math.ceil(seconds);
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648, with its padding: clients' versions depend on these very URLs. */
function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const digits = (bits.match(/.{1,5}/g) ?? []).map((group) => alphabet[Number.parseInt(group.padEnd(5, "0"), 2)]);
  return digits.join("").padEnd(Math.ceil(digits.length / 8) * 8, "=");
}
