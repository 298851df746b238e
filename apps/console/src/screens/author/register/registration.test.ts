import { create } from "@bufbuild/protobuf";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { CheckedEntity_Change as Change, CheckedEntitySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it, test } from "vitest";
import { changeCounts, launchOf } from "./registration.ts";

const scope = { project: "p", domain: "d" };
const entity = (resourceType: ResourceType, name: string, change: Change) =>
  create(CheckedEntitySchema, { id: { resourceType, ...scope, name, version: "v1" }, change });

const entities = [
  entity(ResourceType.TASK, "t", Change.SAME),
  entity(ResourceType.WORKFLOW, "inner", Change.CHANGED),
  entity(ResourceType.WORKFLOW, "outer", Change.NEW),
  entity(ResourceType.LAUNCH_PLAN, "outer", Change.NEW),
];

test("counts by how they differ", () => {
  expect(changeCounts(entities)).toBe("2 new, 1 changed, 1 same");
  expect(changeCounts([entity(ResourceType.TASK, "t", Change.CONFLICT)])).toBe("1 in conflict");
  expect(changeCounts([])).toBe("");
});

it.each([
  ["inner", "inner"],
  ["outer", "outer"],
  ["gone", "outer"],
  ["", "outer"],
])("launching %j leads to the form of %s", (asked, name) => {
  expect(launchOf(scope, entities, asked)).toBe(`/projects/p/domains/d/launch?kind=workflow&name=${name}&version=v1`);
});

test("without a workflow there is nothing to launch", () => {
  expect(launchOf(scope, entities.slice(0, 1), "")).toBeUndefined();
});
