import type { NodeSummary, NodeView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { lookOf } from "../../../graph/node-face.ts";
import { EmptyFace } from "../../../ui/faces.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import type { Place } from "../place.ts";
import type { ExecutionId } from "../queries.ts";
import { LogView } from "./log-view.tsx";

interface LogPanelProps {
  readonly id: ExecutionId;
  readonly view: NodeView;
  readonly summary: NodeSummary | undefined;
  readonly attempt: number;
  readonly line: number | undefined;
  readonly onGo: (change: Partial<Place>, how?: "push" | "replace") => void;
}

/** The log of a node: which attempt, or why there is none. */
export function LogPanel({ id, view, summary, attempt, line, onGo }: LogPanelProps) {
  if (view.attempts.length === 0 || !summary) {
    const runsNothing = summary?.isParent || (!view.specJson && view.node !== undefined && !view.node.taskType);
    return runsNothing ? (
      <EmptyFace icon="logs" title="This node writes no log of its own">
        Its nodes do: choose one of them in the graph.
      </EmptyFace>
    ) : (
      <EmptyFace icon="logs" title="The log has not started">
        {view.why.join(" ") || summary?.reason || `The node is ${lookOf(summary).word.toLowerCase()}.`}
      </EmptyFace>
    );
  }
  const shown = view.attempts.find((each) => each.attempt === attempt) ?? view.attempts.at(-1);
  if (!shown) return undefined;
  return (
    <div className="absolute inset-0 flex flex-col">
      {view.attempts.length > 1 ? (
        <div className="flex-none overflow-x-auto border-b border-line px-4 py-1.5">
          <Segmented<string>
            label="Attempt"
            selected={String(shown.attempt)}
            onSelect={(number) => onGo({ attempt: Number(number), line: undefined }, "replace")}
            options={view.attempts.map((each) => ({ id: String(each.attempt), label: `Attempt ${each.attempt + 1}` }))}
          />
        </div>
      ) : undefined}
      <LogView
        key={`${summary.id} ${shown.attempt}`}
        id={id}
        nodeId={summary.id}
        attempt={shown}
        waitsFor={summary.reason}
        line={line}
        onOpenWhole={(query) => onGo({ view: "logs", logsOf: "node", query: query || undefined, tab: "summary" })}
        onLink={(number) => onGo({ line: number, attempt: shown.attempt }, "replace")}
      />
    </div>
  );
}
