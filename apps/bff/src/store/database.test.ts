import { expect, test, vi } from "vitest";
import { type Commit, openDatabase } from "./database.ts";
import { allProjects, insertProject } from "./projects.ts";

const project = (identifier: string) => ({ identifier, name: identifier, description: "", labels: "{}", state: 0 });

test("a transaction inside another is part of it: both or neither", () => {
  const db = openDatabase(":memory:");
  const commits: Commit[] = [];
  db.onCommit((commit) => commits.push(commit));
  expect(() =>
    db.transaction((outer) => {
      db.transaction((inner) => {
        expect(inner).toBe(outer);
        insertProject(db, project("one"), 1);
        inner.touchExecution(1);
      });
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(allProjects(db)).toEqual([]);
  expect(commits).toEqual([]);
  expect(db.sequence()).toBe(0);
});

test("what nobody watches takes no number of the sequence", () => {
  const db = openDatabase(":memory:");
  db.transaction(() => insertProject(db, project("one"), 1));
  expect(db.sequence()).toBe(0);
  db.transaction((change) => change.touchEntities({ project: "one", domain: "development" }));
  expect(db.sequence()).toBe(1);
});

test("a listener sees the change committed, each thing named once, and nothing after it left", () => {
  const db = openDatabase(":memory:");
  const commits: Commit[] = [];
  const leave = db.onCommit((commit) => {
    expect(db.sequence()).toBe(commit.sequence);
    commits.push(commit);
  });
  const touch = () =>
    db.transaction((change) => {
      for (const id of [7, 7, 8]) change.touchExecution(id);
    });
  touch();
  leave();
  touch();
  expect(commits).toEqual([{ sequence: 1, executionIds: [7, 8], entityScopes: [] }]);
});

test("a listener that throws neither undoes the commit nor keeps it from the others", () => {
  const later = vi.spyOn(globalThis, "queueMicrotask").mockImplementation(() => {});
  const db = openDatabase(":memory:");
  const seen: number[] = [];
  db.onCommit(() => {
    throw new Error("a bug");
  });
  db.onCommit((commit) => seen.push(commit.sequence));
  db.transaction((change) => change.touchExecution(1));
  expect(seen).toEqual([1]);
  expect(db.sequence()).toBe(1);
  expect(later).toHaveBeenCalledOnce();
  later.mockRestore();
});

test("text is compared as PostgreSQL does: case counts", () => {
  const db = openDatabase(":memory:");
  insertProject(db, project("one"), 1);
  const like = (pattern: string) =>
    db.all(db.build.selectFrom("projects").select("id").where("identifier", "like", pattern)).length;
  expect([like("%NE%"), like("%ne%")]).toEqual([0, 1]);
});
