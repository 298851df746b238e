import { LiteralView } from "../../flyte/literal-view.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { SideLetter } from "./side-heads.tsx";
import type { ValueRow } from "./value-rows.ts";
import { SameSign } from "./verdict.tsx";

interface ValuesTableProps {
  readonly label: string;
  readonly rows: readonly ValueRow[];
  readonly sides: readonly string[];
  /** What stands in place of no rows. */
  readonly none: string;
}

/** Values of one name side by side; a difference is ink, never a colour of a phase. */
export function ValuesTable({ label, rows, sides, none }: ValuesTableProps) {
  if (rows.length === 0) return <p className="p-4 text-muted">{none}</p>;
  return (
    <ScrollBox className="overflow-x-auto">
      <Table aria-label={label}>
        <thead>
          <tr>
            <Th>Name</Th>
            {sides.map((side) => (
              <Th key={side}>
                <SideLetter name={side} />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values, isDifferent }) => (
            <tr key={name} className="align-baseline">
              <Td className="mono">
                <span className="inline-flex items-center gap-1.5">
                  {isDifferent ? <Icon name="pen" size={12} label="Differs" /> : <SameSign />}
                  <span className={isDifferent ? "font-strong" : "text-muted"}>{name}</span>
                </span>
              </Td>
              {values.map((literal, index) => (
                <Td key={sides[index] ?? index} className="max-w-80 py-1.5 whitespace-normal">
                  {literal ? <LiteralView literal={literal} /> : <span className="text-faint">not given</span>}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollBox>
  );
}
