import { useReactFlow, useStore } from "reactflow";
import { useShortcut } from "../frame/shortcuts.ts";
import { Icon } from "../ui/icon.tsx";
import type { IconName } from "../ui/icon-shapes.tsx";
import { Select } from "../ui/input.tsx";
import { Segmented } from "../ui/segmented.tsx";
import type { Direction } from "./layout.ts";
import { type Shading, shadings, shadingWords } from "./shade.ts";
import type { Opening } from "./use-folding.ts";

interface GraphControlsProps {
  readonly direction: Direction;
  readonly hidden: number;
  readonly shading: Shading;
  readonly onDirection: (direction: Direction) => void;
  readonly onFit: () => void;
  readonly onFitSelected: () => void;
  /** Absent where there is no run to be shaded. */
  readonly onShading: ((shading: Shading) => void) | undefined;
  /** Absent where there are no containers; "failed" only where there is a run. */
  readonly onOpen: ((which: Opening) => void) | undefined;
  readonly hasRun: boolean;
}

const EASE_MS = 150;

/** Zoom, fit and direction, in the corners of the canvas. */
export function GraphControls(props: GraphControlsProps) {
  const { direction, hidden, shading, hasRun, onDirection, onFit, onFitSelected, onShading, onOpen } = props;
  const flow = useReactFlow();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  const zoomIn = () => void flow.zoomIn({ duration: EASE_MS });
  const zoomOut = () => void flow.zoomOut({ duration: EASE_MS });
  useShortcut("f", "Fit the graph", onFit);
  useShortcut("z", "Zoom to the selected node", onFitSelected);
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
        {onOpen ? (
          <fieldset className="flex h-7 overflow-hidden rounded-control border border-line-2 bg-surface max-md:hidden">
            <legend className="sr-only">Containers</legend>
            <OpenButton text="Expand all" onClick={() => onOpen("all")} />
            <OpenButton text="Collapse all" onClick={() => onOpen("none")} />
            {hasRun ? <OpenButton text="Expand failed" onClick={() => onOpen("failed")} /> : undefined}
          </fieldset>
        ) : undefined}
      </div>
      <div className="absolute top-3 right-4 z-5 flex items-center gap-2">
        {onShading ? (
          <Select
            dense
            aria-label="What nodes show"
            title="What nodes show"
            value={shading}
            onChange={({ target }) => onShading(shadings.find((each) => each === target.value) ?? "status")}
            className="bg-surface max-sm:hidden"
          >
            {shadings.map((each) => (
              <option key={each} value={each}>
                {shadingWords[each]}
              </option>
            ))}
          </Select>
        ) : undefined}
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

function OpenButton({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="border-line-2 px-2.25 text-meta text-muted not-first-of-type:border-l hover:bg-hover hover:text-fg"
    >
      {text}
    </button>
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
