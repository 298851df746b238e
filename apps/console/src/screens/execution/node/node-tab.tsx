import type { NodeSummary, NodeView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { useCallback } from "react";
import { LiteralMapView } from "../../../flyte/literal-view.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { EmptyFace } from "../../../ui/faces.tsx";
import { typesOf } from "../io-view.tsx";
import { LogPanel } from "../logs/log-panel.tsx";
import type { MapPlace } from "../map/map-place.ts";
import { MapTab } from "../map/map-tab.tsx";
import type { NodeTab, Place } from "../place.ts";
import type { ExecutionId } from "../queries.ts";
import { AttemptList } from "./attempt-list.tsx";
import { NodeSummaryTab } from "./node-summary.tsx";
import { ReportTab } from "./report-tab.tsx";

interface NodeTabContentProps {
  readonly id: ExecutionId;
  readonly view: NodeView;
  readonly summary: NodeSummary | undefined;
  readonly tab: NodeTab;
  readonly attempt: number;
  readonly line: number | undefined;
  readonly map: MapPlace;
  readonly onGo: (change: Partial<Place>, how?: "push" | "replace") => void;
}

export function NodeTabContent({ id, view, summary, tab, attempt, line, map, onGo }: NodeTabContentProps) {
  const goInMap = useCallback(
    (change: Partial<MapPlace>, how?: "push" | "replace", at?: number) =>
      onGo({ map: { ...map, ...change }, line: at }, how),
    [onGo, map],
  );
  switch (tab) {
    case "summary":
      return <NodeSummaryTab id={id} view={view} summary={summary} attempt={attempt} />;
    case "items":
      return <MapTab id={id} view={view} summary={summary} place={map} line={line} onGo={goInMap} />;
    case "inputs":
      return (
        <div className="p-4">
          <LiteralMapView
            map={view.inputs}
            types={typesOf(view.interface, "inputs")}
            none={summary?.startedAt ? "It takes no inputs." : "Inputs are known when the node starts."}
          />
        </div>
      );
    case "outputs":
      return (
        <div className="p-4">
          <LiteralMapView
            map={view.outputs}
            types={typesOf(view.interface, "outputs")}
            none={
              summary?.endedAt
                ? view.outputs
                  ? "It gives no outputs."
                  : "It ended without outputs."
                : "Outputs come when the node succeeds."
            }
          />
        </div>
      );
    case "logs":
      return <LogPanel id={id} view={view} summary={summary} attempt={attempt} line={line} onGo={onGo} />;
    case "attempts":
      return (
        <AttemptList
          attempts={view.attempts}
          maxAttempts={summary?.maxAttempts ?? 0}
          onLogs={(number) => onGo({ tab: "logs", attempt: number, line: undefined })}
        />
      );
    case "report":
      return view.hasDeck && summary ? (
        <ReportTab id={id} nodeId={summary.id} name={view.node?.name ?? summary.id} />
      ) : (
        <EmptyFace icon="file" title="This node has no report">
          A task of flytekit writes one with enable_deck=True, when it ends.
        </EmptyFace>
      );
    case "spec":
      return view.specJson ? (
        <div className="p-4">
          <CodeBlock code={pretty(view.specJson)} what="spec" />
        </div>
      ) : (
        <EmptyFace icon="file" title="This node has no task template">
          Sub-workflows, branches and gates are described by the workflow itself.
        </EmptyFace>
      );
    default:
      return assertNever(tab, "tab");
  }
}

/** Numbers in it are strings already (protobuf-JSON), so nothing is lost on the way. */
function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}
