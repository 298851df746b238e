import { create } from "@bufbuild/protobuf";
import { IdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { SpecEntity } from "@skein/spec/spec-entity";
import { describe, expect, test } from "vitest";
import {
  addTask,
  addWorkflow,
  containerOf,
  launchPlanId,
  sumLaunchPlan,
  taskId,
  workflowId,
} from "../rpc/testing/specs.ts";
import { type Commit, openDatabase } from "../store/database.ts";
import { findLaunchPlan } from "../store/launch-plans.ts";
import { findTask } from "../store/tasks.ts";
import { seedProjects } from "./domains.ts";
import { compareAll, type EntityOutcome, registerAll } from "./register-all.ts";

const task: SpecEntity = { kind: "task", id: taskId("add"), spec: addTask() };
const workflow: SpecEntity = { kind: "workflow", id: workflowId("sum"), spec: addWorkflow() };
const launchPlan: SpecEntity = { kind: "launchPlan", id: launchPlanId("sum"), spec: sumLaunchPlan() };
/** The worst order: everything stands before what it needs. */
const upload = [launchPlan, workflow, task];

const broken: SpecEntity = {
  kind: "task",
  id: taskId("add"),
  spec: addTask((template) => {
    template.target = containerOf({ image: "", command: ["sh"] });
  }),
};

function freshDatabase() {
  const db = openDatabase(":memory:");
  seedProjects(db, 0);
  return db;
}

const changes = (outcomes: readonly EntityOutcome[]) => outcomes.map((each) => each.comparison?.change);
const codes = (outcomes: readonly EntityOutcome[]) =>
  outcomes.map((each) => each.diagnostics.map((found) => found.code));

describe("registering a batch", () => {
  test("takes entities in any order, and answers in the order given", () => {
    const db = freshDatabase();
    const commits: Commit[] = [];
    db.onCommit((commit) => commits.push(commit));
    const { registered, outcomes } = registerAll(db, upload, "flyte-1.16", 1);
    expect(registered).toBe(true);
    expect(changes(outcomes)).toEqual(["new", "new", "new"]);
    expect(outcomes.map((each) => each.id)).toEqual(upload.map((each) => each.id));
    expect(findLaunchPlan(db, launchPlanId("sum"))).toBeDefined();
    expect(commits).toMatchObject([{ entityScopes: [{ project: "flytesnacks", domain: "development" }] }]);
  });

  test("the same upload again changes nothing", () => {
    const db = freshDatabase();
    registerAll(db, upload, "flyte-1.16", 1);
    const before = db.sequence();
    const { registered, outcomes } = registerAll(db, upload, "flyte-1.16", 2);
    expect(registered).toBe(true);
    expect(changes(outcomes)).toEqual(["same", "same", "same"]);
    expect(db.sequence()).toBe(before);
  });

  test("one entity in conflict keeps all others out", () => {
    const db = freshDatabase();
    registerAll(db, [task], "flyte-1.16", 1);
    const other: SpecEntity = {
      ...task,
      spec: addTask((template) => {
        template.type = "python-task";
      }),
    };
    const { registered, outcomes } = registerAll(db, [other, workflow, launchPlan], "flyte-1.16", 2);
    expect(registered).toBe(false);
    expect(changes(outcomes)).toEqual(["conflict", "new", "new"]);
    expect(outcomes[0]?.comparison?.differences).toEqual([
      { path: "/template/type", old: '"raw-container"', new: '"python-task"' },
    ]);
    expect(findLaunchPlan(db, launchPlanId("sum"))).toBeUndefined();
  });

  test("a new version tells what else changed", () => {
    const db = freshDatabase();
    registerAll(db, [task], "flyte-1.16", 1);
    const spec = addTask((template) => {
      template.target = containerOf({ image: "busybox:2", command: ["sh"], args: ["-c", "true"] });
    });
    const [outcome] = registerAll(db, [{ kind: "task", id: taskId("add", "v2"), spec }], "flyte-1.16", 2).outcomes;
    expect(outcome?.comparison).toEqual({
      change: "changed",
      differences: [{ path: "/template/container/image", old: '"busybox:1.36"', new: '"busybox:2"' }],
    });
  });
});

describe("checking a batch", () => {
  test("writes nothing, and says what registering would do", () => {
    const db = freshDatabase();
    const outcomes = compareAll(db, upload, "flyte-1.16");
    expect(changes(outcomes)).toEqual(["new", "new", "new"]);
    expect(outcomes[1]?.closure?.primary?.template?.nodes).toHaveLength(3);
    expect(findTask(db, taskId("add"))).toBeUndefined();
  });

  test("a mistake in a task is reported at the task, once, and not at its users", () => {
    const outcomes = compareAll(freshDatabase(), [broken, launchPlan], "flyte-1.16");
    expect(codes(outcomes)).toEqual([["ValueRequired"], ["WorkflowReferenceNotFound"]]);
    expect(changes(outcomes)).toEqual([undefined, undefined]);
    expect(outcomes[0]?.diagnostics[0]).toMatchObject({ entity: "flytesnacks:development:add:v1" });
  });

  test("what is missing everywhere is reported where it is named", () => {
    const outcomes = compareAll(freshDatabase(), [workflow], "flyte-1.16");
    expect(codes(outcomes)[0]).toContain("TaskReferenceNotFound");
    expect(registerAll(freshDatabase(), [workflow], "flyte-1.16", 1).registered).toBe(false);
  });

  test("references reach into the store", () => {
    const db = freshDatabase();
    registerAll(db, [task], "flyte-1.16", 1);
    expect(changes(compareAll(db, [workflow], "flyte-1.16"))).toEqual(["new"]);
  });

  test("one id twice is refused the second time", () => {
    expect(codes(compareAll(freshDatabase(), [task, task], "flyte-1.16"))).toEqual([[], ["DuplicateEntity"]]);
  });

  test("an incomplete id is refused", () => {
    expect(codes(compareAll(freshDatabase(), [{ ...task, id: taskId("add", "") }], "flyte-1.16"))).toEqual([
      ["MissingField"],
    ]);
  });

  test("a project that is not there is refused as a whole", () => {
    const id = create(IdentifierSchema, { ...taskId("add"), project: "nope" });
    expect(() => compareAll(freshDatabase(), [{ ...task, id }], "flyte-1.16")).toThrow("project [nope] not found");
  });
});
