import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { filterTerms } from "@skein/spec/execution-filter/parse";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ExecutionRowSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { matchRow } from "./match-row.ts";

const row = create(ExecutionRowSchema, {
  id: { name: "a7x2k9" },
  workflow: { name: "etl.Daily", version: "v3" },
  launchPlan: { name: "nightly" },
  phase: Phase.FAILED,
  trigger: "scheduled",
  principal: "mara",
  labels: { team: "ml" },
  errorHead: "No space left",
  createdAt: timestampFromMs(1_000),
  startedAt: timestampFromMs(2_000),
  endedAt: timestampFromMs(62_000),
});

it.each([
  ["", true],
  ["7X2", true],
  ["daily", true],
  ["weekly", false],
  ["status:failed,aborted", true],
  ["-status:failed", false],
  ["workflow:etl.*", true],
  ["workflow:etl", false],
  ["workflow:etl?Daily", false], // a star is the only wild card
  ["version:v3 launchPlan:night* by:mara", true],
  ["trigger:manual", false],
  ["label:team=m*", true],
  ["label:team=ops", false],
  ["label:owner", undefined], // it may be a tag
  ["duration:>59s", true],
  ["duration:>2m", false],
  ["ended:<1970-01-02", true],
  ['error:"no space"', true],
  ["error:memory", undefined], // further down in it, perhaps
  ["input.rows:4", undefined],
  ["input.rows:4 weekly", false],
])("%s matches: %s", (text, matches) => {
  expect(matchRow(row, filterTerms(text), 100_000)).toBe(matches);
});
