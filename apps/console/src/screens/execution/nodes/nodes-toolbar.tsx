import { copyText } from "../../../frame/notices/copy-text.ts";
import { Button } from "../../../ui/button.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { useIsNarrow } from "../../../ui/media.ts";
import { saveFile } from "../../../ui/save-file.ts";
import type { Sorting } from "../sorting.ts";
import { toCsv, toTsv } from "./node-export.ts";
import { type NodeColumn, nodeColumns } from "./sort-nodes.ts";

interface NodesToolbarProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly sorting: Sorting<NodeColumn> | undefined;
  readonly onSort: (sorting: Sorting<NodeColumn> | undefined) => void;
  readonly count: number;
  /** The rows as they are shown; asked for when they are wanted. */
  readonly table: () => readonly (readonly string[])[];
  /** Of the file they are saved in. */
  readonly fileName: string;
}

export function NodesToolbar(props: NodesToolbarProps) {
  const { filter, onFilter, sorting, onSort, count, table, fileName } = props;
  const isNarrow = useIsNarrow();
  return (
    <div className="flex h-11 flex-none items-center gap-3 border-b border-line px-4 max-md:gap-2">
      <Input
        dense
        icon="filter"
        aria-label="Filter nodes"
        placeholder="Name, id, target or status:failed"
        value={filter}
        onChange={(event) => onFilter(event.target.value)}
        className="w-75 min-w-0"
      />
      <span className="flex-none text-meta text-muted max-md:sr-only">
        {count.toLocaleString("en")} {count === 1 ? "node" : "nodes"}
      </span>
      {isNarrow ? <SortSelect sorting={sorting} onSort={onSort} /> : undefined}
      <span className="ml-auto flex flex-none items-center gap-1.5">
        <Button
          size="small"
          icon="copy"
          title="Copy the rows as they are shown, separated by tabs"
          onClick={() => copyText(toTsv(table()), "the nodes")}
        >
          Copy
        </Button>
        <Button
          size="small"
          icon="download"
          title="Save the rows as they are shown as a CSV file"
          onClick={() => saveFile(`${fileName}.csv`, "text/csv", toCsv(table()))}
        >
          CSV
        </Button>
      </span>
    </div>
  );
}

/** Cards have no heads to press. */
function SortSelect({ sorting, onSort }: Pick<NodesToolbarProps, "sorting" | "onSort">) {
  const choose = (chosen: string) => {
    const column = nodeColumns.find(({ id }) => id === chosen);
    onSort(column && { by: column.id, descending: column.descendingFirst });
  };
  return (
    <Select
      dense
      aria-label="Order of nodes"
      value={sorting?.by ?? ""}
      onChange={(event) => choose(event.target.value)}
      className="min-w-20"
    >
      <option value="">Tree order</option>
      {nodeColumns.map(({ id, text }) => (
        <option key={id} value={id}>
          By {text.toLowerCase()}
        </option>
      ))}
    </Select>
  );
}
