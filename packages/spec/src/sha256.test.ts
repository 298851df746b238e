import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256, sha256Bytes } from "./sha256.ts";

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])("%i bytes are hashed as the platform does", (length) => {
  const bytes = Uint8Array.from({ length }, (_, index) => index * 7);
  expect(sha256(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect(Buffer.from(sha256Bytes(bytes)).toString("hex")).toBe(sha256(bytes));
});

test("any text is hashed by its UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }),
  );
});
