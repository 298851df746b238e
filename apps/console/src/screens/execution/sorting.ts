/** The order that a press on a column's head puts rows in. */
export interface Sorting<Column extends string> {
  readonly by: Column;
  readonly descending: boolean;
}

type Value = number | string | undefined;

const words = new Intl.Collator("en", { numeric: true });

/** What is not known stands last either way; equals stay as they were. */
export function sortedBy<Row>(rows: readonly Row[], measure: (row: Row) => Value, descending: boolean): Row[] {
  const turn = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: measure(row) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined);
      return turn * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

function compare(a: number | string, b: number | string): number {
  return typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b));
}

/** What the next press on a head asks for: its first order, the other one, and then none. */
export function nextSorting<Column extends string>(
  sorting: Sorting<Column> | undefined,
  column: Column,
  descendingFirst: boolean,
): Sorting<Column> | undefined {
  if (sorting?.by !== column) return { by: column, descending: descendingFirst };
  return sorting.descending === descendingFirst ? { by: column, descending: !descendingFirst } : undefined;
}
