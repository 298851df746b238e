import { formatDuration, formatTicking } from "../../../flyte/duration.ts";
import { PhaseText } from "../../../flyte/phase-badge.tsx";
import { taskLook } from "../../../flyte/phase-look.ts";
import { formatCpu, formatMemory } from "../../../flyte/size.ts";
import { type Hover, useIsHovered } from "../../../graph/hover.ts";
import { type ComputeRow, coresOf, memoryShare } from "./compute-rows.ts";

export const ROW = 32;

export const COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_112px_104px] md:grid-cols-[minmax(130px,1.3fr)_64px_168px_80px_80px_96px_100px_100px_minmax(150px,1fr)]";

/** From here on little was left. */
const NARROW_SHARE = 0.9;

interface ComputeRowProps {
  readonly row: ComputeRow;
  readonly index: number;
  readonly start: number;
  readonly isSelected: boolean;
  readonly hover: Hover;
  readonly onSelect: (path: string) => void;
}

export function ComputeTableRow({ row, index, start, isSelected, hover, onSelect }: ComputeRowProps) {
  const { node, attempt, waitedMs, ranMs, measured, cpuSeconds, peakBytes, asked } = row;
  const isHovered = useIsHovered(hover, node.path);
  const cores = coresOf(row);
  const isOpen = attempt.endedAt === undefined;
  const unknown = measured === "not yet" ? "not yet" : "not measured";
  const wide = "max-md:hidden";
  const format = isOpen ? formatTicking : formatDuration;
  return (
    <tr
      aria-rowindex={index + 2}
      onMouseEnter={() => hover.set(node.path)}
      onMouseLeave={() => hover.set(undefined)}
      style={{ transform: `translateY(${start}px)` }}
      className={`${COLUMNS} absolute inset-x-0 top-0 h-8 items-center border-b border-line *:truncate *:px-2 *:first:pl-4 *:last:pr-4 ${isSelected ? "bg-accent-tint" : isHovered ? "bg-hover" : ""}`}
    >
      <td>
        <button
          type="button"
          title={node.path}
          onClick={() => onSelect(node.path)}
          className="max-w-full truncate font-strong hover:underline"
        >
          {node.name}
          {attempt.attempt > 0 ? <span className="text-muted md:hidden"> {attempt.attempt + 1}</span> : undefined}
        </button>
      </td>
      <td className={`${wide} text-right text-muted`}>{attempt.attempt + 1}</td>
      <td className={wide}>
        <PhaseText look={taskLook(attempt.phase)} />
      </td>
      <td className={`${wide} text-right text-muted`}>{waitedMs === undefined ? "" : format(waitedMs)}</td>
      <td className={`${wide} text-right`}>{ranMs === undefined ? "" : format(ranMs)}</td>
      <td className="text-right">{cpuSeconds === undefined ? <Unknown text={unknown} /> : formatCpu(cpuSeconds)}</td>
      <td className={`${wide} text-right text-muted`} title="Cores in use on average, of the limit or request">
        {cores === undefined ? "" : coresText(cores, asked?.cpuLimit ?? asked?.cpuRequest)}
      </td>
      <td className="text-right">{peakBytes === undefined ? <Unknown text={unknown} /> : formatMemory(peakBytes)}</td>
      <td className={wide}>
        <MemoryShare row={row} />
      </td>
    </tr>
  );
}

function Unknown({ text }: { readonly text: string }) {
  return <span className="text-faint">{text}</span>;
}

function coresText(cores: number, given: number | undefined): string {
  return given === undefined ? cores.toFixed(2) : `${cores.toFixed(2)} of ${Number(given.toFixed(2))}`;
}

/** The peak against what was given: a bar, and the amount it is a part of. */
function MemoryShare({ row }: { readonly row: ComputeRow }) {
  const { asked } = row;
  const given = asked?.memoryLimitBytes ?? asked?.memoryRequestBytes;
  if (given === undefined) return <Unknown text="no limit" />;
  const share = memoryShare(row);
  const kind = asked?.memoryLimitBytes === undefined ? "request" : "limit";
  const isTight = kind === "limit" && share !== undefined && share >= NARROW_SHARE;
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className="h-1.5 w-14 flex-none overflow-hidden rounded-bar bg-line">
        <i
          className={`block h-full ${isTight ? "bg-fg" : "bg-faint"}`}
          style={{ width: `${Math.min(1, share ?? 0) * 100}%` }}
        />
      </span>
      <span className={isTight ? "font-semibold" : "text-muted"}>
        {share === undefined ? "" : `${Math.round(share * 100)} % of `}
        {formatMemory(given)} {kind}
      </span>
    </span>
  );
}
