import type { AttemptRow, Attempts } from "./attempt-rows.ts";
import { NodeCell, NotThere, ROW, sideColumns, VirtualTable } from "./virtual-table.tsx";

interface AttemptsTableProps {
  readonly rows: readonly AttemptRow[];
  readonly sides: readonly string[];
  readonly none: string;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

const LINE = 18;

/** Attempts of each execution, with the error of each that ended badly. */
export function AttemptsTable({ rows, sides, none, selected, onSelect }: AttemptsTableProps) {
  return (
    <VirtualTable
      label="Attempts"
      none={none}
      rows={rows}
      rowOf={({ row }) => row}
      heightOf={({ attempts }) => ROW + LINE * Math.max(...attempts.map((each) => each?.errors.length ?? 0))}
      selected={selected}
      columns={[{ key: "node", head: "Node", width: 140, share: 1 }, ...sideColumns(sides, { width: 160, share: 1.6 })]}
    >
      {({ row, attempts, isDifferent }) => (
        <>
          <NodeCell row={row} onSelect={onSelect} />
          {attempts.map((each, side) => (
            <td key={sides[side] ?? side} className={isDifferent ? "font-strong" : "text-muted"}>
              {!row.node.cells[side]?.inGraph ? (
                <NotThere />
              ) : each ? (
                <AttemptsCell attempts={each} />
              ) : (
                <span className="font-normal text-faint">not yet</span>
              )}
            </td>
          ))}
        </>
      )}
    </VirtualTable>
  );
}

function AttemptsCell({ attempts: { count, most, errors } }: { readonly attempts: Attempts }) {
  return (
    <>
      <span className="tabular-nums">
        {count}/{most}
      </span>
      {errors.length > 0 ? (
        <ol className="font-normal">
          {errors.map(({ attempt, head }) => (
            <li key={attempt} title={head} className="truncate text-meta leading-4.5 text-muted">
              <span className="text-faint">attempt {attempt}: </span>
              {head}
            </li>
          ))}
        </ol>
      ) : undefined}
    </>
  );
}
