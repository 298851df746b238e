import { Icon } from "../../ui/icon.tsx";
import { useGraph, useGraphPath } from "../graph-context.ts";
import type { GraphStore } from "../graph-store.ts";
import type { VisibleNode } from "../visible.ts";

/** Start and end: what goes in, and what comes out. */
export function PortPill({ visible: { node, rank } }: { readonly visible: VisibleNode }) {
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

function portCount(store: GraphStore, path: string, isStart: boolean): number {
  const names = store.graph.edges
    .filter((edge) => (isStart ? edge.from : edge.to) === path)
    .flatMap(({ bindings }) => bindings.map(({ input, output }) => (isStart ? output : input)));
  return new Set(names).size;
}
