import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type CSSProperties, memo, useMemo, useState } from "react";
import { Link } from "react-router";
import { executionPath } from "../../paths.ts";
import { IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { SelectBox } from "./bulk/select-box.tsx";
import type { Selection } from "./bulk/use-selection.ts";
import { ColumnHandle } from "./column-handle.tsx";
import { type ColumnLayout, narrowest, pinnedLefts, widthOf } from "./column-layout.ts";
import { type Column, type ColumnId, columns } from "./columns.tsx";
import type { Sort } from "./filter.ts";
import type { ShownRow } from "./live-rows.ts";

interface ExecutionTableProps {
  readonly rows: readonly ShownRow[];
  readonly layout: ColumnLayout;
  /** The columns were chosen: none gives way on a narrow screen. */
  readonly areChosen: boolean;
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
  const { rows, areChosen, sort } = props;
  const [dragged, setDragged] = useState<{ readonly id: ColumnId; readonly width: number }>();
  const layout = useMemo(() => withWidth(props.layout, dragged), [props.layout, dragged]);
  const lefts = useMemo(() => pinnedLefts(layout), [layout]);
  const drawn = layout.ids.flatMap((id) => columns.get(id) ?? []);
  const hides = (column: Column) => (areChosen ? "" : (column.yields ?? ""));
  const { names, isAll, onToggle, onPage } = props.selection;
  const chosen = rows.filter(({ row }) => names.has(row.id?.name ?? "")).length;
  return (
    <Table aria-label="Executions" className="table-fixed" style={{ minWidth: narrowest(layout, areChosen) }}>
      <thead>
        <tr>
          <Th className={`w-9 pr-0 ${lefts.size > 0 ? "sticky left-0 z-2" : ""}`}>
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
              style={{
                ...(column.id === "workflow" && layout.widths.workflow === undefined
                  ? {}
                  : { width: widthOf(column.id, layout) }),
                ...pinStyle(lefts.get(column.id)),
              }}
              className={`${lefts.has(column.id) ? "sticky z-2" : "relative"} ${hides(column)} ${column.id === "duration" ? "pl-4" : ""}`}
            >
              <Head column={column} sort={sort} onSort={props.onSort} />
              <ColumnHandle
                title={column.title}
                width={widthOf(column.id, layout)}
                onDrag={(width) => setDragged(width === undefined ? undefined : { id: column.id, width })}
                onResize={(width) => {
                  setDragged(undefined);
                  props.onResize(column.id, width);
                }}
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
            drawn={layout.ids}
            lefts={lefts}
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

const withWidth = (
  layout: ColumnLayout,
  dragged: { readonly id: ColumnId; readonly width: number } | undefined,
): ColumnLayout => (dragged ? { ...layout, widths: { ...layout.widths, [dragged.id]: dragged.width } } : layout);

/** Borders that are shared do not stay with a cell: shadows stand for them. */
const pinStyle = (left: number | undefined): CSSProperties =>
  left === undefined ? {} : { left, boxShadow: "1px 0 0 var(--color-line), inset 0 -1px 0 var(--color-line)" };

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
  /** Of pinned columns. */
  readonly lefts: ReadonlyMap<ColumnId, number>;
  readonly areChosen: boolean;
  readonly medianMs: number | undefined;
  readonly isPeeked: boolean;
  readonly onPeek: (name: string) => void;
  readonly isSelected: boolean;
  readonly onSelect: Selection["onToggle"];
}

const Row = memo(function Row(props: RowProps) {
  const { row, leaving, drawn, lefts, areChosen, medianMs, isPeeked, onPeek, isSelected, onSelect } = props;
  const name = row.id?.name ?? "";
  const ground = isSelected
    ? "bg-accent-tint"
    : isPeeked
      ? "bg-hover"
      : "bg-surface focus-within:bg-hover hover:bg-hover";
  const to = row.id ? executionPath(row.id) : "";
  return (
    <tr data-name={name} className={`group/row relative transition-opacity ${ground} ${leaving ? "opacity-40" : ""}`}>
      <Td className={`py-0 pr-0 ${lefts.size > 0 ? "sticky left-0 z-2 bg-inherit" : ""}`}>
        <SelectBox label={`Select ${name}`} isOn={isSelected} onChange={(withRange) => onSelect(name, withRange)} />
      </Td>
      {drawn.map((id) => {
        const column = columns.get(id);
        if (!column) return undefined;
        const hides = areChosen ? "" : (column.yields ?? "");
        const left = lefts.get(id);
        return (
          <Td
            key={id}
            numeric={column.numeric ?? false}
            style={pinStyle(left)}
            className={`overflow-hidden text-ellipsis ${hides} ${id === "duration" ? "pl-4" : ""} ${left === undefined ? "" : "sticky z-2 bg-inherit"}`}
          >
            {column.cell(row, { medianMs })}
            {left === undefined || id === "name" ? undefined : <Cover to={to} />}
          </Td>
        );
      })}
      <Td className="py-0">
        {lefts.has("name") ? <Cover to={to} /> : undefined}
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

/**
 * The name's link reaches over its row, but not out of a pinned cell, nor into one: there this does what a press on the
 * row does.
 */
function Cover({ to }: { readonly to: string }) {
  return <Link to={to} tabIndex={-1} aria-hidden="true" className="absolute inset-0" />;
}
