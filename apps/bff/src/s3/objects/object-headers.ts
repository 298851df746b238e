/** The headers of an upload that are kept and sent with the object again. */
import type { ObjectHeaders } from "./objects.ts";

const kept: readonly string[] = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

export function readObjectHeaders(headers: ReadonlyMap<string, string>): ObjectHeaders {
  const found = [...headers].filter(([name]) => kept.includes(name) || name.startsWith("x-amz-meta-"));
  return Object.fromEntries(
    found
      .map(([name, value]) => [name, name === "content-encoding" ? withoutChunks(value) : value] as const)
      .filter(([, value]) => value !== ""),
  );
}

/** `aws-chunked` says how the request was sent, not what the object is. */
const withoutChunks = (encodings: string): string =>
  encodings
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "aws-chunked")
    .join(", ");

/** A signed URL may say how the answer is labelled, such as a deck as HTML. */
export function readOverrides(query: readonly (readonly [string, string])[]): ObjectHeaders {
  const found = query.flatMap(([name, value]) => {
    const [, header] = /^response-(.+)$/.exec(name) ?? [];
    return header !== undefined && kept.includes(header) && isHeaderValue(value) ? [[header, value] as const] : [];
  });
  return Object.fromEntries(found);
}

const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
