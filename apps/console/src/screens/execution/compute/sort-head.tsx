import { Icon } from "../../../ui/icon.tsx";
import type { ComputeColumn, Sorting } from "./compute-rows.ts";

interface SortHeadProps {
  readonly column: ComputeColumn;
  readonly text: string;
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting | undefined) => void;
  readonly wide?: boolean;
  readonly end?: boolean;
}

/** A head that puts rows in order: the most first, the least first, as they were. Names begin with A. */
export function SortHead({ column, text, sorting, onSort, wide = false, end = false }: SortHeadProps) {
  const own = sorting?.by === column ? sorting : undefined;
  const first = column !== "node" && column !== "attempt";
  const next = () => {
    if (!own) return { by: column, descending: first };
    return own.descending === first ? { by: column, descending: !first } : undefined;
  };
  return (
    <th
      scope="col"
      aria-sort={own ? (own.descending ? "descending" : "ascending") : "none"}
      className={`first:pl-2 ${wide ? "max-md:hidden" : ""}`}
    >
      <button
        type="button"
        onClick={() => onSort(next())}
        className={`flex h-7 w-full items-center gap-0.5 px-2 font-medium whitespace-nowrap -outline-offset-2 hover:text-fg ${end ? "justify-end" : ""} ${own ? "text-fg" : ""}`}
      >
        {text}
        {own ? <Icon name={own.descending ? "chevronDown" : "chevronUp"} size={12} /> : undefined}
      </button>
    </th>
  );
}
