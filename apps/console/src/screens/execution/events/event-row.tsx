import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionEvent } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatDuration } from "../../../flyte/duration.ts";
import { formatAbsolute, formatClockMs, formatIso, type Zone } from "../../../flyte/time-format.ts";
import { type Hover, useIsHovered } from "../../../graph/hover.ts";
import { Icon } from "../../../ui/icon.tsx";
import { eventLook, kindOf, kindWords } from "./event-look.ts";

export const ROW = 28;

export const COLUMNS =
  "grid grid-cols-[82px_150px_minmax(0,1fr)] md:grid-cols-[124px_84px_172px_minmax(130px,240px)_84px_minmax(170px,1fr)]";

interface EventRowProps {
  readonly event: ExecutionEvent;
  readonly index: number;
  readonly start: number;
  /** When the execution began. */
  readonly begin: number;
  readonly zone: Zone;
  readonly name: string;
  readonly isSelected: boolean;
  readonly hover: Hover;
  readonly onSelect: (path: string) => void;
  /** Shows it as it is stored. */
  readonly onOpen: (event: ExecutionEvent) => void;
}

export function EventRow(props: EventRowProps) {
  const { event, index, start, begin, zone, name, isSelected, hover, onSelect, onOpen } = props;
  const { path, reason, actor, attempt } = event;
  const kind = kindOf(event);
  const look = eventLook(event);
  const at = event.at ? timestampMs(event.at) : begin;
  const words = [reason, actor ? `by ${actor}` : ""].filter((part) => part !== "").join(", ");
  const clock = formatClockMs(at, zone);
  const isHovered = useIsHovered(hover, path);
  const wide = "max-md:hidden";
  const failed = look.tone === "tone-fail" || look.tone === "tone-timeout";
  return (
    <tr
      aria-rowindex={index + 2}
      onMouseEnter={() => hover.set(path || undefined)}
      onMouseLeave={() => hover.set(undefined)}
      style={{ transform: `translateY(${start}px)` }}
      className={`${COLUMNS} absolute inset-x-0 top-0 h-7 items-center border-b border-line *:truncate *:px-2 *:first:pl-4 ${isSelected && path ? "bg-accent-tint" : isHovered && path ? "bg-hover" : ""}`}
    >
      <td className="mono text-muted">
        <button
          type="button"
          aria-label={`${clock}: as JSON`}
          title={`${formatAbsolute(at, zone)}; open it as JSON`}
          onClick={() => onOpen(event)}
          className="h-6 hover:text-accent hover:underline"
        >
          <time dateTime={formatIso(at, "utc")}>
            {clock.slice(0, 8)}
            <span className="max-md:hidden">{clock.slice(8)}</span>
          </time>
        </button>
      </td>
      <td className={`${wide} mono text-right text-faint`}>+{formatDuration(at - begin)}</td>
      <td>
        <span className={`inline-flex max-w-full items-center gap-1.5 align-middle font-medium text-tone ${look.tone}`}>
          <Icon name={look.icon} size={14} />
          <span className={`truncate ${look.tone === "tone-ok" ? "text-muted" : ""}`}>{look.word}</span>
        </span>
      </td>
      <td>
        {path ? (
          <button
            type="button"
            onClick={() => onSelect(path)}
            title={path}
            className="block h-6 max-w-full truncate font-strong hover:underline"
          >
            {name}
          </button>
        ) : (
          <span className="text-muted">{kindWords.execution}</span>
        )}
      </td>
      <td className={`${wide} text-muted`}>{kind === "attempt" ? `attempt ${attempt + 1}` : ""}</td>
      <td title={words} className={`${wide} ${failed ? "text-fail" : "text-muted"}`}>
        {words}
      </td>
    </tr>
  );
}
