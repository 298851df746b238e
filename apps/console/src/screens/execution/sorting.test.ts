import fc from "fast-check";
import { expect, test } from "vitest";
import { nextSorting, sortedBy } from "./sorting.ts";

test("what is not known stands last either way, and equals stay as they were", () => {
  const rows = [{ v: 2 }, { v: undefined }, { v: 1, is: "first" }, { v: 1, is: "second" }];
  const order = (descending: boolean) => sortedBy(rows, ({ v }) => v, descending).map((row) => rows.indexOf(row));
  expect(order(false)).toEqual([2, 3, 0, 1]);
  expect(order(true)).toEqual([0, 2, 3, 1]);
});

test("names are ordered as people count", () => {
  expect(sortedBy(["task_10", "Task_2", "task_1"], (name) => name, false)).toEqual(["task_1", "Task_2", "task_10"]);
});

test("no row is lost or made", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { nil: undefined })), fc.boolean(), (values, descending) => {
      const sorted = sortedBy(values, (value) => value, descending);
      expect(sorted.toSorted()).toEqual(values.toSorted());
      expect(sorted.indexOf(undefined)).toBe(
        values.includes(undefined) ? values.filter((v) => v !== undefined).length : -1,
      );
    }),
  );
});

test.each([
  [false, ["ascending", "descending", "none", "ascending"]],
  [true, ["descending", "ascending", "none", "descending"]],
])("presses go round; the most first: %s", (descendingFirst, expected) => {
  let sorting: ReturnType<typeof nextSorting<"a">>;
  const seen = expected.map(() => {
    sorting = nextSorting(sorting, "a", descendingFirst);
    return sorting ? (sorting.descending ? "descending" : "ascending") : "none";
  });
  expect(seen).toEqual(expected);
  expect(nextSorting<"a" | "b">({ by: "b", descending: false }, "a", descendingFirst)?.by).toBe("a");
});
