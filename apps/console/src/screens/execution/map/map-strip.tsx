import type { MapBar, MapStrip as Strip } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatDuration } from "../../../flyte/duration.ts";

interface MapStripProps {
  readonly strip: Strip;
  readonly onIndex: (index: number) => void;
}

/**
 * One bar for some neighbouring elements: the higher and fuller, the longer the longest of them took; hatched where one
 * failed, outlined where none has begun. A press leads to the bar's first element; by keys the field beside it does.
 */
export function MapStrip({ strip: { bars, longestMs }, onIndex }: MapStripProps) {
  const longest = Number(longestMs);
  const failed = bars.filter((bar) => bar.failed > 0).length;
  const label = `Durations by index: the longest took ${formatDuration(longest)}${failed > 0 ? `; failures in ${failed} of ${bars.length} bars` : ""}`;
  const press = (share: number) => {
    const bar = bars[Math.min(bars.length - 1, Math.floor(share * bars.length))];
    if (bar) onIndex(bar.start);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field for the index is the way by keys
    <div
      role="img"
      aria-label={label}
      onClick={({ clientX, currentTarget }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        press((clientX - left) / width);
      }}
      className="flex h-9 cursor-pointer items-end border-b border-line-2"
    >
      {bars.map((bar) => (
        <i
          key={bar.start}
          title={titleOf(bar)}
          style={{ height: `${heightOf(bar, longest)}%` }}
          className={`min-w-px flex-1 ${lookOf(bar)} ${bars.length <= 60 ? "mr-px" : ""}`}
        />
      ))}
    </div>
  );
}

function heightOf({ begun, longestMs }: MapBar, longest: number): number {
  if (begun === 0) return 8;
  return longest === 0 ? 20 : 20 + (Number(longestMs) / longest) * 80;
}

function lookOf({ begun, failed, running }: MapBar): string {
  if (failed > 0) return "tone-fail fill-hatch";
  if (running > 0) return "tone-run fill-solid";
  return begun > 0 ? "tone-ok fill-quiet" : "bg-line-2";
}

function titleOf({ start, count, begun, failed, longestMs }: MapBar): string {
  const which = count === 1 ? `Element ${start}` : `Elements ${start} to ${start + count - 1}`;
  if (begun === 0) return `${which}: not started`;
  return `${which}: ${formatDuration(Number(longestMs))}${count > 1 ? " at most" : ""}${failed > 0 ? `, ${failed} failed` : ""}`;
}
