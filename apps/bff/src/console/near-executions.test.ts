import { afterEach, beforeEach, expect, it, test } from "vitest";
import type { Database } from "../store/database.ts";
import { insertProject } from "../store/projects.ts";
import { seededDatabase } from "../store/testing/seeded.ts";
import { nearExecutions } from "./near-executions.ts";

let db: Database;
beforeEach(() => {
  const seeded = seededDatabase();
  db = seeded.db;
  for (const identifier of ["flytesnacks", "ranking"])
    insertProject(db, { identifier, name: identifier, description: "", labels: "{}", state: 0 }, 0);
  for (const name of ["nightly-2026-11-23", "nightly-2026-11-24", "other", "a7x2k9mq4b"]) seeded.launch(name);
  for (const name of ["only-there", "nightly-2026-11-25"]) seeded.launch(name, { execution_project: "ranking" });
  seeded.launch("other", { execution_domain: "production" });
});
afterEach(() => db.close());

const near = (name: string) =>
  nearExecutions(db, { project: "flytesnacks", domain: "development", name }).executions.map(
    ({ id }) => `${id?.project}/${id?.domain}/${id?.name}`,
  );

it.each([
  // looked for → own project and domain first
  [
    "nightly-2026-11-32",
    [
      "flytesnacks/development/nightly-2026-11-23",
      "flytesnacks/development/nightly-2026-11-24",
      "ranking/development/nightly-2026-11-25",
    ],
  ],
  ["b7x2k9mq4b", ["flytesnacks/development/a7x2k9mq4b"]], // a slip at the very start
  ["a7x2", ["flytesnacks/development/a7x2k9mq4b"]], // cut short
  ["a7x2k9mq4b-and-more", ["flytesnacks/development/a7x2k9mq4b"]],
  ["A7X2K9MQ4B", ["flytesnacks/development/a7x2k9mq4b"]],
  ["othre", ["flytesnacks/development/other", "flytesnacks/production/other"]],
  ["only-there", ["ranking/development/only-there"]], // the very name, in another place
  ["quite-something-else", []],
  ["100%_", []],
  ["x".repeat(5000), []],
  ["", []],
])("for %s there are %j", (name, expected) => {
  expect(near(name)).toEqual(expected);
});

test("at most five, out of however many; nothing for a request that names nothing", () => {
  const { db: crowded, launch } = seededDatabase();
  for (let at = 0; at < 500; at += 1) launch(`run-${at}`);
  const { executions } = nearExecutions(crowded, { project: "flytesnacks", domain: "development", name: "run-5000" });
  expect(executions).toHaveLength(5);
  expect(executions[0]?.id?.name).toMatch(/^run-5?/);
  expect(nearExecutions(crowded, undefined).executions).toEqual([]);
  crowded.close();
});
