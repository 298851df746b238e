import type { Overview } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { NodeBar, nodeCountsText } from "../../../flyte/node-bar.tsx";
import { PhaseGlyph } from "../../../flyte/phase-badge.tsx";
import { executionLook } from "../../../flyte/phase-look.ts";
import { Duration } from "../../../flyte/time.tsx";
import { executionPath, executionsPath, type Scope } from "../../../paths.ts";
import { Card } from "../../../ui/card.tsx";
import { Count } from "../../../ui/tabs.tsx";
import { runningFilter } from "./filters.ts";

interface RunningCardProps {
  readonly scope: Scope;
  readonly view: Overview;
}

/** The newest ones that go on, and how far they are. */
export function RunningCard({ scope, view: { running, runningTotal } }: RunningCardProps) {
  return (
    <Card title="Running now" aside={<Count value={runningTotal} />}>
      {running.length === 0 ? (
        <p className="px-3 py-2.5 text-muted">Nothing goes on.</p>
      ) : (
        <ul>
          {running.map(({ id, workflow, phase, nodes, startedAt, createdAt }) => (
            <li key={id?.name} className="border-line not-last:border-b">
              <Link
                to={id ? executionPath(id) : ""}
                title={nodes ? nodeCountsText(nodes) : ""}
                className="flex h-9 items-center gap-2 px-3 -outline-offset-2 hover:bg-hover"
              >
                <PhaseGlyph look={executionLook(phase)} size={14} />
                <span className="min-w-0 flex-1 truncate">{workflow?.name}</span>
                <span className="mono text-axis text-faint max-sm:hidden">{id?.name}</span>
                {nodes && nodes.total > 0 ? <NodeBar nodes={nodes} className="w-12" /> : undefined}
                <span className="w-14 text-right text-meta text-muted">
                  <Duration from={startedAt ?? createdAt} ongoing />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {runningTotal > BigInt(running.length) ? (
        <Link
          to={executionsPath(scope, { q: runningFilter })}
          className="block border-t border-line px-3 py-1.5 text-meta text-accent hover:underline"
        >
          All {runningTotal.toLocaleString("en")}
        </Link>
      ) : undefined}
    </Card>
  );
}
