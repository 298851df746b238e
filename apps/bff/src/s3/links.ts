/** Our own signed URLs: one object, one thing to do with it, for a while. */
import { bucket } from "../blobs/prefixes.ts";
import type { KeyPair } from "./credentials.ts";
import { presign } from "./sigv4/presign.ts";

export interface Links {
  /** @param md5 the only content that is taken, as its 16 bytes; undefined takes any */
  upload(link: Link & { readonly md5: Uint8Array | undefined }): string;
  /** @param contentType what a browser shall take it for; undefined: what it was stored as */
  download(link: Link & { readonly contentType: string | undefined }): string;
}

interface Link {
  /** The host by which the one who gets the URL reaches us, without a port. */
  readonly hostname: string;
  readonly key: string;
  readonly expiresInSeconds: number;
}

/** @param port of the endpoint, once it is known */
export function openLinks(keys: KeyPair, port: () => number, now: () => number): Links {
  const make = (
    method: "GET" | "PUT",
    { hostname, key, expiresInSeconds }: Link,
    query: (readonly [string, string])[],
  ) =>
    presign({
      ...keys,
      ...{ method, bucket, key, expiresInSeconds, query },
      origin: `http://${hostname}:${port()}`,
      now: now(),
    });
  return {
    upload: ({ md5, ...link }) =>
      make("PUT", link, md5 ? [["skein-content-md5", Buffer.from(md5).toString("base64")]] : []),
    download: ({ contentType, ...link }) =>
      make("GET", link, contentType === undefined ? [] : [["response-content-type", contentType]]),
  };
}
