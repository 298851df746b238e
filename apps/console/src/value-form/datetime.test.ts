import { expect, it, test } from "vitest";
import { readDatetime } from "./datetime.ts";

const now = Date.UTC(2026, 10, 23, 6, 45, 26);

it.each([
  ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"],
  ["2026-01-31T12:00:00.5+02:00", "2026-01-31T12:00:00.5+02:00"],
  ["2026-01-31", "2026-01-31T00:00:00Z"],
  ["2026-01-31 9:05", "2026-01-31T09:05:00Z"],
  ["now", "2026-11-23T06:45:26.000Z"],
  ["today", "2026-11-23T00:00:00Z"],
  ["Yesterday 9:00", "2026-11-22T09:00:00Z"],
  ["tomorrow 23:59:59", "2026-11-24T23:59:59Z"],
  ["2026-02-30", undefined],
  ["2026-01-31 25:00", undefined],
  ["next week", undefined],
  ["", undefined],
])("%j is read as %s", (text, read) => {
  expect(readDatetime(text, now, "utc")).toBe(read);
});

test("what names no zone is meant in the browser's", () => {
  const read = readDatetime("2026-01-31 09:05", now, "browser");
  expect(new Date(read ?? 0).getTime()).toBe(new Date(2026, 0, 31, 9, 5).getTime());
});
