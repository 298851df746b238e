/** §4.5 How what an array node declares relates to one sub-node. */
import { create } from "@bufbuild/protobuf";
import { type TypedInterface, TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { ArrayNodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { formatLiteralType, parseLiteralType } from "@skein/spec/literal-type";
import { expect, test } from "vitest";
import { shapeOf, singularTask } from "./array-plan.ts";

const variables = (types: Record<string, string>) => ({
  variables: Object.fromEntries(
    Object.entries(types).map(([name, text]) => {
      const { type } = parseLiteralType(text);
      return [name, type === undefined ? {} : { type }];
    }),
  ),
});
const typed = (inputs: Record<string, string>, outputs: Record<string, string>): TypedInterface =>
  create(TypedInterfaceSchema, { inputs: variables(inputs), outputs: variables(outputs) });
const texts = (map: TypedInterface["inputs"]) =>
  Object.fromEntries(
    Object.entries(map?.variables ?? {}).map(([name, { type }]) => [name, type && formatLiteralType(type)]),
  );

test.each([
  ["lists have one element less", {}, { o: "list[int]" }, { o: "int" }],
  ["where fewer than all need succeed, it is not optional", { ratio: 0.5 }, { o: "list[int?]" }, { o: "int" }],
  ["a ratio of 1 is all", { ratio: 1 }, { o: "list[int?]" }, { o: "int?" }],
  ["lists of lists are lists", {}, { o: "list[list[int]]" }, { o: "list[int]" }],
  ["an interface that was left alone is the sub-node's", { original: true }, { o: "list[int]" }, { o: "list[int]" }],
])("%s", (_, { ratio, original }: { ratio?: number; original?: boolean }, outputs, expected) => {
  const shape = shapeOf(
    create(ArrayNodeSchema, {
      boundInputs: ["b"],
      ...(original !== undefined && { isOriginalSubNodeInterface: original }),
      ...(ratio !== undefined && { successCriteria: { case: "minSuccessRatio", value: ratio } }),
    }),
  );
  const template = create(TaskTemplateSchema, { interface: typed({ a: "list[int]", b: "list[int]" }, outputs) });
  const singular = singularTask(template, shape);
  expect(texts(singular.interface?.outputs)).toEqual(expected);
  expect(texts(singular.interface?.inputs)).toEqual({ a: original ? "list[int]" : "int", b: "list[int]" });
});
