import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { expect, it, test } from "vitest";
import { entityKind, shortVersion } from "./identifier.tsx";

it.each([
  ["3f9c1e20a7b44c10", "3f9c1e2"],
  ["3F9C1E20A7B44C10", "3F9C1E2"],
  ["3f9c1e2", "3f9c1e2"],
  ["v2026.11.23-release", "v2026.11.23-release"],
  ["2026112310", "2026112310"],
  ["x".repeat(5000), `${"x".repeat(31)}…`],
])("the version %s is shown as %s", (version, short) => {
  expect(shortVersion(version)).toBe(short);
});

test("an unknown kind of entity still has a word and a glyph", () => {
  expect(entityKind(ResourceType.LAUNCH_PLAN).word).toBe("Launch plan");
  expect(entityKind(undefined).word).toBe("Entity");
});
