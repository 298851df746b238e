import { expect, test } from "vitest";
import { parsePage, tokenAfter } from "./page.ts";

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
