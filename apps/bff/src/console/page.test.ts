import { expect, test } from "vitest";
import { parsePage, parsePageAfter, tokenAfter, tokenAfterLast, tokenBefore } from "./page.ts";

test.each([
  [
    { limit: 0, token: "" },
    { limit: 50, offset: 0 },
  ],
  [
    { limit: -7, token: "" },
    { limit: 50, offset: 0 },
  ],
  [
    { limit: 10, token: "30" },
    { limit: 10, offset: 30 },
  ],
  [
    { limit: 1_000_000, token: "" },
    { limit: 500, offset: 0 },
  ],
])("%j asks for %j", (request, page) => {
  expect(parsePage(request)).toEqual(page);
});

test.each(["ten", "-1", "1.5", "1e400", "9007199254740993"])("%j is no token", (token) => {
  expect(() => parsePage({ limit: 0, token })).toThrow(`"${token}" is not a page token; take it from the last answer`);
});

test("a full page has a next one, a page with room does not", () => {
  expect(tokenAfter({ limit: 10, offset: 30 }, 10)).toBe("40");
  expect(tokenAfter({ limit: 10, offset: 30 }, 9)).toBe("");
});

test("a page that starts after a row is asked for by the token of that row", () => {
  const rows = [
    { created_at: 8, id: 2 },
    { created_at: 7, id: 1 },
  ];
  const token = tokenAfterLast({ limit: 2, after: undefined }, rows);
  expect(parsePageAfter({ limit: 0, token })).toEqual({ limit: 50, after: rows[1] });
  expect(parsePageAfter({ limit: 1_000_000, token: "" })).toEqual({ limit: 500, after: undefined });
  expect(tokenAfterLast({ limit: 3, after: undefined }, rows)).toBe("");
  expect(parsePageAfter({ limit: 2, token: tokenBefore({ created_at: 7, id: 1 }) })).toEqual({
    limit: 2,
    after: undefined,
    before: rows[1],
  });
  expect(() => parsePageAfter({ limit: 0, token: "30" })).toThrow('"30" is not a page token');
});
