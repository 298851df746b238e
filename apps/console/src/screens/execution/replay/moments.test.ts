import { describe, expect, test } from "vitest";
import { looks } from "../../../flyte/phase-look.ts";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { seedView } from "../../../testing/seed-run.ts";
import { type Moment, marksOf, momentsOf, nextMoment } from "./moments.ts";
import { viewAt } from "./view-at.ts";

const moment = (at: number, end?: Moment["end"], isNode = true): Moment => ({ at, path: "n", end, isNode });

describe("what the scrubber draws and steps along", () => {
  const all = [moment(10), moment(20, looks.succeeded), moment(20, looks.failed), moment(30)];

  test.each([
    [5, 1, 10],
    [10, 1, 20],
    [30, 1, undefined],
    [20, -1, 10],
    [10, -1, undefined],
  ] as const)("from %i by %i", (at, direction, expected) => {
    expect(nextMoment(all, at, direction)?.at).toBe(expected);
  });

  test("a stretch shows how much happened in it, and the failure before the success", () => {
    const marks = marksOf(all, 0, 40, 4);
    expect(marks.map(({ index, count, end }) => [index, count, end?.word])).toEqual([
      [1, 1, undefined],
      [2, 2, "Failed"],
      [3, 1, undefined],
    ]);
  });

  test("times beyond the track belong to its ends", () => {
    expect(marksOf([moment(-5), moment(99)], 0, 40, 4).map(({ index }) => index)).toEqual([0, 3]);
  });
});

test("at every moment of a run no more has begun than later, and at its end all is as it is", () => {
  const [row] = seedExecutions(1);
  if (!row) throw new Error("no row");
  const view = seedView(row);
  const moments = momentsOf(view.nodes);
  let before = -1;
  for (const { at } of moments) {
    const seen = viewAt(view, at).nodes.length;
    expect(seen).toBeGreaterThanOrEqual(before);
    before = seen;
  }
  expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(viewAt(view, 0).nodes).toEqual([]);
});
