import { useServerNow } from "../../flyte/clock.ts";
import type { PhaseLook } from "../../flyte/phase-look.ts";
import { Icon } from "../../ui/icon.tsx";
import { useGraph, useGraphPath } from "../graph-context.ts";
import { middleEllipsis } from "../middle-ellipsis.ts";
import {
  countsOf,
  factsOf,
  isLoud,
  isTaken,
  isTicking,
  kindLook,
  lookOf,
  markTones,
  waitsForSomebody,
} from "../node-face.ts";
import { isStack } from "../stacks.ts";
import type { VisibleNode } from "../visible.ts";
import { boxName } from "./box-name.ts";
import { BreakpointDot, ConditionTag, SegmentedBar, ShadeBar, ToggleButton, useFarFrame } from "./box-parts.tsx";

/** A node of 200 × 44, or a closed container or map of 56 with what became of those inside. */
export function TaskBox({ visible }: { readonly visible: VisibleNode }) {
  const { node, shape } = visible;
  const store = useGraphPath(node.path);
  const selected = store.selected === node.path;
  const { isFar, onSelect, onToggle, onEnter, onAnswer, onHover } = useGraph();
  const frame = useFarFrame();
  const summary = store.summary(node.path);
  const now = useServerNow(isTicking(summary));
  const mark = store.mark(node.path);
  const look = lookOf(summary, node);
  const facts = factsOf(store, node, now);
  const counts = countsOf(store, node.path);
  const kind = kindLook(node.kind);
  const canAnswer = onAnswer !== undefined && summary !== undefined && waitsForSomebody(summary, node);
  const ghost = store.hasRun && look.fill === "fill-outline";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only dims what is unrelated; the button inside is the control
    <div
      className={
        isFar
          ? "pointer-events-auto relative size-full"
          : `pointer-events-auto relative grid size-full grid-cols-[30px_minmax(0,1fr)] items-center gap-x-2.25 rounded-card pr-2.25 transition-opacity ${mark ? markTones[mark.severity] : look.tone} ${outline(look, store.hasRun, selected, mark !== undefined && mark.severity !== "none")} ${store.isDimmed(node.path) ? "opacity-35" : ""} ${isStack(node.path) ? "shadow-[4px_4px_0_-1px_var(--surface),4px_4px_0_0_var(--line-2)]" : ""}`
      }
      onMouseEnter={() => onHover(node.path)}
      onMouseLeave={() => onHover(undefined)}
    >
      <button
        type="button"
        data-path={node.path}
        tabIndex={store.tabStop === node.path ? 0 : -1}
        aria-pressed={selected}
        aria-label={boxName(store, visible, facts)}
        onClick={() => onSelect(node.path)}
        onDoubleClick={shape === "closed" && !isStack(node.path) ? () => onEnter?.(node.path) : undefined}
        style={frame}
        className={`nopan absolute inset-0 z-1 rounded-card ${isFar && selected ? "outline-accent outline-solid" : ""}`}
      />
      {isFar ? undefined : (
        <>
          {mark?.hatch ? (
            <i aria-hidden="true" className={`tone-ink absolute inset-0 rounded-card opacity-12 ${mark.hatch}`} />
          ) : undefined}
          <ConditionTag condition={node.condition} isTaken={isTaken(summary)} />
          <BreakpointDot path={node.path} className="absolute top-1/2 -left-1.25 -translate-y-1/2" />
          <span
            aria-hidden="true"
            className={`grid h-full place-items-center rounded-l-card border-r text-tone ${ghost ? "border-dashed border-line" : store.hasRun || mark ? "border-tone-line bg-tone-badge" : "border-line bg-raised"}`}
          >
            <Icon
              name={store.hasRun ? look.icon : (mark?.icon ?? kind.icon)}
              className={`${look.moves ? "motion-safe:animate-arc" : ""} ${store.hasRun || mark ? "" : "text-muted"}`}
            />
          </span>
          <div
            aria-hidden="true"
            className={`min-w-0 ${canAnswer ? "pr-17" : ""} ${counts ? "pb-3.25" : store.shade(node.path) ? "pb-1" : ""}`}
          >
            <div className="flex items-center justify-between gap-1.5">
              <span
                className={`truncate text-dense leading-4.25 ${ghost ? "font-medium text-muted" : "font-strong"} ${look.icon === "phaseSkipped" ? "line-through decoration-faint" : ""}`}
              >
                {middleEllipsis(node.name)}
              </span>
              {store.hasRun && !canAnswer ? <Icon name={kind.icon} size={14} className="text-faint" /> : undefined}
            </div>
            <div className="truncate text-axis leading-3.75 text-muted">{facts.join(" · ")}</div>
          </div>
          {counts ? <SegmentedBar counts={counts} className="absolute right-2.25 bottom-2 left-9.75" /> : undefined}
          {canAnswer ? (
            <button
              type="button"
              tabIndex={store.tabStop === node.path ? 0 : -1}
              onClick={() => onAnswer(node.path)}
              className="nopan absolute top-1/2 right-2 z-2 h-6 -translate-y-1/2 rounded-chip border border-line-2 bg-surface px-1.5 text-axis font-medium hover:bg-hover"
            >
              {node.target === "approve" ? "Approve…" : "Answer…"}
            </button>
          ) : undefined}
          <ShadeBar weight={store.shade(node.path)?.weight} />
          {shape === "closed" ? (
            <ToggleButton
              name={node.name}
              open={false}
              onClick={() => onToggle(node.path)}
              className="absolute top-1.5 right-1.5"
            />
          ) : undefined}
        </>
      )}
    </div>
  );
}

/** The outline takes the status's hue only where someone may have to act or watch. */
function outline(look: PhaseLook, hasRun: boolean, selected: boolean, isMarked: boolean): string {
  const ring = selected ? "ring-2 ring-accent ring-offset-2 ring-offset-bg" : "";
  if (isMarked) return `border border-tone/70 bg-surface ${ring}`;
  if (!hasRun) return `border border-line-2 bg-surface ${ring}`;
  if (look.fill === "fill-outline") return `border border-dashed border-line-2 bg-surface/70 ${ring}`;
  return `border bg-surface ${isLoud(look) ? "border-tone/70" : "border-line-2"} ${ring}`;
}
