import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { memo } from "react";
import { IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { SelectBox } from "./bulk/select-box.tsx";
import type { Selection } from "./bulk/use-selection.ts";
import { ColumnHandle } from "./column-handle.tsx";
import { type Column, type ColumnId, columns } from "./columns.tsx";
import type { Sort } from "./filter.ts";
import type { ShownRow } from "./live-rows.ts";

interface ExecutionTableProps {
  readonly rows: readonly ShownRow[];
  readonly shown: readonly ColumnId[];
  /** They were chosen: none gives way on a narrow screen. */
  readonly areChosen: boolean;
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
  readonly onResize: (id: ColumnId, width: number) => void;
  readonly sort: Sort;
  readonly onSort: (by: Sort["by"]) => void;
  readonly medians: ReadonlyMap<string, number>;
  readonly peeked: string;
  readonly onPeek: (name: string) => void;
  readonly selection: Selection;
}

/** The list as a table: one row per execution, the whole row opens it. */
export function ExecutionTable(props: ExecutionTableProps) {
  const { rows, shown, areChosen, widths, sort } = props;
  const drawn = shown.flatMap((id) => columns.get(id) ?? []);
  const hides = (column: Column) => (areChosen ? "" : (column.yields ?? ""));
  const { names, isAll, onToggle, onPage } = props.selection;
  const chosen = rows.filter(({ row }) => names.has(row.id?.name ?? "")).length;
  return (
    <Table aria-label="Executions" className="table-fixed" style={{ minWidth: narrowest(drawn, widths) }}>
      <thead>
        <tr>
          <Th className="w-9 pr-0">
            <SelectBox
              label="Select all on this page"
              isOn={isAll || (chosen === rows.length && chosen > 0)}
              isPart={chosen > 0}
              onChange={onPage}
            />
          </Th>
          {drawn.map((column) => (
            <Th
              key={column.id}
              numeric={column.numeric ?? false}
              aria-sort={ariaSort(column, sort)}
              style={
                column.id === "workflow" && widths.workflow === undefined ? {} : { width: widthOf(column, widths) }
              }
              className={`relative ${hides(column)} ${column.id === "duration" ? "pl-4" : ""}`}
            >
              <Head column={column} sort={sort} onSort={props.onSort} />
              <ColumnHandle
                title={column.title}
                width={widthOf(column, widths)}
                onResize={(width) => props.onResize(column.id, width)}
              />
            </Th>
          ))}
          <Th className="w-12">
            <span className="sr-only">Peek</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ row, leaving }) => (
          <Row
            key={row.id?.name}
            row={row}
            leaving={leaving}
            drawn={shown}
            areChosen={areChosen}
            medianMs={props.medians.get(row.workflow?.name ?? "")}
            isPeeked={props.peeked === row.id?.name}
            onPeek={props.onPeek}
            isSelected={isAll || names.has(row.id?.name ?? "")}
            onSelect={onToggle}
          />
        ))}
      </tbody>
    </Table>
  );
}

const widthOf = (column: Column, widths: ExecutionTableProps["widths"]) => widths[column.id] ?? column.width;

/** Narrower than that, it scrolls sideways rather than squeeze what is in it. */
function narrowest(drawn: readonly Column[], widths: ExecutionTableProps["widths"]): number {
  return drawn
    .filter((column) => column.yields === undefined)
    .reduce((sum, column) => sum + (column.id === "workflow" ? (widths.workflow ?? 180) : widthOf(column, widths)), 84);
}

function ariaSort({ sort: by }: Column, sort: Sort): "ascending" | "descending" | undefined {
  if (by === undefined || by !== sort.by) return undefined;
  return sort.isAscending ? "ascending" : "descending";
}

interface HeadProps {
  readonly column: Column;
  readonly sort: Sort;
  readonly onSort: (by: Sort["by"]) => void;
}

function Head({ column, sort, onSort }: HeadProps) {
  const { sort: by, title, id } = column;
  const detail = id === "duration" ? <span className="max-lg:hidden"> | usual</span> : undefined;
  if (by === undefined) return title;
  const isSorted = by === sort.by;
  return (
    <button
      type="button"
      onClick={() => onSort(by)}
      title={`Sort by ${title.toLowerCase()}`}
      className={`inline-flex h-6 items-center gap-1 rounded-chip align-middle hover:text-fg ${isSorted ? "text-fg" : ""}`}
    >
      {isSorted ? <Icon name={sort.isAscending ? "chevronUp" : "chevronDown"} size={12} /> : undefined}
      {title}
      {detail}
    </button>
  );
}

interface RowProps {
  readonly row: ExecutionRow;
  readonly leaving: boolean;
  readonly drawn: readonly ColumnId[];
  readonly areChosen: boolean;
  readonly medianMs: number | undefined;
  readonly isPeeked: boolean;
  readonly onPeek: (name: string) => void;
  readonly isSelected: boolean;
  readonly onSelect: Selection["onToggle"];
}

const Row = memo(function Row(props: RowProps) {
  const { row, leaving, drawn, areChosen, medianMs, isPeeked, onPeek, isSelected, onSelect } = props;
  const name = row.id?.name ?? "";
  const ground = isSelected ? "bg-accent-tint" : isPeeked ? "bg-hover" : "focus-within:bg-hover hover:bg-hover";
  return (
    <tr data-name={name} className={`relative transition-opacity ${ground} ${leaving ? "opacity-40" : ""}`}>
      <Td className="py-0 pr-0">
        <SelectBox label={`Select ${name}`} isOn={isSelected} onChange={(withRange) => onSelect(name, withRange)} />
      </Td>
      {drawn.map((id) => {
        const column = columns.get(id);
        if (!column) return undefined;
        const hides = areChosen ? "" : (column.yields ?? "");
        return (
          <Td
            key={id}
            numeric={column.numeric ?? false}
            className={`overflow-hidden text-ellipsis ${hides} ${id === "duration" ? "pl-4" : ""}`}
          >
            {column.cell(row, { medianMs })}
          </Td>
        );
      })}
      <Td className="py-0">
        <IconButton
          icon="panel"
          size="small"
          label={`Peek at ${name}`}
          aria-pressed={isPeeked}
          onClick={() => onPeek(name)}
          className="relative z-1"
        />
      </Td>
    </tr>
  );
});
