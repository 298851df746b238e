/** What a request is about, read from its URL once: bucket, key and query, all decoded. */
import { S3Problem } from "./s3-problem.ts";

export interface Target {
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  /** Decoded, with its leading slash: what was signed. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** No honest key or signed URL comes near this; the header limit of the server would allow more. */
const MAX_URL_LENGTH = 12_000;

/** @throws S3Problem InvalidURI */
export function parseTarget(url: string): Target {
  if (!url.startsWith("/") || url.length > MAX_URL_LENGTH)
    throw new S3Problem("InvalidURI", "The URL cannot be read; give a path such as /<bucket>/<key>");
  const mark = url.indexOf("?");
  const path = decode(mark < 0 ? url : url.slice(0, mark));
  const slash = path.indexOf("/", 1);
  return {
    bucket: slash < 0 ? path.slice(1) : path.slice(1, slash),
    key: slash < 0 ? "" : path.slice(slash + 1),
    path,
    query: mark < 0 ? [] : parseQuery(url.slice(mark + 1)),
  };
}

/** The first value of that name. */
export const queryValue = ({ query }: Pick<Target, "query">, name: string): string | undefined =>
  query.find(([each]) => each === name)?.[1];

function parseQuery(text: string): (readonly [string, string])[] {
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0 ? [decode(pair), ""] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new S3Problem("InvalidURI", "The URL cannot be decoded; percent-encode it as UTF-8", { cause });
  }
}
