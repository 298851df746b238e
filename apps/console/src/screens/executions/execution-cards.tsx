import { Link } from "react-router";
import { Version } from "../../flyte/identifier.tsx";
import { NodeBar, nodeCountsText } from "../../flyte/node-bar.tsx";
import { PhaseText } from "../../flyte/phase-badge.tsx";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { Duration, RelativeTime } from "../../flyte/time.tsx";
import { executionPath } from "../../paths.ts";
import { SelectBox } from "./bulk/select-box.tsx";
import type { Selection } from "./bulk/use-selection.ts";
import type { ShownRow } from "./live-rows.ts";

interface ExecutionCardsProps {
  readonly rows: readonly ShownRow[];
  readonly selection: Selection;
}

/** The list on a phone: three lines per execution, the whole card opens it; a box at its edge selects it. */
export function ExecutionCards({ rows, selection }: ExecutionCardsProps) {
  return (
    <ul aria-label="Executions">
      {rows.map(({ row, leaving }) => {
        const { id, workflow, nodes, phase } = row;
        if (!id) return undefined;
        const ongoing = isOngoing(phase);
        const isSelected = selection.isAll || selection.names.has(id.name);
        return (
          <li
            key={id.name}
            data-name={id.name}
            className={`flex border-b border-line ${leaving ? "opacity-40" : ""} ${isSelected ? "bg-accent-tint" : ""}`}
          >
            <span className="flex-none py-2.5 pl-4">
              <SelectBox
                label={`Select ${id.name}`}
                isOn={isSelected}
                onChange={(withRange) => selection.onToggle(id.name, withRange)}
              />
            </span>
            <Link
              data-row
              to={executionPath(id)}
              className="flex min-w-0 flex-1 flex-col gap-1 py-2.5 pr-4 pl-2 -outline-offset-2"
            >
              <span className="flex items-center gap-2">
                <PhaseText look={executionLook(phase)} />
                <span className="mono ml-auto">{id.name}</span>
              </span>
              <span className="flex items-baseline gap-1.5">
                <span className="min-w-0 truncate font-strong">{workflow?.name}</span>
                {workflow ? <Version version={workflow.version} /> : undefined}
              </span>
              {row.errorHead ? <span className="line-clamp-2 text-meta text-fail">{row.errorHead}</span> : undefined}
              {ongoing && nodes && nodes.total > 0 ? <NodeBar nodes={nodes} /> : undefined}
              <span className="flex gap-2 text-meta text-muted">
                <RelativeTime at={row.startedAt ?? row.createdAt} />
                <span className="ml-auto">
                  {nodes && nodes.total > 0 && ongoing ? nodeCountsText(nodes) : undefined}
                </span>
                <Duration from={row.startedAt ?? row.createdAt} to={row.endedAt} ongoing={ongoing} />
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
