import { expect, it, test } from "vitest";
import { formatSort, isNewestFirst, parseFilter, timeRange, withKey, withoutToken } from "./filter.ts";

const of = (search: string) => parseFilter(new URLSearchParams(search));

it.each([
  ["", ""],
  ["q=status:failed%20etl", "status:failed etl"],
  ["q=%20%20", ""],
  ["status=failed,timed_out", "status:failed,timed_out"], // as older links have it
  ["status=failed&workflow=etl.daily&q=x", "status:failed workflow:etl.daily x"],
  ["workflow=with%20space", 'workflow:"with space"'],
])("%s asks for %j", (search, text) => {
  expect(of(search).text).toBe(text);
});

test("what cannot be read narrows nothing", () => {
  expect(of("q=nonsense:1 duration:soon").terms).toEqual([]);
  expect(of("q=status:failed%20nonsense:1").terms).toHaveLength(1);
});

it.each([
  ["", { by: "started", isAscending: false }],
  ["duration", { by: "duration", isAscending: false }],
  ["-name", { by: "name", isAscending: true }],
  ["-started", { by: "started", isAscending: true }],
  ["toString", { by: "started", isAscending: false }],
] as const)("sort=%s sorts by %j", (sort, expected) => {
  expect(of(`sort=${sort}`).sort).toEqual(expected);
  expect(of(`sort=${formatSort(expected)}`).sort).toEqual(expected);
});

test("a page, or an order that cannot be read, is the newest first", () => {
  expect(isNewestFirst(of("token=50"))).toBe(true);
  expect(isNewestFirst(of("sort=duration"))).toBe(false);
});

test("a token is taken out, and the value of a key is put in its place", () => {
  const text = 'status:failed started:>-1h "a b"';
  expect(withoutToken(text, 1)).toBe('status:failed "a b"');
  expect(withKey(text, "started", ">-7d")).toBe('status:failed started:>-7d "a b"');
  expect(withKey(text, "started", undefined)).toBe('status:failed "a b"');
  expect(withKey("x", "started", ">-7d")).toBe("x started:>-7d");
});

test("how far back the list reaches", () => {
  const now = Date.UTC(2026, 10, 23, 6);
  const range = (text: string) => timeRange(of(`q=${encodeURIComponent(text)}`).terms, now);
  expect(range("etl")).toEqual({});
  expect(range("started:>-1h")).toEqual({ from: now - 3_600_000 });
  expect(range("-started:>-1h")).toEqual({});
  expect(range("started:2026-11-22T00:00Z..2026-11-22T12:00Z").from).toBe(Date.UTC(2026, 10, 22));
});
