/**
 * The texts and keys of AWS Signature Version 4, as S3 uses it: the path encoded once and never normalised.
 *
 * A request is rebuilt from its decoded parts, so it does not matter which of two spellings of a character a client put
 * on the wire. Who signed is claim.ts, whether it is right verify.ts, our own signed URLs presign.ts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash, createHmac } from "node:crypto";

export const algorithm = "AWS4-HMAC-SHA256";

/** What is signed of a request; names of headers in lower case, values as they came. */
export interface Signable {
  readonly method: string;
  /** Decoded, with its leading slash. */
  readonly path: string;
  /** Decoded, in any order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: ReadonlyMap<string, string>;
}

/** Where and on which day a signing key holds: `20130524/us-east-1/s3/aws4_request`. */
export interface Scope {
  /** yyyymmdd */
  readonly day: string;
  readonly region: string;
}

export function canonicalRequest(request: Signable, signedHeaders: readonly string[], payload: string): string {
  const query = request.query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort((left, right) => inOrder(left[0], right[0]) || inOrder(left[1], right[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const names = [...signedHeaders].sort();
  return [
    request.method,
    encodePath(request.path),
    query,
    ...names.map((name) => `${name}:${(request.headers.get(name) ?? "").trim().replace(/ +/g, " ")}`),
    "",
    names.join(";"),
    payload,
  ].join("\n");
}

/** @param time yyyymmddThhmmssZ */
export function stringToSign(time: string, scope: Scope, canonical: string): string {
  return [algorithm, time, formatScope(scope), sha256(canonical)].join("\n");
}

export const formatScope = ({ day, region }: Scope): string => `${day}/${region}/s3/aws4_request`;

export function signingKey(secret: string, { day, region }: Scope): Buffer {
  return [region, "s3", "aws4_request"].reduce<Buffer>((key, part) => hmac(key, part), hmac(`AWS4${secret}`, day));
}

export const sign = (key: Buffer, text: string): string => hmac(key, text).toString("hex");

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

export const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Everything but what RFC 3986 leaves unreserved. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

export const encodePath = (path: string): string => path.split("/").map(encode).join("/");

const inOrder = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** yyyymmddThhmmssZ of a time in milliseconds. */
export const formatTime = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace(/\.\d{3}/, "")
    .replace(/[-:]/g, "");

/** Milliseconds; NaN when it is no such time. */
export function parseTime(text: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
