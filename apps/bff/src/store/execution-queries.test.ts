import { filterTerms } from "@skein/spec/execution-filter/parse";
import { expect, test } from "vitest";
import {
  countExecutionsByPhase,
  countExecutionsOverTime,
  executionsSince,
  findExecutions,
} from "./execution-queries.ts";
import type { ExecutionRow } from "./tables.ts";
import { seededDatabase } from "./testing/seeded.ts";

const all = {
  project: "flytesnacks",
  domain: "development",
  terms: [],
  now: 10_000,
} as const;
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

test("newest first, archived ones and other domains left out", () => {
  const rows = findExecutions(history(), all, firstPage);
  expect(rows.map((row) => row.execution_name)).toEqual(["gamma", "beta", "alpha"]);
});

test("pages join without gap or overlap", () => {
  const db = history();
  const whole = findExecutions(db, all, firstPage);
  const pages = [undefined, ...whole].flatMap((after) => findExecutions(db, all, { limit: 1, after }));
  expect(pages).toEqual(whole);
});

test.each([
  ["ALP", ["alpha"]],
  ["ell", ["gamma", "beta", "alpha"]], // of the workflow's name
  ["%", []],
  ["status:succeeded", ["alpha"]],
  ["-status:succeeded", ["gamma", "beta"]],
  ["workflow:HEL*", ["gamma", "beta", "alpha"]],
  ["workflow:hel", []],
  ["name:*a -ALPHA", ["gamma", "beta"]],
  ["version:v1 launchPlan:nightly", []],
  ["label:team", ["beta", "alpha"]],
  ["label:team=m*", ["alpha"]],
  ["-label:team=ml", ["gamma", "beta"]],
  ["duration:>4s", ["gamma", "beta"]], // these still go on
  ["duration:<4s", ["alpha"]],
  ["-duration:<4s", ["gamma", "beta"]],
  ["started:1970-01-01T00:00", ["gamma", "beta", "alpha"]],
  ["started:>-9999ms", ["gamma", "beta"]],
  ['error:"No Space"', ["alpha"]],
  ["-error:space", ["gamma", "beta"]],
  ["input.rows:>40", ["beta"]],
  ["input.rows:4*", ["beta"]],
  ["output.rows:4*", []],
  ["trigger:scheduled", ["gamma"]],
  ["is:archived", ["archived"]],
  ["duration:soon alpha", ["alpha"]], // what cannot be read narrows nothing
])("%s", (text, names) => {
  const { db, launch } = seededDatabase();
  const tag = (execution_id: number, value: string) =>
    db.insertRow("execution_tags", { execution_id, key: "team", value });
  const error = new TextEncoder().encode("task: no space left");
  const alpha = launch("alpha", { phase: "SUCCEEDED", created_at: 1, ended_at: 3001, duration_ms: 3000, error });
  const beta = launch("beta", { phase: "RUNNING", created_at: 2 });
  launch("gamma", { phase: "RUNNING", created_at: 2, mode: 1 });
  launch("archived", { state: 1 });
  tag(alpha, "ml");
  tag(beta, "ops");
  db.insertRow("execution_values", { execution_id: beta, side: "input", name: "rows", text: "42", number: 42 });
  const rows = findExecutions(db, { ...all, terms: filterTerms(text) }, firstPage);
  expect(rows.map((row) => row.execution_name)).toEqual(names);
});

test.each([
  [{ by: "duration", isAscending: false }, ["c", "a", "b", "d"]],
  [{ by: "duration", isAscending: true }, ["d", "b", "a", "c"]],
  [{ by: "name", isAscending: true }, ["a", "b", "c", "d"]],
  [{ by: "created", isAscending: true }, ["a", "b", "c", "d"]],
] as const)("sorted %j, page by page", (order, names) => {
  const { db, launch } = seededDatabase();
  launch("a", { created_at: 1, duration_ms: 20 });
  launch("b", { created_at: 2, duration_ms: 10 });
  launch("c", { created_at: 3, duration_ms: 30 });
  launch("d", { created_at: 4 });
  const found: string[] = [];
  let after: ExecutionRow | undefined;
  for (;;) {
    const [row] = findExecutions(db, all, { limit: 1, after }, order);
    if (!row) break;
    found.push(row.execution_name);
    after = row;
  }
  expect(found).toEqual(names);
});

test("executions are counted over time", () => {
  expect(countExecutionsOverTime(history(), all, { from: 1, spanMs: 1, spans: 2 })).toEqual([
    { span: 0, phase: "SUCCEEDED", count: 1 },
    { span: 1, phase: "RUNNING", count: 2 },
  ]);
});

test("every phase is counted, whichever are chosen", () => {
  expect(countExecutionsByPhase(history(), { ...all, terms: filterTerms("status:failed") })).toEqual([
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
