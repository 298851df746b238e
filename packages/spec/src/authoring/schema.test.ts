import { expect, test } from "vitest";
import { authoringJsonSchema, nodeKinds } from "./schema.ts";

const schema = JSON.parse(JSON.stringify(authoringJsonSchema()));

test("the schema is one JSON document of the 2020-12 dialect", () => {
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(Object.keys(schema.properties)).toEqual(["version", "tasks", "workflows", "launchPlans"]);
  expect(Object.keys(schema.$defs).sort()).toEqual(
    ["amount", "cache", "launchPlan", "node", "reference", "resources", "task", "variable", "workflow"].sort(),
  );
});

test("every reference in it leads somewhere", () => {
  const references: string[] = JSON.stringify(schema).match(/"#\/\$defs\/[^"]+"/g) ?? [];
  expect(references.length).toBeGreaterThan(10);
  for (const reference of new Set(references)) expect(schema.$defs).toHaveProperty(reference.slice(9, -1));
});

test("every key of every object says what it is for", () => {
  const silent: string[] = [];
  const visit = (part: unknown, path: string) => {
    if (typeof part !== "object" || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      const isProperty = path.endsWith(".properties");
      if (isProperty && key !== "fail" && typeof value?.description !== "string") silent.push(`${path}.${key}`);
      visit(value, `${path}.${key}`);
    }
  };
  visit(schema, "");
  expect(silent).toEqual([]);
});

test("a node is exactly one of its kinds, and knows all keys of the format", () => {
  expect(schema.$defs.node.oneOf.map((each: { required: string[] }) => each.required[0])).toEqual([...nodeKinds]);
  const keys =
    "with over concurrency minSuccesses minSuccessRatio else after name retries timeout interruptible cache resources image env";
  for (const key of [...nodeKinds, ...keys.split(" ")]) expect(schema.$defs.node.properties).toHaveProperty(key);
  expect(schema.$defs.node.additionalProperties).toBe(false);
});
