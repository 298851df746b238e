import { create } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ExecutionRowSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it, test } from "vitest";
import { formatPhases, isFiltered, matchesFilter, parseFilter, togglePhase } from "./filter.ts";

it.each([
  ["", []],
  ["failed", [Phase.FAILED]],
  ["failed,running", [Phase.RUNNING, Phase.FAILED]],
  ["failed,burnt,timed_out", [Phase.FAILED, Phase.TIMED_OUT]],
  ["toString", []],
])("status=%s asks for the phases %j", (status, phases) => {
  expect(parseFilter(new URLSearchParams({ status })).phases).toEqual(phases);
});

test("what is written is read back", () => {
  const phases = [Phase.QUEUED, Phase.ABORTED];
  expect(parseFilter(new URLSearchParams({ status: formatPhases(phases) })).phases).toEqual(phases);
});

test("a chip adds its phase and takes it away", () => {
  expect(togglePhase([], Phase.FAILED)).toBe("failed");
  expect(togglePhase([Phase.FAILED], Phase.RUNNING)).toBe("running,failed");
  expect(togglePhase([Phase.FAILED], Phase.FAILED)).toBe("");
});

const row = create(ExecutionRowSchema, {
  id: { name: "a7x2k9" },
  workflow: { name: "etl.Daily" },
  phase: Phase.RUNNING,
});

it.each([
  ["", true],
  ["q=7x2", true],
  ["q=daily", true],
  ["q=weekly", false],
  ["status=running", true],
  ["status=failed", false],
  ["workflow=etl.Daily", true],
  ["workflow=etl", false],
])("%s matches: %s", (search, matches) => {
  expect(matchesFilter(row, parseFilter(new URLSearchParams(search)))).toBe(matches);
});

test("a page is not a filter", () => {
  expect(isFiltered(parseFilter(new URLSearchParams("token=50")))).toBe(false);
  expect(isFiltered(parseFilter(new URLSearchParams("q=x")))).toBe(true);
});
