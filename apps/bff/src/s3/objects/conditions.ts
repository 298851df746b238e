/** If-Match and the rest of RFC 9110 §13, for objects. */
import { S3Problem } from "../s3-problem.ts";

interface Validators {
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedAtMs: number;
}

/** @throws S3Problem PreconditionFailed or NotModified when the object shall not be sent */
export function checkRead(headers: ReadonlyMap<string, string>, { etag, modifiedAtMs }: Validators): void {
  // A header has whole seconds.
  const modified = Math.floor(modifiedAtMs / 1000) * 1000;
  const match = headers.get("if-match");
  const unmodifiedSince = parseDate(headers.get("if-unmodified-since"));
  if (match !== undefined ? !names(match, etag) : unmodifiedSince !== undefined && modified > unmodifiedSince)
    throw failed();
  const noneMatch = headers.get("if-none-match");
  const modifiedSince = parseDate(headers.get("if-modified-since"));
  if (noneMatch !== undefined ? names(noneMatch, etag) : modifiedSince !== undefined && modified <= modifiedSince)
    throw new S3Problem("NotModified", "The object is as you have it");
}

/** @param etag of the object that is there; undefined when none is @throws S3Problem */
export function checkWrite(headers: ReadonlyMap<string, string>, etag: string | undefined): void {
  const match = headers.get("if-match");
  if (match !== undefined && etag === undefined)
    throw new S3Problem("NoSuchKey", "The object that If-Match is about does not exist");
  if (match !== undefined && etag !== undefined && !names(match, etag)) throw failed();
  const noneMatch = headers.get("if-none-match");
  if (noneMatch !== undefined && etag !== undefined && names(noneMatch, etag)) throw failed();
}

const COPY = "x-amz-copy-source-";

/** The same, as headers say it of the source of a copy; there is no answer "not modified". @throws S3Problem */
export function checkCopy(headers: ReadonlyMap<string, string>, source: Validators): void {
  const own = [...headers].filter(([name]) => name.startsWith(COPY));
  try {
    checkRead(new Map(own.map(([name, value]) => [name.slice(COPY.length), value])), source);
  } catch (cause) {
    throw failed(cause);
  }
}

const failed = (cause?: unknown) =>
  new S3Problem("PreconditionFailed", "At least one of the conditions given does not hold", { cause });

const names = (header: string, etag: string): boolean =>
  header
    .split(",")
    .map((each) =>
      each
        .trim()
        .replace(/^W\//, "")
        .replace(/^"(.*)"$/, "$1"),
    )
    .some((each) => each === "*" || each === etag);

function parseDate(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
