import type { Graph, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { looks, nodeLook } from "../../flyte/phase-look.ts";
import { Icon } from "../../ui/icon.tsx";
import { miniPlaces } from "./mini-places.ts";

interface MiniGraphProps {
  readonly graph: Graph | undefined;
  readonly nodes: readonly NodeSummary[];
  /** What it shows, in words. */
  readonly words: string;
}

const ACROSS = 30;
const DOWN = 18;
const DOT = 12;

/** The graph at a glance: a glyph per node by layer. Nothing in it can be pressed; the list below it leads to nodes. */
export function MiniGraph({ graph, nodes, words }: MiniGraphProps) {
  const drawn = miniPlaces(graph);
  if (!drawn) return undefined;
  const { places, edges, columns, rows } = drawn;
  const summaries = new Map(nodes.map((node) => [node.path, node]));
  const width = columns * ACROSS - ACROSS + DOT + 2;
  const height = rows * DOWN - DOWN + DOT + 2;
  const x = (column: number) => 1 + DOT / 2 + column * ACROSS;
  const y = (row: number) => height / 2 + row * DOWN;
  return (
    <svg
      role="img"
      aria-label={`Graph: ${words}`}
      viewBox={`0 0 ${width} ${height}`}
      style={{ width, height: "auto" }}
      className="mt-2 block max-w-full"
    >
      {edges.map(({ from, to }) => (
        <line
          key={`${from.path} ${to.path}`}
          x1={x(from.column) + DOT / 2 + 1}
          y1={y(from.row)}
          x2={x(to.column) - DOT / 2 - 1}
          y2={y(to.row)}
          className="stroke-line-2"
        />
      ))}
      {places.map(({ path, name, column, row }) => {
        const node = summaries.get(path);
        const look = node ? nodeLook(node.phase, node.taskPhase, node.cacheStatus) : looks.notStarted;
        return (
          <g
            key={path}
            transform={`translate(${x(column) - DOT / 2} ${y(row) - DOT / 2})`}
            className={`text-tone ${look.tone}`}
          >
            <title>{`${name || path}: ${look.word}`}</title>
            <rect width={DOT} height={DOT} fill="transparent" />
            <Icon name={look.icon} size={DOT} />
          </g>
        );
      })}
    </svg>
  );
}
