/** The boxes of the canvas: a node of 200 × 44, a closed container of 56, an open container, and start and end. */
import { GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useStore } from "reactflow";
import { useServerNow } from "../flyte/clock.ts";
import type { PhaseLook } from "../flyte/phase-look.ts";
import { Icon } from "../ui/icon.tsx";
import { useGraph, useGraphPath } from "./graph-context.ts";
import type { GraphStore } from "./graph-store.ts";
import { middleEllipsis } from "./middle-ellipsis.ts";
import { type Counts, countsOf, factsOf, isLoud, isTicking, kindLook, lookOf, markTones } from "./node-face.ts";
import { isStack } from "./stacks.ts";
import type { VisibleNode } from "./visible.ts";

interface BoxProps {
  readonly visible: VisibleNode;
}

export function NodeBox({ visible }: BoxProps) {
  switch (visible.shape) {
    case "port":
      return <PortPill visible={visible} />;
    case "open":
      return <OpenContainer visible={visible} />;
    case "closed":
    case "task":
      return <TaskBox visible={visible} />;
  }
}

function TaskBox({ visible }: BoxProps) {
  const { node, shape } = visible;
  const store = useGraphPath(node.path);
  const selected = store.selected === node.path;
  const { isFar, onSelect, onToggle, onEnter, onHover } = useGraph();
  const frame = useFarFrame();
  const summary = store.summary(node.path);
  const now = useServerNow(isTicking(summary));
  const mark = store.mark(node.path);
  const look = lookOf(summary, node);
  const facts = factsOf(store, node, now);
  const counts = countsOf(store, node.path);
  const kind = kindLook(node.kind);
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
        aria-label={nameOf(store, visible, facts)}
        onClick={() => onSelect(node.path)}
        onDoubleClick={shape === "closed" && !isStack(node.path) ? () => onEnter?.(node.path) : undefined}
        style={frame}
        className={`nopan absolute inset-0 z-1 rounded-card ${isFar && selected ? "outline-accent outline-solid" : ""}`}
      />
      {isFar ? undefined : (
        <>
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
          <div aria-hidden="true" className={`min-w-0 ${counts ? "pb-3.25" : store.shade(node.path) ? "pb-1" : ""}`}>
            <div className="flex items-center justify-between gap-1.5">
              <span
                className={`truncate text-dense leading-4.25 ${ghost ? "font-medium text-muted" : "font-strong"} ${look.icon === "phaseSkipped" ? "line-through decoration-faint" : ""}`}
              >
                {middleEllipsis(node.name)}
              </span>
              {store.hasRun ? <Icon name={kind.icon} size={14} className="text-faint" /> : undefined}
            </div>
            <div className="truncate text-axis leading-3.75 text-muted">{facts.join(" · ")}</div>
          </div>
          {counts ? <SegmentedBar counts={counts} className="absolute right-2.25 bottom-2 left-9.75" /> : undefined}
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

/** From afar boxes are painted; what is pressed and focused only frames them, by lines as thick as ever. */
function useFarFrame() {
  const { isFar } = useGraph();
  const thickness = useStore(({ transform }) => (isFar ? 2 / transform[2] : 0));
  return isFar ? { outlineWidth: thickness, outlineOffset: thickness } : undefined;
}

/** How much of what is looked at, of the most in the graph. */
function ShadeBar({ weight }: { readonly weight: number | undefined }) {
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
function BreakpointDot({ path, className }: { readonly path: string; readonly className: string }) {
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

function OpenContainer({ visible: { node } }: BoxProps) {
  const store = useGraphPath(node.path);
  const selected = store.selected === node.path;
  const { isFar, onSelect, onToggle, onEnter, onHover } = useGraph();
  const frame = useFarFrame();
  const look = lookOf(store.summary(node.path));
  const counts = countsOf(store, node.path);
  const kind = kindLook(node.kind);
  const mark = store.mark(node.path);
  const breakpoint = store.breakpoint(node.path);
  const aside = mark
    ? mark.text
    : node.kind === Kind.BRANCH && node.target
      ? node.target
      : store.hasRun && counts
        ? `${counts.done} of ${counts.total}`
        : "";
  return (
    <div
      className={
        isFar
          ? "size-full"
          : `size-full rounded-[10px] border bg-surface/45 ${mark ? markTones[mark.severity] : look.tone} ${mark ? "border-tone/70" : store.hasRun && isLoud(look) ? "border-tone-line" : "border-line-2"} ${selected ? "ring-2 ring-accent ring-offset-2 ring-offset-bg" : ""} ${store.isDimmed(node.path) ? "opacity-50" : ""}`
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div
        className="pointer-events-auto relative flex h-8 items-center gap-1.75 pr-1 pl-2.5 text-meta"
        onMouseEnter={() => onHover(node.path)}
        onMouseLeave={() => onHover(undefined)}
      >
        <button
          type="button"
          data-path={node.path}
          tabIndex={store.tabStop === node.path ? 0 : -1}
          aria-pressed={selected}
          aria-label={`${node.name}, ${kind.word}${store.hasRun ? `, ${look.word}` : ""}${breakpoint ? `, breakpoint ${breakpoint}` : ""}, open${aside ? `, ${aside}` : ""}`}
          onClick={() => onSelect(node.path)}
          onDoubleClick={isStack(node.path) ? undefined : () => onEnter?.(node.path)}
          style={frame}
          className={`nopan absolute inset-0 rounded-t-[10px] ${isFar && selected ? "outline-accent outline-solid" : ""}`}
        />
        {isFar ? undefined : (
          <>
            <BreakpointDot path={node.path} className="flex-none" />
            {store.hasRun ? (
              <Icon name={look.icon} size={14} className={`text-tone ${look.moves ? "motion-safe:animate-arc" : ""}`} />
            ) : undefined}
            <Icon name={kind.icon} size={14} className="text-muted" />
            <span className="truncate font-strong">{node.name}</span>
            <span className="ml-auto truncate font-mono text-axis text-muted">{aside}</span>
            <ToggleButton name={node.name} open onClick={() => onToggle(node.path)} className="relative z-1" />
          </>
        )}
      </div>
    </div>
  );
}

function PortPill({ visible: { node, rank } }: { readonly visible: VisibleNode }) {
  const store = useGraphPath(node.path);
  const { direction } = useGraph();
  const isStart = rank === "first";
  // The pill is as wide as its words; it stands where its edges begin or end.
  const side = direction === "TB" ? "justify-center" : isStart ? "justify-end" : "justify-start";
  const count = portCount(store, node.path, isStart);
  const what = isStart ? "input" : "output";
  const text = count > 0 ? `${count} ${what}${count === 1 ? "" : "s"}` : isStart ? "Start" : "End";
  return (
    <div className={`flex size-full items-center ${side}`}>
      <span
        className={`inline-flex h-5.5 items-center gap-1.5 rounded-full border border-line-2 bg-surface px-2.25 text-axis font-medium whitespace-nowrap text-muted ${store.isDimmed(node.path) ? "opacity-35" : ""}`}
      >
        {isStart ? <Icon name="arrowRight" size={12} /> : undefined}
        {text}
        {isStart ? undefined : <Icon name="arrowRight" size={12} />}
      </span>
    </div>
  );
}

interface ToggleProps {
  readonly name: string;
  readonly open: boolean;
  readonly onClick: () => void;
  readonly className: string;
}

function ToggleButton({ name, open, onClick, className }: ToggleProps) {
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

function SegmentedBar({ counts, className }: { readonly counts: Counts; readonly className: string }) {
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

/** The outline takes the status's hue only where someone may have to act or watch. */
function outline(look: PhaseLook, hasRun: boolean, selected: boolean, isMarked: boolean): string {
  const ring = selected ? "ring-2 ring-accent ring-offset-2 ring-offset-bg" : "";
  if (isMarked) return `border border-tone/70 bg-surface ${ring}`;
  if (!hasRun) return `border border-line-2 bg-surface ${ring}`;
  if (look.fill === "fill-outline") return `border border-dashed border-line-2 bg-surface/70 ${ring}`;
  return `border bg-surface ${isLoud(look) ? "border-tone/70" : "border-line-2"} ${ring}`;
}

/** "train_model, Task, Failed, OutOfMemory, after validate, before evaluate". */
function nameOf(store: GraphStore, { node, shape }: VisibleNode, facts: readonly string[]): string {
  const names = (paths: readonly string[] | undefined) =>
    (paths ?? []).slice(0, 4).map((path) => store.byPath.get(path)?.name ?? path);
  const after = names(store.upstream.get(node.path));
  const before = names(store.downstream.get(node.path));
  return [
    node.name,
    kindLook(node.kind).word,
    store.hasRun ? lookOf(store.summary(node.path), node).word : "",
    ...facts,
    store.breakpoint(node.path) ? `breakpoint ${store.breakpoint(node.path)}` : "",
    shape === "closed" ? "closed" : "",
    after.length > 0 ? `after ${after.join(" and ")}` : "",
    before.length > 0 ? `before ${before.join(" and ")}` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function portCount(store: GraphStore, path: string, isStart: boolean): number {
  const names = store.graph.edges
    .filter((edge) => (isStart ? edge.from : edge.to) === path)
    .flatMap(({ bindings }) => bindings.map(({ input, output }) => (isStart ? output : input)));
  return new Set(names).size;
}
