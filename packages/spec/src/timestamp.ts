/**
 * Points in time: RFC 3339 text with up to nine digits, the protobuf message, and milliseconds since 1970 (UTC).
 *
 * @see google/protobuf/timestamp.proto
 */
import { create } from "@bufbuild/protobuf";
import { type Timestamp, TimestampSchema } from "@bufbuild/protobuf/wkt";

/** What to write where a point in time is due; for messages. */
export const timestampForms = "a date and time such as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00.5+02:00";

const rfc3339 =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[Tt ](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?(?:[Zz]|(?<sign>[-+])(?<offsetHour>\d\d):(?<offsetMinute>\d\d))$/;

/**
 * Reads RFC 3339; undefined when it is something else, names no real moment (30 February, 25:00), or lies outside the
 * years 1 to 9999 in UTC. Leap seconds are refused: protobuf has none.
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const found = rfc3339.exec(text)?.groups;
  if (!found) return undefined;
  const [year, month, day] = [Number(found.year), Number(found.month), Number(found.day)];
  const [hour, minute, second] = [Number(found.hour), Number(found.minute), Number(found.second)];
  const [offsetHour, offsetMinute] = [Number(found.offsetHour ?? 0), Number(found.offsetMinute ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would read the years 0 to 99 as 1900 to 1999
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (offsetHour * 60 + offsetMinute) * (found.sign === "-" ? -60 : 60);
  const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  if (seconds < firstSecond || seconds > lastSecond) return undefined;
  return create(TimestampSchema, {
    seconds: BigInt(seconds),
    nanos: Number((found.fraction ?? "").padEnd(9, "0")),
  });
}

const firstSecond = -62_135_596_800; // 0001-01-01T00:00:00Z
const lastSecond = 253_402_300_799; // 9999-12-31T23:59:59Z

/** RFC 3339 in UTC with as many digits as it needs. Outside the years 1 to 9999: `<seconds>s since 1970-01-01`. */
export function formatTimestamp(timestamp: Pick<Timestamp, "seconds" | "nanos">): string {
  const seconds = Number(timestamp.seconds);
  if (seconds < firstSecond || seconds > lastSecond) return `${timestamp.seconds}s since 1970-01-01`;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = String(timestamp.nanos).padStart(9, "0").replace(/0+$/, "");
  return fraction === "" ? `${text}Z` : `${text}.${fraction}Z`;
}

/** Milliseconds since 1970, UTC; what is below a millisecond is dropped towards the past. */
export function timestampToMillis(timestamp: Pick<Timestamp, "seconds" | "nanos">): number {
  return Number(timestamp.seconds * 1000n) + Math.floor(timestamp.nanos / 1_000_000);
}

/** From whole milliseconds since 1970, UTC. @throws RangeError when they are not finite */
export function timestampFromMillis(millis: number): Timestamp {
  const whole = Math.floor(millis);
  const seconds = Math.floor(whole / 1000);
  return create(TimestampSchema, { seconds: BigInt(seconds), nanos: (whole - seconds * 1000) * 1_000_000 });
}
