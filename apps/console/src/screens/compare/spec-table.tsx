import { Button } from "../../ui/button.tsx";
import { isOnly, type NodeRow } from "./node-rows.ts";
import { NodeCell, VirtualTable } from "./virtual-table.tsx";

interface SpecTableProps {
  readonly rows: readonly NodeRow[];
  readonly sides: readonly string[];
  readonly none: string;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

/** Which nodes say something else, and in what; each leads to its text. */
export function SpecTable({ rows, sides, none, selected, onSelect }: SpecTableProps) {
  return (
    <VirtualTable
      label="Specs"
      none={none}
      rows={rows}
      rowOf={(row) => row}
      selected={selected}
      columns={[
        { key: "node", head: "Node", width: 120, share: 1 },
        { key: "parts", head: "Differs in", width: 110, share: 1.6 },
        { key: "diff", head: <span className="sr-only">Text</span>, width: 104, align: "right" },
      ]}
    >
      {(row) => {
        const said = saidOf(row, sides);
        return (
          <>
            <NodeCell row={row} onSelect={onSelect} />
            <td className="truncate text-muted" title={said}>
              {row.node.specParts.length > 0 && !isOnly(row) ? <span className="mono">{said}</span> : said}
            </td>
            <td className="text-right">
              <Button size="small" aria-label={`Show diff of ${row.node.name}`} onClick={() => onSelect(row.node.path)}>
                Show diff
              </Button>
            </td>
          </>
        );
      }}
    </VirtualTable>
  );
}

function saidOf(row: NodeRow, sides: readonly string[]): string {
  const { cells, specParts } = row.node;
  if (isOnly(row)) return `only in ${sides.filter((_, side) => cells[side]?.inGraph).join(", ")}`;
  if (specParts.length > 0) return specParts.join(", ");
  return row.differences.includes("spec") ? "spec" : "nothing";
}

/** Other specs first, then what only some have; each keeps its order. */
export function specFirst(rows: readonly NodeRow[]): NodeRow[] {
  const rank = (row: NodeRow) => (row.differences.includes("spec") ? 0 : isOnly(row) ? 1 : 2);
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

export const isSpecDifferent = (row: NodeRow): boolean => row.differences.includes("spec") || isOnly(row);
