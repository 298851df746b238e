import type { MapCounts } from "@skein/spec/gen/skein/console/v1/console_pb";
import { looks, type PhaseLook } from "../../../flyte/phase-look.ts";
import { Icon } from "../../../ui/icon.tsx";
import { type ItemFilter, itemFilters } from "./map-place.ts";

const faces: Readonly<Record<ItemFilter, PhaseLook>> = {
  failed: looks.failed,
  running: looks.running,
  queued: looks.queued,
  succeeded: looks.succeeded,
  aborted: looks.aborted,
  waiting: looks.notStarted,
};

interface MapFilterProps {
  readonly counts: MapCounts;
  readonly only: ItemFilter | undefined;
  readonly onOnly: (only: ItemFilter | undefined) => void;
}

/** How many elements stand where; a press shows those alone, another one all. */
export function MapFilter({ counts, only, onOnly }: MapFilterProps) {
  const shown = itemFilters.filter((each) => each === only || countOf(counts, each) > 0);
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Elements by phase</legend>
      {shown.map((each) => {
        const look = faces[each];
        return (
          <button
            key={each}
            type="button"
            aria-pressed={each === only}
            onClick={() => onOnly(each === only ? undefined : each)}
            className="inline-flex h-6 items-center gap-1.5 rounded-chip border border-line px-1.5 text-meta text-muted hover:bg-hover hover:text-fg aria-pressed:border-accent aria-pressed:bg-accent-tint aria-pressed:text-fg"
          >
            <Icon name={look.icon} size={14} className={`${look.tone} text-tone`} />
            <span className="tabular-nums">{countOf(counts, each).toLocaleString("en")}</span>
            {look.word.toLowerCase()}
          </button>
        );
      })}
    </fieldset>
  );
}

function countOf(counts: MapCounts, filter: ItemFilter): number {
  if (filter !== "waiting") return counts[filter];
  return counts.total - counts.queued - counts.running - counts.succeeded - counts.failed - counts.aborted;
}
