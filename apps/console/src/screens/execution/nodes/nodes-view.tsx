import type { Graph, GraphNode, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useId, useMemo, useState } from "react";
import { serverNow, useServerNow } from "../../../flyte/clock.ts";
import type { Hover } from "../../../graph/hover.ts";
import { lookOf } from "../../../graph/node-face.ts";
import { EmptyFace } from "../../../ui/faces.tsx";
import { useIsNarrow } from "../../../ui/media.ts";
import { parseNodeFilter } from "../node-filter.ts";
import { treeRows } from "../node-tree.ts";
import type { Sorting } from "../sorting.ts";
import { pressTreeKey } from "../tree-keys.ts";
import { useTreeRows } from "../use-tree-rows.ts";
import { dependencyWords } from "./dependencies.ts";
import { nodeTable } from "./node-export.ts";
import { CARD, CARD_WITH_ERROR, NodeRow, ROW } from "./node-row.tsx";
import { HEAD, NodesHead } from "./nodes-head.tsx";
import { NodesToolbar } from "./nodes-toolbar.tsx";
import { type NodeColumn, sortNodes } from "./sort-nodes.ts";

const allOpen: ReadonlySet<string> = new Set();

interface NodesViewProps {
  /** The execution's. */
  readonly name: string;
  readonly graph: Graph | undefined;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly selected: string | undefined;
  readonly closed: ReadonlySet<string>;
  readonly hover: Hover;
  readonly onToggle: (path: string) => void;
  readonly onSelect: (path: string | undefined) => void;
}

/**
 * The same graph as a tree table: everything the canvas shows, for keys, screen readers and scanning. Sorted it is a list
 * of all nodes, whatever is folded away.
 */
export function NodesView({ name, graph, nodes, selected, closed, hover, onToggle, onSelect }: NodesViewProps) {
  const [filter, setFilter] = useState("");
  const [sorting, setSorting] = useState<Sorting<NodeColumn>>();
  const rows = useRows({ graph, nodes, closed, filter, sorting });
  const dependencies = useMemo(() => dependencyWords(graph), [graph]);
  const isNarrow = useIsNarrow();
  const cardSize = (index: number) => (nodes.get(rows[index]?.node.path ?? "")?.errorHead ? CARD_WITH_ERROR : CARD);
  const { scroller, virtual, at, onReveal } = useTreeRows({
    rows,
    selected,
    headPx: isNarrow ? 0 : HEAD,
    sizeOf: isNarrow ? cardSize : () => ROW,
  });
  // What the heights of cards come from.
  const cards = isNarrow ? nodes : undefined;
  const order = isNarrow ? rows : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height, though their number is the same
  useEffect(() => virtual.measure(), [isNarrow, cards, order]);
  const ids = useId();

  return (
    <div className="absolute inset-0 flex flex-col">
      <NodesToolbar
        filter={filter}
        onFilter={setFilter}
        sorting={sorting}
        onSort={setSorting}
        count={rows.filter(({ isGrey }) => !isGrey).length}
        table={() => nodeTable(rows, nodes, serverNow())}
        fileName={`${name}-nodes`}
      />
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
          <NodesHead isNarrow={isNarrow} sorting={sorting} onSort={setSorting} />
          <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start, size }) => {
              const row = rows[index];
              if (!row) return undefined;
              const { path } = row.node;
              return (
                <NodeRow
                  key={path}
                  row={row}
                  index={index}
                  start={start}
                  size={size}
                  summary={nodes.get(path)}
                  dependencies={dependencies.get(path)}
                  withPath={sorting !== undefined}
                  id={`${ids}-${index}`}
                  isSelected={path === selected}
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
            The filter looks at names, ids and what nodes refer to, and with status:failed at how they are.
          </EmptyFace>
        ) : undefined}
      </div>
    </div>
  );
}

interface RowsOf extends Pick<NodesViewProps, "graph" | "nodes" | "closed"> {
  readonly filter: string;
  readonly sorting: Sorting<NodeColumn> | undefined;
}

/** Made anew only by what they depend on: most changes of nodes change no row. */
function useRows({ graph, nodes, closed, filter, sorting }: RowsOf) {
  const wanted = filter.trim();
  const asked = parseNodeFilter(wanted).statuses.length > 0 ? nodes : undefined;
  const open = sorting ? allOpen : closed;
  const tree = useMemo(() => {
    const statusOf = (node: GraphNode) => lookOf(asked?.get(node.path), node).word;
    return treeRows(graph, open, wanted, statusOf);
  }, [graph, open, wanted, asked]);
  // In whole seconds, as durations that go on are shown.
  const now = Math.floor(useServerNow(sorting?.by === "ran") / 1000) * 1000;
  const moment = sorting?.by === "ran" ? now : 0;
  const facts = sorting ? nodes : undefined;
  return useMemo(
    () => (sorting && facts ? sortNodes(tree, facts, sorting, moment) : tree),
    [tree, facts, sorting, moment],
  );
}
