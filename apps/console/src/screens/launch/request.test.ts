import { create, fromJson } from "@bufbuild/protobuf";
import { ExecutionCreateRequestSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { toLiteral } from "@skein/spec/literal";
import { readLiteralType } from "@skein/spec/literal-type-parser";
import { expect, test } from "vitest";
import { adminRequest, curlCommand, type LaunchRequestParts } from "./request.ts";

function literal(type: string, value: string | bigint): Literal {
  const { literal: made } = toLiteral(value, readLiteralType(type));
  if (!made) throw new TypeError("not a value of its type");
  return made;
}

const parts: LaunchRequestParts = {
  target: create(IdentifierSchema, {
    resourceType: ResourceType.LAUNCH_PLAN,
    project: "flytesnacks",
    domain: "development",
    name: "word_count",
    version: "v1",
  }),
  scope: { project: "flytesnacks", domain: "development" },
  name: "my-run",
  inputs: { text: literal("string", "it's"), n: literal("int", 9_007_199_254_740_993n) },
  maxParallelism: 4,
  labels: { team: "ml" },
};

test("the body is CreateExecution's own protobuf JSON", () => {
  const request = fromJson(ExecutionCreateRequestSchema, adminRequest(parts));
  expect(request.name).toBe("my-run");
  expect(request.spec?.launchPlan?.name).toBe("word_count");
  expect(request.spec?.maxParallelism).toBe(4);
  expect(request.spec?.labels?.values).toEqual({ team: "ml" });
  expect(request.inputs?.literals.n).toEqual(parts.inputs.n);
});

test("cached results are made anew where that is asked for", () => {
  const specOf = (overwriteCache: boolean) =>
    fromJson(ExecutionCreateRequestSchema, adminRequest({ ...parts, overwriteCache })).spec;
  expect(specOf(true)?.overwriteCache).toBe(true);
  expect(specOf(false)?.overwriteCache).toBe(false);
});

test("what is not set is left out", () => {
  const body = adminRequest({ ...parts, name: "", maxParallelism: 0, labels: {} });
  expect(Object.keys(body)).toEqual(["project", "domain", "spec", "inputs"]);
  expect(JSON.stringify(body)).not.toContain("maxParallelism");
});

test("quotes in values survive the shell", () => {
  const command = curlCommand(adminRequest(parts), "http://localhost:30080");
  expect(command).toContain("http://localhost:30080/flyteidl.service.AdminService/CreateExecution");
  expect(command).toContain("it'\\''s");
});
