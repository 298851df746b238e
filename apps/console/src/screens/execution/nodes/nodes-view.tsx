import type { Graph, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useId, useMemo, useState } from "react";
import { PhaseText } from "../../../flyte/phase-badge.tsx";
import { AbsoluteTime, Duration } from "../../../flyte/time.tsx";
import { UsageText } from "../../../flyte/usage.tsx";
import { type Hover, useIsHovered } from "../../../graph/hover.ts";
import { isTicking, kindLook, lookOf, shortTarget } from "../../../graph/node-face.ts";
import { EmptyFace } from "../../../ui/faces.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Input } from "../../../ui/input.tsx";
import { useIsNarrow } from "../../../ui/media.ts";
import { type TreeRow, treeRows } from "../node-tree.ts";
import { pressTreeKey } from "../tree-keys.ts";
import { useTreeRows } from "../use-tree-rows.ts";

const ROW = 32;
const HEAD = 28;
/** On a phone: the name, and under it how the node is, which attempt it is, and how long it ran. */
const CARD = 52;
const COLUMNS =
  "grid grid-cols-[auto_auto_1fr] md:grid-cols-[minmax(220px,1.4fr)_185px_75px_190px_70px_80px_95px_minmax(120px,1fr)]";

interface NodesViewProps {
  readonly graph: Graph | undefined;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly selected: string | undefined;
  readonly closed: ReadonlySet<string>;
  readonly hover: Hover;
  readonly onToggle: (path: string) => void;
  readonly onSelect: (path: string | undefined) => void;
}

/** The same graph as a tree table: everything the canvas shows, for keys, screen readers and scanning. */
export function NodesView({ graph, nodes, selected, closed, hover, onToggle, onSelect }: NodesViewProps) {
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const rows = useMemo(() => treeRows(graph, closed, wanted), [graph, closed, wanted]);
  const isNarrow = useIsNarrow();
  const { scroller, virtual, at, onReveal } = useTreeRows({
    rows,
    selected,
    headPx: isNarrow ? 0 : HEAD,
    sizeOf: () => (isNarrow ? CARD : ROW),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height, though none of them changed
  useEffect(() => virtual.measure(), [isNarrow]);
  const ids = useId();

  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="flex h-11 flex-none items-center gap-3 border-b border-line px-4">
        <Input
          dense
          icon="filter"
          aria-label="Filter nodes"
          placeholder="Filter by name, id or target"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          className="w-70"
        />
        <span className="text-meta text-muted">{rows.filter(({ isGrey }) => !isGrey).length} nodes</span>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows open and are chosen is a tree grid
          role="treegrid"
          aria-label="Nodes"
          aria-rowcount={rows.length + 1}
          aria-activedescendant={at >= 0 ? `${ids}-${at}` : undefined}
          tabIndex={0}
          onKeyDown={(event) => pressTreeKey(event, { rows, selected, onSelect, onToggle, onReveal })}
          className="block text-dense -outline-offset-2 md:min-w-max"
        >
          <thead className="sticky top-0 z-1 block max-md:sr-only">
            <tr
              aria-rowindex={1}
              className={`${COLUMNS} border-b border-line bg-raised text-axis font-medium text-muted`}
            >
              <Head text="Name" />
              <Head text="Status" />
              <Head text="Attempts" />
              <Head text="Started" wide />
              <Head text="Queued" wide end />
              <Head text="Ran" wide end />
              <Head text="Compute" wide end />
              <Head text="Error" wide />
            </tr>
          </thead>
          <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (!row) return undefined;
              return (
                <NodeRow
                  key={row.node.path}
                  row={row}
                  index={index}
                  start={start}
                  summary={nodes.get(row.node.path)}
                  id={`${ids}-${index}`}
                  isSelected={row.node.path === selected}
                  hover={hover}
                  onSelect={onSelect}
                  onToggle={onToggle}
                />
              );
            })}
          </tbody>
        </table>
        {rows.length === 0 ? (
          <EmptyFace icon="filter" title={filter ? `No node matches “${filter}”` : "This workflow has no nodes"}>
            The filter looks at names, ids and what nodes refer to.
          </EmptyFace>
        ) : undefined}
      </div>
    </div>
  );
}

interface HeadProps {
  readonly text: string;
  readonly wide?: boolean;
  readonly end?: boolean;
}

function Head({ text, wide = false, end = false }: HeadProps) {
  return (
    <th
      scope="col"
      className={`h-7 px-2 text-left leading-7 font-medium first:pl-4 ${end ? "text-right!" : ""} ${wide ? "max-md:hidden" : ""}`}
    >
      {text}
    </th>
  );
}

interface NodeRowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly index: number;
  readonly start: number;
  readonly summary: NodeSummary | undefined;
  readonly isSelected: boolean;
  readonly hover: Hover;
  readonly onSelect: (path: string | undefined) => void;
  readonly onToggle: (path: string) => void;
}

function NodeRow(props: NodeRowProps) {
  const { id, row, index, start, summary, isSelected, hover, onSelect, onToggle } = props;
  const { node, depth, children, isOpen, isGrey } = row;
  const kind = kindLook(node.kind);
  const isHovered = useIsHovered(hover, node.path);
  const isNarrow = useIsNarrow();
  const wide = "max-md:hidden";
  return (
    <tr
      id={id}
      data-path={node.path}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-selected={isSelected}
      {...(children > 0 ? { "aria-expanded": isOpen } : {})}
      onClick={() => onSelect(isSelected ? undefined : node.path)}
      onMouseEnter={() => hover.set(node.path)}
      onMouseLeave={() => hover.set(undefined)}
      style={{ transform: `translateY(${start}px)` }}
      className={`${COLUMNS} absolute inset-x-0 top-0 h-8 items-center border-b max-md:h-13 max-md:content-center border-line *:truncate *:px-2 *:first:pl-4 ${isSelected ? "bg-accent-tint" : isHovered ? "bg-hover" : ""} ${isGrey ? "text-faint" : ""}`}
    >
      <td className="flex items-center gap-1.5 max-md:col-span-3">
        <span style={{ width: depth * 16 }} className="flex-none" />
        {children > 0 ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${isOpen ? "Close" : "Open"} ${node.name}`}
            onClick={(event) => {
              event.stopPropagation();
              onToggle(node.path);
            }}
            className="-mx-1 grid size-6 flex-none place-items-center rounded-chip text-muted hover:bg-hover"
          >
            <Icon name={isOpen ? "chevronDown" : "chevronRight"} size={12} />
          </button>
        ) : (
          <span className="w-4 flex-none max-md:hidden" />
        )}
        <Icon name={kind.icon} size={14} label={kind.word} className="text-faint" />
        <span className="truncate font-strong" title={shortTarget(node.target)}>
          {node.name}
        </span>
        {node.id === node.name ? undefined : <span className="mono text-axis text-faint">{node.id}</span>}
      </td>
      <td className="max-md:pl-4!">
        <PhaseText look={lookOf(summary, node)} />
      </td>
      <td className="text-muted tabular-nums">
        {summary && summary.maxAttempts > 0
          ? `${isNarrow ? "attempt " : ""}${summary.attempt + 1} of ${Math.max(summary.maxAttempts, summary.attempt + 1)}`
          : ""}
      </td>
      <td className={`${wide} text-muted`}>
        {summary?.startedAt ? <AbsoluteTime at={summary.startedAt} /> : undefined}
      </td>
      <td className={`${wide} text-right text-muted`}>
        {summary?.queuedAt && summary.startedAt ? (
          <Duration from={summary.queuedAt} to={summary.startedAt} />
        ) : undefined}
      </td>
      <td className="text-right max-md:pr-4!">
        {summary?.startedAt ? (
          <Duration from={summary.startedAt} to={summary.endedAt} ongoing={isTicking(summary)} />
        ) : undefined}
      </td>
      <td className={`${wide} text-right text-muted`}>
        <UsageText usage={summary?.usage} />
      </td>
      <td
        className={`${wide} ${summary?.errorHead ? "text-fail" : "text-muted"}`}
        title={summary?.errorHead || summary?.reason}
      >
        {summary?.errorHead || summary?.reason}
      </td>
    </tr>
  );
}
