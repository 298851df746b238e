import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type ExecutionRow, ExecutionRowSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { parseFilter } from "./filter.ts";
import { type Changes, changed, noChanges, shownRows } from "./live-rows.ts";

const all = parseFilter(new URLSearchParams());
const onlyRunning = parseFilter(new URLSearchParams("q=status:running"));

const row = (name: string, createdMs: number, phase = Phase.RUNNING): ExecutionRow =>
  create(ExecutionRowSchema, { id: { name }, createdAt: timestampFromMs(createdMs), phase });

const page = { executions: [row("b", 200), row("a", 100)], sequence: 10n };

const arrive = (changes: Changes, sequence: bigint, rows: ExecutionRow[], admit = true, at = 0) =>
  changed(changes, { kind: "arrived", rows, sequence, at, admit });

const names = (changes: Changes, filter = all, now = 0, of = page) =>
  shownRows(of, changes, filter, now).rows.map((shown) => shown.row.id?.name);

test("a changed row keeps its place", () => {
  const changes = arrive(noChanges, 11n, [row("a", 100, Phase.SUCCEEDED)]);
  const { rows } = shownRows(page, changes, all, 0);
  expect(rows.map((shown) => [shown.row.id?.name, shown.row.phase])).toEqual([
    ["b", Phase.RUNNING],
    ["a", Phase.SUCCEEDED],
  ]);
});

test("a message older than the page, or than what is known, changes nothing", () => {
  const late = arrive(arrive(noChanges, 12n, [row("a", 100, Phase.SUCCEEDED)]), 11n, [row("a", 100, Phase.FAILING)]);
  expect(shownRows(page, late, all, 0).rows[1]?.row.phase).toBe(Phase.SUCCEEDED);
  const stale = arrive(noChanges, 9n, [row("a", 100, Phase.SUCCEEDED)]);
  expect(shownRows(page, stale, all, 0).rows[1]?.row.phase).toBe(Phase.RUNNING);
});

test("new rows go on top, the newest first, once they are let in", () => {
  const waiting = arrive(noChanges, 11n, [row("c", 300), row("d", 400)], false);
  expect(names(waiting)).toEqual(["b", "a"]);
  expect(shownRows(page, waiting, all, 0).waiting).toBe(2);
  const admitted = changed(waiting, { kind: "admitted" });
  expect(names(admitted)).toEqual(["d", "c", "b", "a"]);
});

test("rows of later pages, and new rows on a later page, are not drawn", () => {
  expect(names(arrive(noChanges, 11n, [row("older", 50)]))).toEqual(["b", "a"]);
  expect(names(arrive(noChanges, 11n, [row("c", 300)]), { ...all, token: "50" })).toEqual(["b", "a"]);
});

test("a row that left the filter stays dimmed until the page is asked for anew, which may be after two seconds", () => {
  const changes = arrive(noChanges, 11n, [row("a", 100, Phase.SUCCEEDED)], true, 1000);
  const at = (now: number) => shownRows(page, changes, onlyRunning, now);
  expect(at(1500).rows.map((shown) => shown.leaving)).toEqual([false, true]);
  expect([at(1500).isOver, at(3500).isOver]).toEqual([false, true]);
  expect(names(changes, onlyRunning, 3500)).toEqual(["b", "a"]);
  const renewed = { executions: [row("b", 200), row("older", 50)], sequence: 12n };
  expect(shownRows(renewed, changes, onlyRunning, 3500)).toMatchObject({ isOver: false, waiting: 0 });
  expect(names(changes, onlyRunning, 3500, renewed)).toEqual(["b", "older"]);
});

test("what waits comes in with the next that may", () => {
  const waiting = arrive(noChanges, 11n, [row("c", 300)], false);
  expect(names(arrive(waiting, 12n, [row("d", 400)]))).toEqual(["d", "c", "b", "a"]);
});

test("a new row that does not fit the filter is not counted", () => {
  const changes = arrive(noChanges, 11n, [row("c", 300, Phase.QUEUED)], false);
  expect(shownRows(page, changes, onlyRunning, 0).waiting).toBe(0);
});

test("rows that only the server can place wait for it", () => {
  const changes = arrive(noChanges, 11n, [row("c", 300)]);
  expect(names(changes, parseFilter(new URLSearchParams("sort=duration")))).toEqual(["b", "a"]);
  expect(names(changes, parseFilter(new URLSearchParams("q=input.rows:4")))).toEqual(["b", "a"]);
});

test("an asked-again page has the last word on what it shows", () => {
  const changes = arrive(noChanges, 11n, [row("a", 100, Phase.SUCCEEDED)]);
  const renewed = { executions: [row("a", 100, Phase.FAILED)], sequence: 11n };
  expect(shownRows(renewed, changes, all, 0).rows[0]?.row.phase).toBe(Phase.FAILED);
});
