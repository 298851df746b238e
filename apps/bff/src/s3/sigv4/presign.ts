/** URLs that carry their own right: whoever has one may do one thing with one object until it expires. */
import {
  algorithm,
  canonicalRequest,
  encode,
  encodePath,
  formatScope,
  formatTime,
  sign,
  signingKey,
  stringToSign,
} from "./canonical.ts";

export interface PresignRequest {
  readonly method: "GET" | "PUT";
  /** `http://localhost:30002`, as the one who gets the URL reaches us. */
  readonly origin: string;
  readonly bucket: string;
  readonly key: string;
  readonly accessKey: string;
  readonly secret: string;
  /** UTC milliseconds. */
  readonly now: number;
  readonly expiresInSeconds: number;
  /** Further names and values of the query, signed with the rest. */
  readonly query?: readonly (readonly [string, string])[];
}

// Any will do: there is one place, and clients have to name a region.
const region = "us-east-1";

export function presign(request: PresignRequest): string {
  const time = formatTime(request.now);
  const scope = { day: time.slice(0, 8), region };
  const path = `/${request.bucket}/${request.key}`;
  const query: (readonly [string, string])[] = [
    ...(request.query ?? []),
    ["X-Amz-Algorithm", algorithm],
    ["X-Amz-Credential", `${request.accessKey}/${formatScope(scope)}`],
    ["X-Amz-Date", time],
    ["X-Amz-Expires", String(request.expiresInSeconds)],
    ["X-Amz-SignedHeaders", "host"],
  ];
  const headers = new Map([["host", new URL(request.origin).host]]);
  const canonical = canonicalRequest({ method: request.method, path, query, headers }, ["host"], "UNSIGNED-PAYLOAD");
  const signature = sign(signingKey(request.secret, scope), stringToSign(time, scope, canonical));
  const text = [...query, ["X-Amz-Signature", signature] as const]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  return `${request.origin}${encodePath(path)}?${text}`;
}
