import { beforeEach, describe, expect, test } from "vitest";
import { findNames } from "./entity-names.ts";
import { entityNamesOf, executionNamesOf } from "./execution-lookups.ts";
import { findExecutionById } from "./executions.ts";
import { idList } from "./id-list.ts";
import { countNodesByPhase } from "./node-executions.ts";
import { type Seeded, seededDatabase } from "./testing/seeded.ts";
import {
  countWorkflowNames,
  findWorkflowNames,
  findWorkflowVersions,
  recentExecutions,
  workflowVersions,
} from "./workflow-queries.ts";
import { findWorkflowById, insertWorkflow } from "./workflows.ts";

const scope = { project: "flytesnacks", domain: "development" };
const page = { limit: 10, offset: 0 };

let seeded: Seeded;
beforeEach(() => {
  seeded = seededDatabase();
});

/** Another version or name of the seeded workflow. */
function add(name: string, version: string, domain = scope.domain): number {
  const { db, workflowId } = seeded;
  const row = findWorkflowById(db, workflowId);
  if (!row) throw new Error("the seed is gone");
  const { id: _, ...fields } = row;
  return db.transaction((change) => insertWorkflow(db, change, { ...fields, name, version, domain }));
}

describe("workflow names", () => {
  test("come with the newest version of each, the one registered last first", () => {
    add("other", "v1");
    add("hello", "v2");
    const found = findWorkflowNames(seeded.db, scope, "", page);
    expect(found.map(({ newest, versions }) => [newest.name, newest.version, versions])).toEqual([
      ["hello", "v2", 2],
      ["other", "v1", 1],
    ]);
    expect(findWorkflowVersions(seeded.db, scope, "hello", 10)).toEqual(["v2", "v1"]);
    expect(findWorkflowVersions(seeded.db, scope, "hello", 1)).toEqual(["v2"]);
  });

  test.each([
    ["", ["World", "hello"]],
    ["HELL", ["hello"]],
    ["orl", ["World"]],
    ["%", []],
    ["' or 1=1 --", []],
  ])("are searched by part, in any case, and as text: %j", (search, expected) => {
    add("World", "v1");
    expect(findWorkflowNames(seeded.db, scope, search, page).map(({ newest }) => newest.name)).toEqual(expected);
    expect(countWorkflowNames(seeded.db, scope, search)).toBe(expected.length);
  });

  test("leave out other domains and what was made for single tasks", () => {
    add("elsewhere", "v1", "staging");
    add(".flytegen.task", "v1");
    expect(findWorkflowNames(seeded.db, scope, "", page)).toHaveLength(1);
    expect(countWorkflowNames(seeded.db, scope, "")).toBe(1);
  });

  test("come in pages", () => {
    for (const name of ["a", "b", "c"]) add(name, "v1");
    const names = (offset: number) =>
      findWorkflowNames(seeded.db, scope, "", { limit: 2, offset }).map(({ newest }) => newest.name);
    expect([names(0), names(2), names(4)]).toEqual([["c", "b"], ["a", "hello"], []]);
  });

  test("that are nearest to a misspelt one are the last registered", () => {
    add("b", "v1");
    add("a", "v1");
    add("b", "v2");
    expect(findNames(seeded.db, "workflows", scope, 2)).toEqual(["b", "a"]);
    expect(findNames(seeded.db, "tasks", scope, 2)).toEqual([]);
  });
});

describe("recent executions", () => {
  test("are the newest of all versions of a name, at most so many, without archived ones", () => {
    const { db, launch } = seeded;
    const next = add("hello", "v2");
    const other = add("other", "v1");
    launch("old", { created_at: 1 });
    launch("newer", { created_at: 3 });
    launch("newest", { created_at: 5, workflow_id: next });
    launch("between", { created_at: 4, workflow_id: next });
    launch("archived", { created_at: 9, state: 1 });
    launch("unasked", { created_at: 9, workflow_id: other });
    const recent = recentExecutions(db, scope, ["hello", "none"], 3);
    expect([...recent.keys()]).toEqual(["hello"]);
    expect(recent.get("hello")?.map((row) => row.execution_name)).toEqual(["newest", "between", "newer"]);
    expect(recentExecutions(db, scope, [], 3).size).toBe(0);
  });

  test("are found by the index of their version, not by going through all of them", () => {
    const { db, launch } = seeded;
    db.transaction(() => {
      for (let number = 0; number < 20_000; number += 1) launch(`e${number}`, { created_at: number });
    });
    recentExecutions(db, scope, ["hello"], 20);
    const before = performance.now();
    for (let time = 0; time < 10; time += 1) recentExecutions(db, scope, ["hello"], 20);
    // A walk over all of them takes some 600 ms each time.
    expect((performance.now() - before) / 10).toBeLessThan(60);
  });

  test("are counted per version", () => {
    const { db, launch } = seeded;
    add("hello", "v2");
    launch("a", { created_at: 7 });
    launch("b", { created_at: 5 });
    expect(workflowVersions(db, scope, "hello")).toMatchObject([
      { version: "v2", executions: 0, last_run_at: null },
      { version: "v1", executions: 2, last_run_at: 7 },
    ]);
  });
});

test("what executions refer to is found by any number of ids", () => {
  const { db, launch, workflowId } = seeded;
  const id = launch("a");
  const row = findExecutionById(db, id);
  const names = entityNamesOf(db, row ? [row] : []);
  expect(names.workflows.get(workflowId)).toMatchObject({ name: { name: "hello", version: "v1" }, nodeCount: 1 });
  expect([names.launchPlans.size, names.tasks.size]).toEqual([0, 0]);
  const many = Array.from({ length: 100_000 }, (_, index) => index);
  expect(executionNamesOf(db, many).get(id)).toEqual({ ...scope, name: "a" });
  expect(countNodesByPhase(db, many)).toEqual([]);
  expect(db.all(db.build.selectFrom("executions").select("id").where("id", "in", idList([])))).toEqual([]);
});
