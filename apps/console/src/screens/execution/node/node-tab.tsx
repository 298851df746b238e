import type { NodeSummary, NodeView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { useCallback } from "react";
import { LiteralMapView } from "../../../flyte/literal-view.tsx";
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
import { SpecTab } from "./spec-tab.tsx";
import { ComputeTab } from "./usage/compute-tab.tsx";
import { WhyTab } from "./why-tab.tsx";

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
  const goToAttempt = (number: number) => onGo({ attempt: number, line: undefined }, "replace");
  switch (tab) {
    case "summary":
      return (
        <NodeSummaryTab
          id={id}
          view={view}
          summary={summary}
          attempt={attempt}
          onWhy={() => onGo({ tab: "why", line: undefined }, "replace")}
        />
      );
    case "why":
      return <WhyTab id={id} view={view} summary={summary} attempt={attempt} onAttempt={goToAttempt} />;
    case "items":
      return <MapTab id={id} view={view} summary={summary} place={map} line={line} onGo={goInMap} />;
    case "inputs":
      return (
        <div className="p-4">
          <LiteralMapView
            map={view.inputs}
            types={typesOf(view.interface, "inputs")}
            source={summary && { execution: id, nodeId: summary.id, side: "inputs" }}
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
            source={summary && { execution: id, nodeId: summary.id, side: "outputs" }}
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
          selected={attempt}
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
      return <SpecTab view={view} />;
    case "compute":
      return (
        <ComputeTab id={id} view={view} nodeId={summary?.id || undefined} attempt={attempt} onAttempt={goToAttempt} />
      );
    default:
      return assertNever(tab, "tab");
  }
}
