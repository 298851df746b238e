import { useStore } from "reactflow";
import { Icon } from "../../ui/icon.tsx";
import { useGraph } from "../graph-context.ts";
import type { Counts } from "../node-face.ts";

/** From afar boxes are painted; what is pressed and focused only frames them, by lines as thick as ever. */
export function useFarFrame() {
  const { isFar } = useGraph();
  const thickness = useStore(({ transform }) => (isFar ? 2 / transform[2] : 0));
  return isFar ? { outlineWidth: thickness, outlineOffset: thickness } : undefined;
}

/** How much of what is looked at, of the most in the graph. */
export function ShadeBar({ weight }: { readonly weight: number | undefined }) {
  if (weight === undefined) return undefined;
  return (
    <span
      aria-hidden="true"
      className="absolute right-2.25 bottom-1 left-9.75 h-0.75 overflow-hidden rounded-bar bg-line"
    >
      <i className="block h-full bg-fg" style={{ width: `${weight * 100}%` }} />
    </span>
  );
}

/** In the node's gutter: the run waits here. */
export function BreakpointDot({ path, className }: { readonly path: string; readonly className: string }) {
  const where = useGraph().store.breakpoint(path);
  if (where === undefined) return undefined;
  return (
    <i
      aria-hidden="true"
      title={`Breakpoint ${where} it`}
      className={`tone-pause z-2 size-2.5 rounded-full border-2 border-surface bg-tone ${className}`}
    />
  );
}

/** When an arm of a branch is taken; stands on its upper edge. */
export function ConditionTag({ condition, isTaken }: { readonly condition: string; readonly isTaken: boolean }) {
  if (condition === "") return undefined;
  return (
    <span
      aria-hidden="true"
      className={`absolute -top-3.5 left-2.25 z-2 max-w-[calc(100%-1.5rem)] truncate rounded-chip border bg-surface px-1.25 font-mono text-axis leading-3.75 ${isTaken ? "border-control text-fg" : "border-line-2 text-muted"}`}
    >
      {condition}
    </span>
  );
}

interface ToggleProps {
  readonly name: string;
  readonly open: boolean;
  readonly onClick: () => void;
  readonly className: string;
}

export function ToggleButton({ name, open, onClick, className }: ToggleProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`${open ? "Close" : "Open"} ${name}`}
      title={open ? "Close (-)" : "Open (+)"}
      onClick={onClick}
      className={`nopan z-2 grid size-6 flex-none place-items-center rounded-chip border border-line bg-surface text-muted hover:bg-hover hover:text-fg ${className}`}
    >
      <Icon name={open ? "minus" : "plus"} size={12} />
    </button>
  );
}

export function SegmentedBar({ counts, className }: { readonly counts: Counts; readonly className: string }) {
  const rest = counts.total - counts.parts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <span aria-hidden="true" className={`flex h-1.25 gap-px overflow-hidden rounded-bar bg-line ${className}`}>
      {counts.parts.map(([look, count]) => (
        <i key={look.word} style={{ flexGrow: count }} className={`${look.tone} ${look.fill}`} />
      ))}
      {rest > 0 ? <i style={{ flexGrow: rest }} /> : undefined}
    </span>
  );
}
