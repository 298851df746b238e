import type { ColumnStats, TableColumn, TablePreview, TableRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type ReactNode, useState } from "react";
import { ScrollBox } from "../../ui/scroll-box.tsx";

/** Rows and columns that are drawn at first; the rest is a press away. */
const FIRST_ROWS = 50;
const FIRST_COLUMNS = 30;

/** The first rows of a table; each column says what the whole of it holds. */
export function TableViewer({ table }: { readonly table: TablePreview }) {
  const [isLong, setIsLong] = useState(table.rows.length <= FIRST_ROWS);
  const [isWide, setIsWide] = useState(table.columns.length <= FIRST_COLUMNS);
  if (table.columns.length === 0) return <p className="p-2.5 text-meta text-muted">The table is empty.</p>;
  const columns = isWide ? table.columns : table.columns.slice(0, FIRST_COLUMNS);
  const rows = isLong ? table.rows : table.rows.slice(0, FIRST_ROWS);
  return (
    <>
      <ScrollBox role="region" aria-label="Table" className="max-h-96 overflow-auto">
        <table className="w-full border-separate border-spacing-0 text-meta">
          <thead>
            <tr>
              {columns.map((column, at) => (
                <Head key={at} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <Row key={at} row={row} columns={columns} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p className="flex min-h-7 flex-wrap items-center gap-x-3 border-t border-line px-2.5 py-1 text-axis text-muted">
        <span>{countOf(table)}</span>
        {isLong ? undefined : (
          <More onClick={() => setIsLong(true)}>{(table.rows.length - FIRST_ROWS).toLocaleString("en")} more rows</More>
        )}
        {isWide ? undefined : (
          <More onClick={() => setIsWide(true)}>
            {(table.columns.length - FIRST_COLUMNS).toLocaleString("en")} more columns
          </More>
        )}
      </p>
      {table.notes.length > 0 ? (
        <ul className="border-t border-line px-2.5 py-1 text-axis text-muted">
          {table.notes.map((note) => (
            <li key={note} className="wrap-anywhere">
              {note}.
            </li>
          ))}
        </ul>
      ) : undefined}
    </>
  );
}

function More({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className="min-h-6 font-medium text-accent hover:underline">
      {children}
    </button>
  );
}

const isNumeric = ({ type }: TableColumn): boolean => type === "int" || type === "float";

function Head({ column }: { readonly column: TableColumn }) {
  const { name, type, stats } = column;
  const side = isNumeric(column) ? "items-end text-right" : "items-start text-left";
  return (
    <th
      scope="col"
      className="sticky top-0 z-10 border-b border-line bg-raised px-2.5 py-1 align-top text-axis font-normal whitespace-nowrap text-faint"
    >
      <span className={`flex flex-col *:max-w-60 *:truncate ${side}`}>
        <span className="mono text-meta font-strong text-fg" title={name}>
          {name || "unnamed"}
        </span>
        <span>{[type || "no values", rangeOf(column)].filter(Boolean).join(" · ")}</span>
        <span>{stats ? countsOf(stats) : "not counted"}</span>
        {stats?.mean === undefined ? undefined : <span>mean {formatMean(stats.mean)}</span>}
      </span>
    </th>
  );
}

function rangeOf({ stats }: TableColumn): string {
  if (stats?.min === undefined || stats.max === undefined) return "";
  return stats.min === stats.max ? short(stats.min) : `${short(stats.min)} – ${short(stats.max)}`;
}

function countsOf({ nulls, distinct }: ColumnStats): string {
  const empty = nulls > 0n ? `${nulls.toLocaleString("en")} empty` : "none empty";
  return distinct === undefined ? empty : `${empty} · ${distinct >= 1000 ? "1,000 or more" : distinct} distinct`;
}

const formatMean = (mean: number): string => mean.toLocaleString("en", { maximumSignificantDigits: 4 });

const short = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);

function Row({ row, columns }: { readonly row: TableRow; readonly columns: readonly TableColumn[] }) {
  return (
    <tr className="hover:bg-hover">
      {columns.map((column, at) => {
        const text = row.cells[at]?.text;
        return (
          <td
            key={at}
            className={`mono max-w-80 truncate border-b border-line px-2.5 py-0.5 ${isNumeric(column) ? "text-right" : "text-left"}`}
            title={text !== undefined && text.length > 40 ? text : undefined}
          >
            {text === undefined ? <span className="text-faint">–</span> : text}
          </td>
        );
      })}
    </tr>
  );
}

function countOf({ rows, totalRows }: TablePreview): string {
  const shown = rows.length.toLocaleString("en");
  if (totalRows === undefined) return `first ${shown} rows`;
  const total = totalRows.toLocaleString("en");
  if (BigInt(rows.length) < totalRows) return `first ${shown} of ${total} rows`;
  return `${total} ${totalRows === 1n ? "row" : "rows"}`;
}
