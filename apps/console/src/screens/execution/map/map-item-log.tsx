import type { MapItemView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { LogView } from "../logs/log-view.tsx";
import type { ExecutionId } from "../queries.ts";

interface MapItemLogProps {
  readonly id: ExecutionId;
  readonly view: MapItemView;
  readonly line: number | undefined;
  readonly onLink: (line: number) => void;
}

/** The log of an element's newest attempt. */
export function MapItemLog({ id, view: { item, attempts }, line, onLink }: MapItemLogProps) {
  const newest = attempts.at(-1);
  if (!item || !newest) return undefined;
  return (
    <div className="absolute inset-0 flex flex-col">
      <LogView
        key={`${item.nodeId} ${newest.attempt}`}
        id={id}
        nodeId={item.nodeId}
        attempt={newest}
        waitsFor=""
        line={line}
        onLink={onLink}
      />
    </div>
  );
}
