/** The time cursor under the views: drag it, or step along what happened, and all views show that moment. */
import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type KeyboardEvent, useMemo } from "react";
import { formatClockMs } from "../../../flyte/time-format.ts";
import { usePreferences } from "../../../frame/preferences.ts";
import { useKeyHint, useShortcut } from "../../../frame/shortcuts.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { marksOf, momentsOf, nextMoment } from "./moments.ts";

interface ScrubberProps {
  /** As they are now, whatever is replayed. */
  readonly nodes: readonly NodeSummary[];
  /** Server's milliseconds: when the execution was created, and its end or now. */
  readonly from: number;
  readonly to: number;
  readonly ongoing: boolean;
  /** What is shown; undefined: how it is now. */
  readonly at: number | undefined;
  readonly onMove: (at: number | undefined) => void;
}

const STRETCHES = 160;
/** So near to the end is the end. */
const END_SHARE = 0.004;

type ScrubKey = "first" | "last" | { readonly direction: 1 | -1; readonly onlyNodes: boolean };

/** What keys do while the cursor has the focus. */
const scrubKeys: ReadonlyMap<string, ScrubKey> = new Map<string, ScrubKey>([
  ["ArrowLeft", { direction: -1, onlyNodes: false }],
  ["ArrowDown", { direction: -1, onlyNodes: false }],
  ["ArrowRight", { direction: 1, onlyNodes: false }],
  ["ArrowUp", { direction: 1, onlyNodes: false }],
  ["PageUp", { direction: -1, onlyNodes: true }],
  ["PageDown", { direction: 1, onlyNodes: true }],
  ["Home", "first"],
  ["End", "last"],
]);

export function Scrubber({ nodes, from, to, ongoing, at, onMove }: ScrubberProps) {
  const { zone } = usePreferences();
  const moments = useMemo(() => momentsOf(nodes), [nodes]);
  const marks = useMemo(() => marksOf(moments, from, to, STRETCHES), [moments, from, to]);
  const most = Math.max(1, ...marks.map(({ count }) => count));
  const shown = Math.min(to, Math.max(from, at ?? to));
  const move = (next: number) =>
    onMove(next >= to - (to - from) * END_SHARE ? undefined : Math.max(from, Math.round(next)));
  const step = (direction: 1 | -1, onlyNodes = false) => {
    const among = onlyNodes ? moments.filter(({ isNode }) => isNode) : moments;
    const next = nextMoment(among, shown, direction);
    if (next) move(next.at);
    else onMove(direction === 1 ? undefined : from);
  };
  useShortcut("<", "Back to the event before", () => step(-1));
  useShortcut(">", "On to the next event", () => step(1));
  useKeyHint("PageUp", "Time cursor: the node event before");
  useKeyHint("PageDown", "Time cursor: the next node event");
  const onKeyDown = (event: KeyboardEvent) => {
    const key = scrubKeys.get(event.key);
    if (key === undefined) return;
    event.preventDefault();
    if (key === "first") move(from);
    else if (key === "last") onMove(undefined);
    else step(key.direction, key.onlyNodes);
  };
  const share = ((shown - from) / Math.max(1, to - from)) * 100;
  const now = ongoing ? "now" : "the end";
  return (
    <div
      className="flex h-12 flex-none items-center gap-2.5 border-t border-line bg-surface px-3 max-md:h-11"
      data-keep-focus
    >
      <IconButton icon="chevronLeft" size="small" label="Event before (<)" onClick={() => step(-1)} />
      <IconButton
        icon="chevronRight"
        size="small"
        label="Next event (>)"
        disabled={at === undefined}
        onClick={() => step(1)}
      />
      <span className="mono text-axis text-muted max-md:hidden">{formatClockMs(from, zone).slice(0, 8)}</span>
      <div className="relative h-8 min-w-0 flex-1">
        <span aria-hidden="true" className="absolute inset-x-0 bottom-1.5 h-4">
          {marks.map(({ index, count, end }) => (
            <i
              key={index}
              className={`absolute bottom-0 w-0.75 ${end && !end.quiet ? `${end.tone} bg-tone` : "bg-line-2"} ${(index + 0.5) / STRETCHES > share / 100 ? "opacity-40" : ""}`}
              style={{ left: `${(index / STRETCHES) * 100}%`, height: `${30 + 70 * (count / most)}%` }}
            />
          ))}
        </span>
        <span aria-hidden="true" className="absolute inset-x-0 bottom-1 h-0.5 rounded-bar bg-line-2">
          <i className="block h-full rounded-bar bg-accent" style={{ width: `${share}%` }} />
        </span>
        <input
          type="range"
          aria-label="Time cursor"
          aria-valuetext={at === undefined ? now : formatClockMs(shown, zone)}
          min={from}
          max={Math.max(to, from + 1)}
          step={1}
          value={shown}
          onChange={({ target }) => move(Number(target.value))}
          onKeyDown={onKeyDown}
          className="scrub absolute inset-x-0 -bottom-1.75 h-6 w-full"
        />
      </div>
      <span className="mono min-w-18 text-right text-axis">
        {at === undefined
          ? ongoing
            ? "live"
            : formatClockMs(to, zone).slice(0, 8)
          : formatClockMs(shown, zone).slice(0, 12)}
      </span>
      <Button
        variant={at === undefined ? "plain" : "primary"}
        size="small"
        disabled={at === undefined}
        onClick={() => onMove(undefined)}
      >
        {ongoing ? "Back to live" : "To the end"}
      </Button>
    </div>
  );
}
