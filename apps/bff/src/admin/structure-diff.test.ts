import { create } from "@bufbuild/protobuf";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findDifferences, formatDifferences } from "./structure-diff.ts";

const template = (type: string, config: Record<string, string> = {}) => create(TaskTemplateSchema, { type, config });
const differences = (old: ReturnType<typeof template>, given: ReturnType<typeof template>) =>
  findDifferences(TaskTemplateSchema, old, given);

test("a changed, a missing and a new field, each by its path", () => {
  expect(formatDifferences(differences(template("a", { "x/y": "1", z: "1" }), template("b", { z: "1", n: "2" })))).toBe(
    ["/type:", '- "a"', '+ "b"', "/config/x~1y:", '- "1"', "/config/n:", '+ "2"'].join("\n"),
  );
});

test("a message does not differ from itself, and two that do have a difference", () => {
  const anyTemplate = fc
    .tuple(fc.string(), fc.dictionary(fc.string(), fc.string(), { maxKeys: 5 }))
    .map(([type, config]) => template(type, config));
  fc.assert(fc.property(anyTemplate, (one) => differences(one, one).length === 0));
  fc.assert(
    fc.property(anyTemplate, anyTemplate, (one, other) => {
      fc.pre(one.type !== other.type);
      return differences(one, other).some(({ path }) => path === "/type");
    }),
  );
});

test("so many differences are enough", () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, "v"]));
  expect(differences(template("a"), template("a", many)).length).toBeLessThanOrEqual(50);
});
