import { expect, test } from "vitest";
import { countExecutionsByPhase, executionsSince, findExecutions } from "./execution-queries.ts";
import { seededDatabase } from "./testing/seeded.ts";

const all = { project: "flytesnacks", domain: "development", phases: [], search: "", workflow: "" } as const;
const firstPage = { limit: 50, after: undefined };

function history() {
  const { db, launch } = seededDatabase();
  launch("alpha", { phase: "SUCCEEDED", created_at: 1 });
  launch("beta", { phase: "RUNNING", created_at: 2 });
  launch("gamma", { phase: "RUNNING", created_at: 2 });
  launch("archived", { state: 1 });
  launch("alpha", { execution_domain: "production" });
  return db;
}

test.each([
  ["newest first, archived ones and other domains left out", {}, ["gamma", "beta", "alpha"]],
  ["by phase", { phases: ["SUCCEEDED"] as const }, ["alpha"]],
  ["by part of the execution's name, in any case", { search: "ALP" }, ["alpha"]],
  ["by part of the workflow's name", { search: "ell" }, ["gamma", "beta", "alpha"]],
  ["a percent sign is a character", { search: "%" }, []],
  ["by workflow", { workflow: "hell" }, []],
])("%s", (_, filter, names) => {
  const rows = findExecutions(history(), { ...all, ...filter }, firstPage);
  expect(rows.map((row) => row.execution_name)).toEqual(names);
});

test("pages join without gap or overlap", () => {
  const db = history();
  const whole = findExecutions(db, all, firstPage);
  const pages = [undefined, ...whole].flatMap((after) => findExecutions(db, all, { limit: 1, after }));
  expect(pages).toEqual(whole);
});

test("every phase is counted, whichever are chosen", () => {
  expect(countExecutionsByPhase(history(), { ...all, phases: ["FAILED"] })).toEqual([
    { phase: "RUNNING", count: 2 },
    { phase: "SUCCEEDED", count: 1 },
  ]);
});

test("what changed since a sequence, oldest change first", () => {
  const db = history();
  const scope = { project: "flytesnacks", domain: "development" };
  const rows = executionsSince(db, scope, db.sequence() - 3, 10);
  expect(rows.map((row) => row.execution_name)).toEqual(["gamma", "archived"]);
});
