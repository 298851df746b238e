import { Icon } from "../../ui/icon.tsx";
import { useGraph, useGraphPath } from "../graph-context.ts";
import { countsOf, isLoud, isTaken, kindLook, lookOf, markTones } from "../node-face.ts";
import { isStack } from "../stacks.ts";
import type { VisibleNode } from "../visible.ts";
import { BreakpointDot, ConditionTag, ToggleButton, useFarFrame } from "./box-parts.tsx";

/** The frame and head of a container; what is inside are boxes of their own. */
export function OpenContainer({ visible: { node } }: { readonly visible: VisibleNode }) {
  const store = useGraphPath(node.path);
  const selected = store.selected === node.path;
  const { isFar, onSelect, onToggle, onEnter, onHover } = useGraph();
  const frame = useFarFrame();
  const look = lookOf(store.summary(node.path));
  const counts = countsOf(store, node.path);
  const kind = kindLook(node.kind);
  const mark = store.mark(node.path);
  const breakpoint = store.breakpoint(node.path);
  const aside = mark ? mark.text : store.hasRun && counts ? `${counts.done} of ${counts.total}` : "";
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
            {mark?.hatch ? (
              <i aria-hidden="true" className={`tone-ink absolute inset-0 rounded-t-[10px] opacity-12 ${mark.hatch}`} />
            ) : undefined}
            <ConditionTag condition={node.condition} isTaken={isTaken(store.summary(node.path))} />
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
