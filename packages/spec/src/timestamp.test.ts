import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { formatTimestamp, parseTimestamp, timestampFromMillis, timestampToMillis } from "./timestamp.ts";

test("every moment of the years 1 to 9999 is written and read back to the nanosecond", () => {
  const seconds = fc.bigInt({ min: -62_135_596_800n, max: 253_402_300_799n });
  fc.assert(
    fc.property(seconds, fc.integer({ min: 0, max: 999_999_999 }), (seconds, nanos) => {
      const timestamp = create(TimestampSchema, { seconds, nanos });
      expect(parseTimestamp(formatTimestamp(timestamp))).toEqual(timestamp);
    }),
  );
});

test("milliseconds agree with Date", () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (millis) => {
      const timestamp = timestampFromMillis(millis);
      expect(timestampToMillis(timestamp)).toBe(millis);
      expect(Date.parse(formatTimestamp(timestamp))).toBe(millis);
      expect(timestamp.nanos).toBeGreaterThanOrEqual(0);
    }),
  );
});

describe("RFC 3339", () => {
  it.each([
    ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"],
    ["2026-01-31t12:00:00z", "2026-01-31T12:00:00Z"],
    ["2026-01-31 12:00:00Z", "2026-01-31T12:00:00Z"],
    ["2026-01-31T12:00:00.123456789+02:00", "2026-01-31T10:00:00.123456789Z"],
    ["2026-01-31T12:00:00.500-00:30", "2026-01-31T12:30:00.5Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
    ["9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"],
    ["1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"],
  ])("reads %j, writes %j", (text, written) => {
    const timestamp = parseTimestamp(text);
    expect(timestamp && formatTimestamp(timestamp)).toBe(written);
  });

  it.each([
    "",
    "2026-01-31",
    "2026-01-31T12:00:00",
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-31T24:00:00Z",
    "2026-06-30T23:59:60Z",
    "2026-01-31T12:00:00.1234567890Z",
    "0000-12-31T00:00:00Z",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
  ])("refuses %j", (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  it("writes something for moments that RFC 3339 cannot say", () => {
    expect(formatTimestamp({ seconds: 2n ** 62n, nanos: 0 })).toBe(`${2n ** 62n}s since 1970-01-01`);
  });
});
