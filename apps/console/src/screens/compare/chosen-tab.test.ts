import { create } from "@bufbuild/protobuf";
import { ComparedExecutionSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { chosenTab } from "./chosen-tab.ts";

const of = (version: string) => create(ComparedExecutionSchema, { execution: { workflow: { name: "etl", version } } });

test.each([
  [null, ["v1", "v1"], "summary"],
  [null, ["v1", "v2"], "spec"],
  [null, ["v1", "v1", "v2"], "spec"],
  ["timing", ["v1", "v2"], "timing"],
  ["nodes", ["v1", "v2"], "summary"],
  ["nonsense", ["v1", "v1"], "summary"],
  ["nonsense", ["v1", "v2"], "spec"],
] as const)("tab=%s of versions %j is %s", (asked, versions, tab) => {
  expect(chosenTab(asked, versions.map(of))).toBe(tab);
});
