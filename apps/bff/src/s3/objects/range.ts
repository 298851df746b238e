import { S3Problem } from "../s3-problem.ts";

export interface ByteRange {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

/**
 * The part that a Range header asks for; undefined for the whole, which several ranges at once or another unit also get.
 *
 * @throws S3Problem InvalidRange when nothing of it exists
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  const range =
    first === ""
      ? { start: Math.max(0, sizeBytes - Number(last)), end: last === "0" ? -1 : sizeBytes - 1 }
      : { start: Number(first), end: last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
  // A last byte before the first is no range at all, and is not looked at.
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (range.start >= sizeBytes || range.end < range.start)
    throw new S3Problem("InvalidRange", `The object has ${sizeBytes} bytes; the range ${header} has none of them`);
  return range;
}
