import { create } from "@bufbuild/protobuf";
import { GraphNodeSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { matchesNode, parseNodeFilter } from "./node-filter.ts";

const node = create(GraphNodeSchema, { name: "Extract Orders", path: "sub/n1", target: "p:d:ml.extract:v1" });

test.each([
  ["", "Failed", true],
  ["orders", "Failed", true],
  ["extract orders", "Failed", true],
  ["SUB/N1", "Failed", true],
  ["ml.extract", "Failed", true],
  ["load", "Failed", false],
  ["status:failed", "Failed", true],
  ["status:fail", "Failed", true],
  ["status:Failed", "Succeeded", false],
  ["status:failed,aborted", "Aborted", true],
  ["status:failed orders", "Failed", true],
  ["orders status:failed", "Succeeded", false],
  ["load status:failed", "Failed", false],
  ["status:timed-out", "Timed out", true],
  ["status:not", "Not started", true],
  ["status:", "Failed", true], // not finished typing
])("%j finds a node that is %s: %j", (typed, status, found) => {
  expect(matchesNode(parseNodeFilter(typed), node, () => status)).toBe(found);
});
