import { useState } from "react";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { IconButton } from "../../../ui/button.tsx";
import { useIsNarrow } from "../../../ui/media.ts";

export const pressable = "aria-pressed:bg-hover aria-pressed:text-fg";

/** The clock, how long after the first line, how long after the line before, or nothing. */
const timeModes = ["clock", "elapsed", "delta", "none"] as const;
export type TimeMode = (typeof timeModes)[number];

const timeWords = {
  clock: "the clock",
  elapsed: "since the first line held",
  delta: "since the line before",
  none: "hidden",
} as const satisfies Record<TimeMode, string>;

export interface LogLook {
  readonly wrap: boolean;
  readonly time: TimeMode;
  /** All of the window. */
  readonly isFull: boolean;
  setWrap(on: boolean): void;
  setTime(mode: TimeMode): void;
  setIsFull(on: boolean): void;
}

/** How lines are shown; on a phone they are wrapped and have no times. */
export function useLogLook(): LogLook {
  const isNarrow = useIsNarrow();
  const [wrap, setWrap] = useState(isNarrow);
  const [time, setTime] = useState<TimeMode>(isNarrow ? "none" : "clock");
  const [isFull, setIsFull] = useState(false);
  return { wrap, time, isFull, setWrap, setTime, setIsFull };
}

export function LogToggles({ look: { wrap, time, isFull, setWrap, setTime, setIsFull } }: { readonly look: LogLook }) {
  const next = timeModes[(timeModes.indexOf(time) + 1) % timeModes.length] ?? "clock";
  useShortcut("w", "Wrap lines", () => setWrap(!wrap));
  useShortcut("t", "Times of lines", () => setTime(next));
  useShortcut("F", "The log in all of the window", () => setIsFull(!isFull));
  return (
    <>
      <IconButton
        icon="wrap"
        size="small"
        label="Wrap lines (w)"
        aria-pressed={wrap}
        onClick={() => setWrap(!wrap)}
        className={pressable}
      />
      <IconButton
        icon="clock"
        size="small"
        label={`Times: ${timeWords[time]}. Next: ${timeWords[next]} (t)`}
        aria-pressed={time !== "none"}
        onClick={() => setTime(next)}
        className={pressable}
      />
      <IconButton
        icon="fit"
        size="small"
        label={isFull ? "Back to its place (Shift+F)" : "All of the window (Shift+F)"}
        aria-pressed={isFull}
        onClick={() => setIsFull(!isFull)}
        className={pressable}
      />
    </>
  );
}

/** Of the section that holds the log. */
export const fullClasses = "fixed inset-0 z-40 bg-surface";
