/** Who says to have signed a request, and what: read from the Authorization header or from the query. */
import { S3Problem } from "../s3-problem.ts";
import { queryValue } from "../target.ts";
import { algorithm, parseTime, type Scope, type Signable } from "./canonical.ts";

export interface Claim {
  readonly kind: "header" | "presigned";
  readonly accessKey: string;
  readonly scope: Scope;
  /** As text, as it was signed, and in milliseconds. */
  readonly time: string;
  readonly at: number;
  /** Presigned only: how long it holds. */
  readonly expiresInMs: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** A SHA-256 in hex, or a word that says how the payload is signed. */
  readonly payload: string;
}

const WEEK_SECONDS = 7 * 24 * 3600;

/**
 * @returns undefined when nothing says who sent it
 * @throws S3Problem when what says so cannot be read
 */
export function readClaim(request: Signable): Claim | undefined {
  const header = request.headers.get("authorization");
  const inQuery = queryValue(request, "X-Amz-Algorithm");
  if (header !== undefined && inQuery !== undefined)
    throw new S3Problem("InvalidRequest", "Sign a request by its header or by its query, not by both");
  if (header !== undefined) return fromHeader(header, request);
  return inQuery === undefined ? undefined : fromQuery(inQuery, request);
}

function fromHeader(header: string, { headers }: Signable): Claim {
  const [, method, rest = ""] = /^(\S+)\s+(.*)$/s.exec(header) ?? [];
  requireAlgorithm(method);
  const parts = new Map(
    rest.split(",").map((part) => {
      const [name = "", value = ""] = part.trim().split(/=(.*)/s);
      return [name, value] as const;
    }),
  );
  const payload = headers.get("x-amz-content-sha256");
  if (payload === undefined)
    throw new S3Problem("InvalidRequest", "The header x-amz-content-sha256 is missing; send what was signed");
  const time = headers.get("x-amz-date") ?? "";
  return {
    kind: "header",
    ...readCredential(parts.get("Credential")),
    ...readTime(time),
    expiresInMs: 0,
    signedHeaders: readSignedHeaders(parts.get("SignedHeaders")),
    signature: parts.get("Signature") ?? "",
    payload,
  };
}

function fromQuery(method: string, request: Signable): Claim {
  requireAlgorithm(method);
  const seconds = Number(queryValue(request, "X-Amz-Expires"));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > WEEK_SECONDS)
    throw new S3Problem("InvalidArgument", `X-Amz-Expires must be a number of seconds from 1 to ${WEEK_SECONDS}`);
  return {
    kind: "presigned",
    ...readCredential(queryValue(request, "X-Amz-Credential")),
    ...readTime(queryValue(request, "X-Amz-Date") ?? ""),
    expiresInMs: seconds * 1000,
    signedHeaders: readSignedHeaders(queryValue(request, "X-Amz-SignedHeaders")),
    signature: queryValue(request, "X-Amz-Signature") ?? "",
    payload: queryValue(request, "X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
  };
}

function requireAlgorithm(name: string | undefined): void {
  if (name !== algorithm)
    throw new S3Problem("InvalidRequest", `Requests are signed by ${algorithm}; ${name ?? "this"} is not known here`);
}

/** `<access key>/<yyyymmdd>/<region>/s3/aws4_request` */
function readCredential(text = ""): Pick<Claim, "accessKey" | "scope"> {
  const [, accessKey, day, region] = /^(.+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/.exec(text) ?? [];
  if (accessKey === undefined || day === undefined || region === undefined)
    throw new S3Problem("InvalidRequest", "The credential cannot be read; it is <key>/<day>/<region>/s3/aws4_request");
  return { accessKey, scope: { day, region } };
}

function readTime(time: string): Pick<Claim, "time" | "at"> {
  const at = parseTime(time);
  if (Number.isNaN(at)) throw new S3Problem("InvalidRequest", "The time X-Amz-Date is missing or no time");
  return { time, at };
}

function readSignedHeaders(text = ""): string[] {
  return text
    .toLowerCase()
    .split(";")
    .filter((name) => name !== "");
}
