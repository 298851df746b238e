import type { TypedInterface } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { PhaseBadge } from "../../../flyte/phase-badge.tsx";
import { taskLook } from "../../../flyte/phase-look.ts";
import { Duration } from "../../../flyte/time.tsx";
import { FailureFace } from "../../../frame/failure-face.tsx";
import { executionPath } from "../../../paths.ts";
import { IconButton } from "../../../ui/button.tsx";
import { SkeletonRows } from "../../../ui/faces.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import type { ExecutionId } from "../queries.ts";
import { MapItemLog } from "./map-item-log.tsx";
import { MapItemValues } from "./map-item-values.tsx";
import type { MapPlace } from "./map-place.ts";
import { mapItemQuery } from "./queries.ts";

interface MapItemPanelProps {
  readonly id: ExecutionId;
  readonly path: string;
  readonly index: number;
  readonly total: number;
  readonly types: TypedInterface | undefined;
  readonly part: MapPlace["part"];
  readonly line: number | undefined;
  readonly onGo: (place: Partial<MapPlace>, how?: "push" | "replace", line?: number) => void;
  readonly onBack: () => void;
}

/** One element of a map: how it stands, what it read and wrote, its attempts and its log. */
export function MapItemPanel(props: MapItemPanelProps) {
  const { id, path, index, total, types, part, line, onGo, onBack } = props;
  const { data, error, refetch } = useQuery(mapItemQuery(id, path, index));
  const item = data?.item;
  return (
    <section aria-label={`Element ${index}`} className="absolute inset-0 flex flex-col">
      <header className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-2 py-1.5">
        <IconButton icon="chevronLeft" size="small" label="All elements" onClick={onBack} />
        {item ? <PhaseBadge look={taskLook(item.phase)} /> : undefined}
        <h3 className="text-dense font-strong">
          Element <span className="mono">{index}</span>
        </h3>
        <span className="text-meta text-muted">
          {item?.startedAt ? (
            <Duration from={item.startedAt} to={item.endedAt} ongoing={item.endedAt === undefined} />
          ) : undefined}
        </span>
        {item?.child ? (
          <Link to={executionPath(item.child)} className="mono text-meta text-accent hover:underline">
            {item.child.name}
          </Link>
        ) : undefined}
        <span className="ml-auto flex items-center gap-1">
          {item?.hasLog ? (
            <Segmented<MapPlace["part"]>
              label="What of the element"
              selected={part}
              onSelect={(next) => onGo({ part: next }, "replace")}
              options={[
                { id: "values", label: "Values" },
                { id: "logs", label: "Logs" },
              ]}
            />
          ) : undefined}
          <IconButton
            icon="chevronUp"
            size="small"
            label="Previous element"
            disabled={index === 0}
            onClick={() => onGo({ index: index - 1 }, "replace")}
          />
          <IconButton
            icon="chevronDown"
            size="small"
            label="Next element"
            disabled={index + 1 >= total}
            onClick={() => onGo({ index: index + 1 }, "replace")}
          />
        </span>
      </header>
      <div className="relative min-h-0 flex-1 overflow-y-auto">
        {data && part === "logs" && item?.hasLog ? (
          <MapItemLog id={id} view={data} line={line} onLink={(number) => onGo({}, "replace", number)} />
        ) : data ? (
          <MapItemValues view={data} types={types} onLogs={() => onGo({ part: "logs" }, "replace")} />
        ) : error ? (
          <FailureFace what={`Element ${index} could not be read`} error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows label={`Loading element ${index}`} rows={5} />
        )}
      </div>
    </section>
  );
}
