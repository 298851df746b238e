import type { NodeCounts } from "@skein/spec/gen/skein/console/v1/console_pb";
import { looks, type PhaseLook } from "./phase-look.ts";

/** What became of a run's nodes, as one segmented bar. Its words are in `nodeCountsText`. */
export function NodeBar({ nodes, className = "" }: { readonly nodes: NodeCounts; readonly className?: string }) {
  const parts: readonly (readonly [number, PhaseLook])[] = [
    [nodes.succeeded, looks.succeeded],
    [nodes.skipped, looks.skipped],
    [nodes.running, looks.running],
    [nodes.failed, looks.failed],
    [nodes.aborted, looks.aborted],
    [nodes.queued, looks.queued],
  ];
  const known = parts.reduce((sum, [count]) => sum + count, 0);
  return (
    <span aria-hidden="true" className={`flex h-1.25 gap-px overflow-hidden rounded-bar bg-line ${className}`}>
      {parts.map(([count, look]) =>
        count > 0 ? (
          <i key={look.word} style={{ flexGrow: count }} className={`${look.tone} ${look.fill}`} />
        ) : undefined,
      )}
      {nodes.total > known ? <i style={{ flexGrow: nodes.total - known }} /> : undefined}
    </span>
  );
}

/** "37 of 52 nodes, 3 running, 1 failed". */
export function nodeCountsText(nodes: NodeCounts): string {
  const done = nodes.succeeded + nodes.skipped;
  const rest = [
    nodes.running > 0 ? `${nodes.running} running` : "",
    nodes.queued > 0 ? `${nodes.queued} queued` : "",
    nodes.failed > 0 ? `${nodes.failed} failed` : "",
    nodes.aborted > 0 ? `${nodes.aborted} aborted` : "",
    nodes.skipped > 0 ? `${nodes.skipped} skipped` : "",
  ].filter(Boolean);
  return [`${done} of ${nodes.total} nodes`, ...rest].join(", ");
}
