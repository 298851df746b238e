import { useReactFlow, useStore } from "reactflow";
import { useShortcut } from "../frame/shortcuts.ts";
import { Icon } from "../ui/icon.tsx";
import type { IconName } from "../ui/icon-shapes.tsx";
import { Segmented } from "../ui/segmented.tsx";
import type { Direction } from "./layout.ts";

interface GraphControlsProps {
  readonly direction: Direction;
  readonly hidden: number;
  readonly onDirection: (direction: Direction) => void;
  readonly onFit: () => void;
}

const EASE_MS = 150;

/** Zoom, fit and direction, in the corners of the canvas. */
export function GraphControls({ direction, hidden, onDirection, onFit }: GraphControlsProps) {
  const flow = useReactFlow();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  const zoomIn = () => void flow.zoomIn({ duration: EASE_MS });
  const zoomOut = () => void flow.zoomOut({ duration: EASE_MS });
  useShortcut("f", "Fit the graph", onFit);
  useShortcut("+", "Zoom in", zoomIn);
  useShortcut("-", "Zoom out", zoomOut);
  useShortcut("0", "Zoom to 100 %", () => void flow.zoomTo(1, { duration: EASE_MS }));
  return (
    <>
      <div className="absolute bottom-3 left-4 z-5 flex items-end gap-2">
        <div className="flex flex-col overflow-hidden rounded-control border border-line-2 bg-surface">
          <Control icon="plus" label="Zoom in (+)" onClick={zoomIn} />
          <Control icon="minus" label="Zoom out (-)" onClick={zoomOut} />
          <Control icon="fit" label="Fit (f)" onClick={onFit} />
        </div>
        <span className="inline-flex h-7 items-center rounded-control border border-line-2 bg-surface px-2.25 text-meta text-muted">
          {zoom} %
        </span>
        {hidden > 0 ? (
          <span className="inline-flex h-7 items-center rounded-control border border-line-2 bg-surface px-2.25 text-meta text-muted">
            {hidden.toLocaleString("en")} {hidden === 1 ? "node" : "nodes"} folded away
          </span>
        ) : undefined}
      </div>
      <div className="absolute top-3 right-4 z-5">
        <Segmented<Direction>
          label="Direction"
          selected={direction}
          onSelect={onDirection}
          options={[
            { id: "TB", label: "Down" },
            { id: "LR", label: "Right" },
          ]}
        />
      </div>
    </>
  );
}

function Control({
  icon,
  label,
  onClick,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="grid size-7 place-items-center border-line-2 text-muted not-first:border-t hover:bg-hover hover:text-fg"
    >
      <Icon name={icon} size={14} />
    </button>
  );
}
