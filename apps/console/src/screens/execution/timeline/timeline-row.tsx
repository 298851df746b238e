import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { CSSProperties } from "react";
import { PhaseGlyph } from "../../../flyte/phase-badge.tsx";
import { type Hover, useIsHovered } from "../../../graph/hover.ts";
import { kindLook, lookOf } from "../../../graph/node-face.ts";
import { Icon } from "../../../ui/icon.tsx";
import { FoldButton } from "../fold-button.tsx";
import type { TreeRow } from "../node-tree.ts";
import { shortWords, wholeWords } from "./bar-words.ts";
import { type Bar, type BarKind, barsOf, joinsOf } from "./bars.ts";
import { type Scale, timeAt, xOf } from "./scale.ts";
import type { Span } from "./time-scale.ts";

/** As high as a target of the pointer has to be. */
export const ROW = 24;

/** The name's column and the rest. */
export const COLUMNS = "grid grid-cols-[112px_minmax(0,1fr)] md:grid-cols-[216px_minmax(0,1fr)]";

interface TimelineRowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly index: number;
  readonly start: number;
  readonly summary: NodeSummary | undefined;
  /** What it was at the time cursor; undefined without one. */
  readonly then: NodeSummary | "not yet" | undefined;
  /** To its right is room for words. */
  readonly scale: Scale;
  readonly now: number;
  readonly isSelected: boolean;
  readonly hover: Hover;
  readonly onSelect: (path: string) => void;
  readonly onToggle: (path: string) => void;
}

export function TimelineRow(props: TimelineRowProps) {
  const { id, row, index, start, summary, then, scale, now, isSelected, hover, onSelect, onToggle } = props;
  const { node, depth, children, isOpen } = row;
  const isHovered = useIsHovered(hover, node.path);
  const look = lookOf(then === "not yet" ? undefined : (then ?? summary), node);
  const kind = kindLook(node.kind);
  const bars = barsOf(summary, now, node);
  const words = wholeWords(summary, bars);
  return (
    <tr
      id={id}
      data-path={node.path}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-selected={isSelected}
      {...(children > 0 ? { "aria-expanded": isOpen } : {})}
      onClick={() => onSelect(node.path)}
      onMouseEnter={() => hover.set(node.path)}
      onMouseLeave={() => hover.set(undefined)}
      style={{ transform: `translateY(${start}px)` }}
      className={`${COLUMNS} absolute inset-x-0 top-0 h-6 ${isSelected ? "bg-accent-tint" : isHovered ? "bg-hover" : ""}`}
    >
      <td className="flex min-w-0 items-center gap-1.5 border-r border-line pr-2 pl-2 md:pl-3">
        <span style={{ width: depth * 14 }} className="max-w-1/3 flex-none" />
        <FoldButton row={row} onToggle={onToggle} />
        <PhaseGlyph look={look} size={14} />
        <span title={node.name} className="min-w-0 flex-1 truncate text-meta">
          {node.name}
        </span>
        <Icon name={kind.icon} size={12} label={kind.word} className="flex-none text-faint max-md:hidden" />
      </td>
      <td title={words} className="relative overflow-hidden">
        <span className="sr-only">{words}</span>
        <Track bars={bars} scale={scale} words={shortWords(summary, bars)} />
      </td>
    </tr>
  );
}

interface TrackProps {
  readonly bars: readonly Bar[];
  readonly scale: Scale;
  /** The first that fits is shown. */
  readonly words: readonly string[];
}

/** Pixels per letter of the words beside bars, about, and between the two. */
const LETTER = 5.8;
const GAP = 7;

function Track({ bars, scale, words }: TrackProps) {
  const { width } = scale;
  const x = (at: number) => xOf(scale, at);
  const [first, last] = [timeAt(scale, 0), timeAt(scale, width)];
  const isSeen = ({ from, to }: Span) => to >= first && from <= last;
  const seen = bars.filter(isSeen);
  const joins = joinsOf(bars).filter(isSeen);
  // Words stand to the right of the bars, else to their left, never on them.
  const ends = seen.map(({ from, to }) => [x(from), x(to)] as const);
  const right = Math.max(0, ...ends.map(([, end]) => end + GAP));
  const left = Math.min(...ends.map(([begin]) => begin - GAP));
  const isBefore = bars.every(({ to }) => to < first);
  const fitsRight = (text: string) => right + text.length * LETTER <= width + ROOM;
  const text = words.find((each) => fitsRight(each) || left >= each.length * LETTER);
  const side = text && fitsRight(text) ? { left: Math.max(GAP, right) } : { right: width + ROOM - left };
  return (
    <div aria-hidden="true" className="absolute inset-y-0 left-0" style={{ width: width + ROOM }}>
      {joins.map(({ from, to }) => (
        <i key={from} className="absolute top-3 h-px bg-faint/60" style={{ left: x(from), width: x(to) - x(from) }} />
      ))}
      {seen.map(({ kind, from, to, look, attempt, isOpen }) => (
        <i
          key={`${attempt} ${kind} ${from}`}
          data-bar={kind}
          className={`absolute ${shapes[kind]} ${look.tone} ${kind === "ran" ? look.fill : ""} ${isOpen && kind === "ran" ? "border-r-2 border-fg/70" : ""}`}
          style={{
            left: Math.max(x(from), -4),
            width: Math.max(Math.min(x(to), width + ROOM) - Math.max(x(from), -4), 0),
          }}
        />
      ))}
      {bars.length > 0 && seen.length === 0 ? (
        <Words style={isBefore ? { left: GAP } : { right: GAP }}>
          {isBefore ? `‹ ${words.at(-1)}` : `${words.at(-1)} ›`}
        </Words>
      ) : text ? (
        <Words style={side}>{text}</Words>
      ) : undefined}
    </div>
  );
}

function Words({ style, children }: { readonly style: CSSProperties; readonly children: string }) {
  return (
    <span className="absolute top-1 text-axis leading-4 whitespace-nowrap text-muted" style={style}>
      {children}
    </span>
  );
}

/** Kept free to the right of the span, for the words of bars that reach its end. */
export const ROOM = 76;

/** Waiting looks thin: queued a line, waiting for resources a broken one, pulling a thicker one; running is a bar. */
export const shapes = {
  queued: "top-2.75 h-0.75 fill-thin",
  waiting: "top-2.75 h-0.75 fill-vertical",
  pulling: "top-2.5 h-1.25 rounded-bar fill-thin",
  ran: "top-2 h-2.25 min-w-0.75 rounded-bar",
} as const satisfies Record<BarKind, string>;
