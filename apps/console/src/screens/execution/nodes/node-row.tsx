import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { PhaseText } from "../../../flyte/phase-badge.tsx";
import { AbsoluteTime, Duration } from "../../../flyte/time.tsx";
import { UsageText } from "../../../flyte/usage.tsx";
import { type Hover, useIsHovered } from "../../../graph/hover.ts";
import { isTicking, kindLook, lookOf, shortTarget } from "../../../graph/node-face.ts";
import { Icon } from "../../../ui/icon.tsx";
import { useIsNarrow } from "../../../ui/media.ts";
import { FoldButton } from "../fold-button.tsx";
import type { TreeRow } from "../node-tree.ts";
import { cacheFact } from "./node-facts.ts";

export const ROW = 32;
/** On a phone: the name, under it how the node is and what it took, and for one that failed a line of the error. */
export const CARD = 52;
export const CARD_WITH_ERROR = 72;

/** On a phone status, attempt, duration and compute stand side by side, the rest is as wide as the card. */
export const COLUMNS =
  "grid grid-cols-[auto_auto_1fr_auto] md:grid-cols-[minmax(240px,1.6fr)_185px_84px_80px_190px_80px_80px_95px_minmax(120px,1fr)]";

interface NodeRowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly index: number;
  readonly start: number;
  readonly size: number;
  readonly summary: NodeSummary | undefined;
  /** What stands before and after it, in words. */
  readonly dependencies: string | undefined;
  /** In a list that is no tree the path says where it is. */
  readonly withPath: boolean;
  readonly isSelected: boolean;
  readonly hover: Hover;
  readonly onSelect: (path: string | undefined) => void;
  readonly onToggle: (path: string) => void;
}

export function NodeRow(props: NodeRowProps) {
  const { id, row, index, start, size, summary, dependencies, withPath, isSelected, hover, onSelect, onToggle } = props;
  const { node, depth, children, isOpen, isGrey } = row;
  const kind = kindLook(node.kind);
  const where = withPath ? node.path : node.id;
  const describedBy = `${id}-place`;
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
      aria-describedby={dependencies ? describedBy : undefined}
      {...(children > 0 ? { "aria-expanded": isOpen } : {})}
      onClick={() => onSelect(isSelected ? undefined : node.path)}
      onMouseEnter={() => hover.set(node.path)}
      onMouseLeave={() => hover.set(undefined)}
      style={{ transform: `translateY(${start}px)`, height: size }}
      className={`${COLUMNS} absolute inset-x-0 top-0 items-center border-b max-md:content-center border-line *:truncate *:px-2 *:first:pl-4 ${isSelected ? "bg-accent-tint" : isHovered ? "bg-hover" : ""} ${isGrey ? "text-faint" : ""}`}
    >
      <td className="flex items-center gap-1.5 max-md:col-span-4">
        <span style={{ width: depth * 16 }} className="flex-none" />
        <FoldButton row={row} onToggle={onToggle} />
        {children > 0 ? undefined : <span className="w-4 flex-none max-md:hidden" />}
        <Icon name={kind.icon} size={14} label={kind.word} className="text-faint" />
        <span className="truncate font-strong" title={shortTarget(node.target)}>
          {node.name}
        </span>
        {where === node.name ? undefined : <span className="mono truncate text-axis text-faint">{where}</span>}
        {dependencies ? (
          // It describes the row but is no part of its name, and gives way first: the name is what is looked for.
          <span
            id={describedBy}
            aria-hidden="true"
            title={dependencies}
            className="ml-1 min-w-0 shrink-999 truncate text-axis text-faint max-md:sr-only"
          >
            {dependencies}
          </span>
        ) : undefined}
      </td>
      <td className="max-md:pl-4!">
        <PhaseText look={lookOf(summary, node)} />
      </td>
      <td className="text-muted tabular-nums">
        {summary && summary.maxAttempts > 0
          ? `${isNarrow ? "attempt " : ""}${summary.attempt + 1} of ${Math.max(summary.maxAttempts, summary.attempt + 1)}`
          : ""}
      </td>
      <td className={`${wide} text-muted`}>{cacheFact(summary)}</td>
      <td className={`${wide} text-muted`}>
        {summary?.startedAt ? <AbsoluteTime at={summary.startedAt} /> : undefined}
      </td>
      <td className={`${wide} text-right text-muted`}>
        {summary?.queuedAt && summary.startedAt ? (
          <Duration from={summary.queuedAt} to={summary.startedAt} />
        ) : undefined}
      </td>
      <td className="text-right">
        {summary?.startedAt ? (
          <Duration from={summary.startedAt} to={summary.endedAt} ongoing={isTicking(summary)} />
        ) : undefined}
      </td>
      <td className="text-right text-muted max-md:pr-4! max-md:pl-0!">
        <UsageText usage={summary?.usage} />
      </td>
      <td
        className={`max-md:col-span-4 max-md:px-4! ${summary?.errorHead ? "text-fail" : `${wide} text-muted`}`}
        title={summary?.errorHead || summary?.reason}
      >
        {summary?.errorHead || summary?.reason}
      </td>
    </tr>
  );
}
