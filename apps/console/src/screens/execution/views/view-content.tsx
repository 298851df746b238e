import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type RefObject, useDeferredValue, useMemo } from "react";
import type { Hover } from "../../../graph/hover.ts";
import type { Shading } from "../../../graph/shade.ts";
import type { GraphHandle, GraphMemory } from "../../../graph/workflow-graph.tsx";
import { EmptyFace } from "../../../ui/faces.tsx";
import { ComputeView } from "../compute/compute-view.tsx";
import { breakpointWords } from "../control/breakpoint-words.ts";
import { EventsView } from "../events/events-view.tsx";
import { IoView } from "../io-view.tsx";
import { RunLogView } from "../logs/run-log-view.tsx";
import { NodesView } from "../nodes/nodes-view.tsx";
import type { Place, ViewId } from "../place.ts";
import type { ExecutionId } from "../queries.ts";
import type { Replay } from "../replay/use-replay.ts";
import type { Span } from "../timeline/time-scale.ts";
import { TimelineView } from "../timeline/timeline-view.tsx";
import { ExecutionGraph } from "./execution-graph.tsx";

interface ViewContentProps {
  readonly id: ExecutionId;
  readonly shown: ViewId;
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly replay: Pick<Replay, "at" | "view" | "nodes" | "move">;
  readonly ongoing: boolean;
  readonly place: Place;
  readonly shared: SharedState;
  readonly onSelect: (path: string | undefined) => void;
  readonly onGo: (change: Partial<Place>, how?: "push" | "replace") => void;
}

/** What views have in common beside the URL, for as long as the page is open. */
export interface SharedState {
  readonly hover: Hover;
  /** While it is shown. */
  readonly graph: RefObject<GraphHandle | null>;
  /** Where one was in it, for when it is shown again. */
  readonly graphMemory: GraphMemory;
  /** What the graph's nodes show. */
  readonly shading: Shading;
  readonly onShading: (shading: Shading) => void;
  /** Containers whose rows are folded away. */
  readonly closed: ReadonlySet<string>;
  readonly onToggle: (path: string) => void;
  /** What the timeline looks into; undefined: all of it. */
  readonly span: Span | undefined;
  readonly onSpan: (span: Span | undefined) => void;
}

/**
 * One view of the execution, filling what holds it.
 *
 * It follows what was asked for: the page, its tabs and a press on them are painted before the rows and boxes are made.
 */
export function ViewContent(props: ViewContentProps) {
  const shown = useDeferredValue<ViewId | undefined>(props.shown, undefined);
  return shown === undefined ? (
    <div aria-busy="true" className="absolute inset-0" />
  ) : (
    <Content {...props} shown={shown} />
  );
}

function Content(props: ViewContentProps) {
  const { id, shown, view, nodes, replay, ongoing, place, shared, onSelect, onGo } = props;
  const { hover, closed, onToggle, span, onSpan } = shared;
  const selected = place.node;
  const breakpoints = useMemo(() => breakpointWords(view.breakpoints), [view.breakpoints]);
  switch (shown) {
    case "graph":
      return view.graph && view.graph.nodes.length > 0 ? (
        <ExecutionGraph
          id={id}
          graph={view.graph}
          nodes={replay.nodes}
          breakpoints={breakpoints}
          place={place}
          shared={shared}
          onSelect={onSelect}
          onGo={onGo}
        />
      ) : (
        <EmptyFace icon="graph" title="There is nothing to draw">
          No node of this execution is known: it ended before its workflow was read, or its workflow has none.
        </EmptyFace>
      );
    case "timeline":
      return (
        <TimelineView
          view={view}
          nodes={nodes}
          replay={replay}
          selected={selected}
          closed={closed}
          span={span}
          hover={hover}
          onSpan={onSpan}
          onToggle={onToggle}
          onSelect={onSelect}
        />
      );
    case "nodes":
      return (
        <NodesView
          name={id.name}
          graph={view.graph}
          nodes={replay.nodes}
          selected={selected}
          closed={closed}
          hover={hover}
          onToggle={onToggle}
          onSelect={onSelect}
        />
      );
    case "logs":
      return (
        <RunLogView
          id={id}
          view={view}
          until={replay.at}
          ongoing={ongoing}
          place={place}
          hover={hover}
          onSelect={onSelect}
          onGo={onGo}
        />
      );
    case "events":
      return (
        <EventsView
          id={id}
          view={view}
          until={replay.at}
          ongoing={ongoing}
          selected={selected}
          hover={hover}
          onSelect={onSelect}
        />
      );
    case "io":
      return <IoView view={replay.view} ongoing={ongoing || replay.at !== undefined} />;
    case "compute":
      return (
        <ComputeView
          view={replay.view}
          nodes={replay.nodes}
          ongoing={ongoing}
          selected={selected}
          hover={hover}
          onSelect={onSelect}
        />
      );
  }
}
