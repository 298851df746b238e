import { Icon } from "../../ui/icon.tsx";
import { nextSorting, type Sorting } from "./sorting.ts";

interface SortHeadProps<Column extends string> {
  readonly column: Column;
  readonly text: string;
  readonly sorting: Sorting<Column> | undefined;
  readonly onSort: (sorting: Sorting<Column> | undefined) => void;
  /** The first press puts the most first. */
  readonly descendingFirst?: boolean;
  readonly wide?: boolean;
  readonly end?: boolean;
}

/** A head that puts rows in order: one way, the other way, as they were. */
export function SortHead<Column extends string>(props: SortHeadProps<Column>) {
  const { column, text, sorting, onSort, descendingFirst = false, wide = false, end = false } = props;
  const own = sorting?.by === column ? sorting : undefined;
  return (
    <th
      scope="col"
      aria-sort={own ? (own.descending ? "descending" : "ascending") : "none"}
      className={`first:pl-2 ${wide ? "max-md:hidden" : ""}`}
    >
      <button
        type="button"
        onClick={() => onSort(nextSorting(sorting, column, descendingFirst))}
        className={`flex h-7 w-full items-center gap-0.5 px-2 font-medium whitespace-nowrap -outline-offset-2 hover:text-fg ${end ? "justify-end" : ""} ${own ? "text-fg" : ""}`}
      >
        {text}
        {own ? <Icon name={own.descending ? "chevronDown" : "chevronUp"} size={12} /> : undefined}
      </button>
    </th>
  );
}
